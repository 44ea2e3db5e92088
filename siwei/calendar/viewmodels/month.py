"""The months beside the list of the calendar, how many entries each has, and the grid of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from common.labels import label
from siwei.calendar.rules.entries import DeadlineStatus, EntryKey, EntryKind, EntryStatus
from siwei.calendar.rules.periods import FIRST_YEAR, LAST_YEAR, Month, Period, month_of
from siwei.calendar.viewmodels.entries import day_anchor
from siwei.calendar.wording import month_name, sign


@dataclass(frozen=True, slots=True)
class Count:
    """How many entries are of one kind or one status."""

    sign: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class MonthLink:
    """A month that the page leads to; `says_year` where its neighbour before is of another."""

    first: date
    name: str
    count: int
    current: bool
    says_year: bool


@dataclass(frozen=True, slots=True)
class Step:
    """The year, or the month of a year, to which one goes back or forth."""

    year: int
    month: int | None
    first: date


@dataclass(frozen=True, slots=True)
class GridDay:
    """A day of the grid; None of it where the week is of another month. `page` and `anchor` say
    where the list has its entries."""

    day: date
    is_today: bool
    counts: list[Count]
    page: int
    anchor: str


@dataclass(frozen=True, slots=True)
class PeriodView:
    """What is shown, with its counts, and where one may go from here."""

    period: Period
    kinds: list[Count]
    statuses: list[Count]
    months: list[MonthLink]
    back: Step | None
    forth: Step | None
    weeks: list[list[GridDay | None]]


def period_view(
    period: Period, keys: Sequence[EntryKey], *, page_size: int, today: date
) -> PeriodView:
    """`keys` are those of all months of the period, in the order of the list."""
    shown = [key for key in keys if key.day in period.shown]
    return PeriodView(
        period=period,
        kinds=_kinds(shown),
        statuses=_statuses(shown),
        months=_months(period, keys),
        back=_step(period, -1, today),
        forth=_step(period, 1, today),
        weeks=_weeks(period.month, shown, page_size, today) if period.month else [],
    )


def _kinds(keys: Iterable[EntryKey]) -> list[Count]:
    numbers = Counter(key.kind for key in keys)
    return [Count("", label(kind), numbers[kind]) for kind in reversed(EntryKind) if numbers[kind]]


def _statuses(keys: Iterable[EntryKey]) -> list[Count]:
    """The statuses that there are, in the order of urgency, those of milestones first."""
    numbers: Counter[EntryStatus] = Counter(key.status for key in keys)
    ranked = sorted(numbers, key=_rank)
    return [Count(sign(status), label(status), numbers[status]) for status in ranked]


def _rank(status: EntryStatus) -> tuple[bool, int]:
    return isinstance(status, DeadlineStatus), list(type(status)).index(status)


def _months(period: Period, keys: Iterable[EntryKey]) -> list[MonthLink]:
    numbers = Counter(month_of(key.day) for key in keys)
    return [
        MonthLink(
            month.span.first,
            month_name(month),
            numbers[month],
            month == period.month,
            says_year=not at or month.number == 1,
        )
        for at, month in enumerate(period.months)
    ]


def _step(period: Period, direction: int, today: date) -> Step | None:
    """A month further where a month is shown, else a year; from today's page the year before, or
    the one in which it ends."""
    if period.month:
        month = period.month.moved(direction)
        return Step(month.year, month.number, month.span.first) if month else None
    year = (today.year if period.year is None else period.year) + direction
    return Step(year, None, date(year, 1, 1)) if FIRST_YEAR <= year <= LAST_YEAR else None


def _weeks(
    month: Month, keys: Sequence[EntryKey], page_size: int, today: date
) -> list[list[GridDay | None]]:
    days: dict[date, list[EntryKey]] = {}
    pages: dict[date, int] = {}
    for at, key in enumerate(keys):
        days.setdefault(key.day, []).append(key)
        pages.setdefault(key.day, at // page_size + 1)

    def grid_day(day: date) -> GridDay:
        counts = _statuses(days.get(day, []))
        return GridDay(day, day == today, counts, pages.get(day, 1), day_anchor(day))

    return [[grid_day(day) if day else None for day in week] for week in month.weeks()]
