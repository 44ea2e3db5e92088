"""What stands in the calendar: milestones of plans, and the days on which a year is due."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from indicators.plans.rules.enums import DepartmentRole
from tasks.rules.status import MilestoneStatus


class EntryKind(StrEnum):
    """The order is that of the entries of one day."""

    DEADLINE = "deadline"
    MILESTONE = "milestone"


class DeadlineStatus(StrEnum):
    """How a reporting year stands on a day. No word is one of a milestone's statuses: members of
    two enumerations that are the same word are equal."""

    PASSED = "passed"
    OPEN = "open"
    CLOSED = "closed"


EntryStatus: TypeAlias = MilestoneStatus | DeadlineStatus
# Of what somebody still has to do something for, an alarm reminds.
AHEAD = frozenset({DeadlineStatus.OPEN, MilestoneStatus.UPCOMING})


@dataclass(frozen=True, slots=True)
class RegionName:
    """A region as it is named."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class MilestoneEntry:
    """A milestone of a plan's task. `due_on` is the day that the plan says, `day` the one that
    counts: a later one where an extension was granted. `answering` are the foremost of its task:
    who leads it, else who shares it, else who takes part (`role` says which)."""

    day: date
    status: MilestoneStatus
    region: RegionName
    plan: str
    plan_title: str
    task: str
    task_title: str
    number: int
    due_on: date
    due_text: str
    text: str
    clause: str
    quote: str
    named: tuple[RegionName, ...] = ()
    role: DepartmentRole | None = None
    answering: tuple[str, ...] = ()

    @property
    def kind(self) -> EntryKind:
        return EntryKind.MILESTONE

    @property
    def uid(self) -> str:
        """The same as long as the plan has this milestone, however often it is loaded."""
        return f"milestone.{self.plan}.{self.task}.{self.number}"

    @property
    def postponed_from(self) -> date | None:
        """The day that the plan says, where another one counts."""
        return None if self.day == self.due_on else self.due_on


@dataclass(frozen=True, slots=True)
class DeadlineEntry:
    """The day on which a province wants the values of a year."""

    day: date
    status: DeadlineStatus
    region: RegionName
    year: int

    @property
    def kind(self) -> EntryKind:
        return EntryKind.DEADLINE

    @property
    def uid(self) -> str:
        return f"deadline.{self.region.code}.{self.year}"


CalendarEntry: TypeAlias = MilestoneEntry | DeadlineEntry


@dataclass(frozen=True, slots=True)
class EntryKey:
    """An entry before it is read: enough to count it, to order it and to find it."""

    day: date
    kind: EntryKind
    status: EntryStatus
    pk: int


def in_order(deadlines: Sequence[EntryKey], milestones: Sequence[EntryKey]) -> list[EntryKey]:
    """Both day by day, of one day the deadlines first; else in the order given."""
    return sorted([*deadlines, *milestones], key=lambda key: (key.day, key.kind))


def deadline_status(due_on: date, *, is_open: bool, today: date) -> DeadlineStatus:
    """A year is due until its day ends; one that was closed takes no values, whatever its day."""
    if not is_open:
        return DeadlineStatus.CLOSED
    return DeadlineStatus.PASSED if due_on < today else DeadlineStatus.OPEN


def digest(entries: Sequence[CalendarEntry]) -> str:
    """The same for the same entries, in every language."""
    return hashlib.sha256(repr(tuple(entries)).encode()).hexdigest()
