"""Entries of the calendar as a page and a feed name them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse

from common.labels import label
from common.language import is_english, local_name
from siwei.calendar.rules.entries import (
    CalendarEntry,
    DeadlineEntry,
    EntryKind,
    MilestoneEntry,
    RegionName,
)
from siwei.calendar.wording import deadline_title, sign


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry in the list; what only a milestone has is empty of a deadline: the regions that it
    names (`named`), its clause, and the role of those who answer."""

    entry: CalendarEntry
    kind: str
    sign: str
    status: str
    region: RegionName
    title: str
    is_printed: bool
    url: str
    named: str = ""
    clause_url: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class EntryDay:
    """A day with its entries; `anchor` is where the page shows it."""

    day: date
    anchor: str
    is_today: bool
    rows: list[EntryRow]


def entry_days(entries: Sequence[CalendarEntry], *, today: date) -> list[EntryDay]:
    """The entries, which come in their order, day by day."""
    return [
        EntryDay(day, day_anchor(day), day == today, [_row(one) for one in those])
        for day, those in groupby(entries, key=lambda entry: entry.day)
    ]


def day_anchor(day: date) -> str:
    return f"day-{day.isoformat()}"


def entry_url(entry: CalendarEntry) -> str:
    """The page that says more: the task, or the month of a deadline in the calendar."""
    if isinstance(entry, MilestoneEntry):
        return reverse("task", args=[entry.plan, entry.task])
    asked = {
        "year": entry.day.year,
        "month": entry.day.month,
        "region": entry.region.code,
        "kind": EntryKind.DEADLINE.value,
    }
    return f"{reverse('calendar')}?{urlencode(asked)}"


def entry_title(entry: CalendarEntry) -> str:
    """What is due, in the words of the plan where it is a milestone."""
    return deadline_title(entry.year) if isinstance(entry, DeadlineEntry) else entry.text


def clause_url(entry: MilestoneEntry) -> str:
    return f"{reverse('plan', args=[entry.plan])}#{entry.clause}"


def _row(entry: CalendarEntry) -> EntryRow:
    row = EntryRow(
        entry=entry,
        kind=label(entry.kind),
        sign=sign(entry.status),
        status=label(entry.status),
        region=entry.region,
        title=entry_title(entry),
        is_printed=isinstance(entry, MilestoneEntry),
        url=entry_url(entry),
    )
    if isinstance(entry, DeadlineEntry):
        return row
    return replace(
        row,
        named=place_names(entry.named),
        clause_url=clause_url(entry),
        role=label(entry.role) if entry.role else "",
    )


def place_names(regions: Sequence[RegionName]) -> str:
    return (", " if is_english() else "、").join(local_name(one) for one in regions)
