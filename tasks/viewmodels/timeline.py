"""Milestones in the order of their days, year by year, with a line for today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from departments.models import Department
    from tasks.models import Milestone


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A milestone, and the foremost of its task with their role. `comes_after_today`: the line
    stands before it."""

    milestone: Milestone
    departments: list[Department]
    role: str
    comes_after_today: bool


@dataclass(frozen=True, slots=True)
class TimelineYear:
    """The milestones of one year, None for those without a day. `closes_today`: the line stands
    behind the last of them."""

    year: int | None
    entries: list[TimelineEntry]
    closes_today: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page of the milestones. `opens_today`: nothing with a day stands before its first one,
    which has none."""

    years: list[TimelineYear]
    opens_today: bool


def timeline(milestones: Sequence[Milestone], *, start: int, past: int, is_last: bool) -> Timeline:
    """A page of milestones, the earliest first: `start` of all that are found stand before it.

    The line for today comes after the first `past` of all, so that it stands on one page only,
    and never below the head of those without a day.
    """
    days = [_day(one) for one in milestones]
    line = past - start
    end = len(days)
    is_inside = 0 <= line < end and days[line] is not None
    is_behind = (0 < line < end and not is_inside) or (is_last and line == end)
    years: dict[int | None, list[TimelineEntry]] = {}
    for position, one in enumerate(milestones):
        day = _day(one)
        year = day.year if day else None
        years.setdefault(year, []).append(_entry(one, is_inside and position == line))
    last_past = max((year for year in years if year), default=None) if is_behind else None
    return Timeline(
        [TimelineYear(year, own, is_behind and year == last_past) for year, own in years.items()],
        opens_today=line == 0 < end and not is_inside,
    )


def _day(milestone: Milestone) -> date | None:
    """The day that counts: as extended, where that was granted."""
    found: date | None = milestone.due  # type: ignore[attr-defined]
    return found


def _entry(milestone: Milestone, comes_after_today: bool) -> TimelineEntry:
    foremost = milestone.task.foremost()
    role = foremost[0].role if foremost else ""
    return TimelineEntry(milestone, [one.department for one in foremost], role, comes_after_today)
