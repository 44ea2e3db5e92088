"""The list of what waits for a person, as their page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from siwei.notifications.rules.enums import Urgency, WaitingKind
from siwei.notifications.rules.urgency import urgency
from siwei.notifications.wording import lateness, subject_of

if TYPE_CHECKING:
    from siwei.notifications.selectors.waiting import Waiting


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One thing that waits: its day with how late it is, what it is, and how many; of something
    that somebody said, in whose name and what."""

    due_on: date | None
    lateness: str
    is_late: bool
    kind: WaitingKind
    subject: str
    path: str
    count: int
    said_by: str
    said: str


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """What is about as urgent."""

    urgency: Urgency
    rows: list[WaitingRow]


@dataclass(frozen=True, slots=True)
class WaitingList:
    """Everything that waits, the most urgent first, and how much of it is late."""

    groups: list[WaitingGroup]
    total: int
    late: int


def waiting_list(waiting: "Iterable[Waiting]", *, today: date) -> WaitingList:
    """What waits in groups of the same urgency; it comes sorted."""
    grouped = groupby(waiting, key=lambda one: urgency(one.due_on, today))
    groups = [WaitingGroup(key, [_row(one, today) for one in those]) for key, those in grouped]
    rows = [row for group in groups for row in group.rows]
    return WaitingList(groups, len(rows), sum(row.is_late for row in rows))


def _row(one: "Waiting", today: date) -> WaitingRow:
    return WaitingRow(
        due_on=one.due_on,
        lateness=lateness(one.due_on, today),
        is_late=urgency(one.due_on, today) == Urgency.LATE,
        kind=one.kind,
        subject=subject_of(one),
        path=one.path,
        count=one.count,
        said_by=(one.said.organ or one.said.department.name) if one.said else "",
        said=one.said.text if one.said else "",
    )
