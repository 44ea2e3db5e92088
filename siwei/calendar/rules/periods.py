"""Which days the calendar shows, and which months stand beside them."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1000, 9999  # as an address can name a year
AHEAD = 12  # months from today's on, where no year is asked for


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `first` to `last`, both among them."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True, order=True)
class Month:
    year: int
    number: int

    @property
    def span(self) -> Span:
        last = calendar.monthrange(self.year, self.number)[1]
        return Span(date(self.year, self.number, 1), date(self.year, self.number, last))

    def moved(self, months: int) -> "Month | None":
        """So many months later, or earlier; None beyond the years that an address can name."""
        year, index = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, index + 1) if FIRST_YEAR <= year <= LAST_YEAR else None

    def weeks(self) -> list[list[date | None]]:
        """Its days week by week, from Monday on; None for the days of its neighbours."""
        days = calendar.Calendar().monthdayscalendar(self.year, self.number)
        return [[date(self.year, self.number, day) if day else None for day in w] for w in days]


def month_of(day: date) -> Month:
    return Month(day.year, day.month)


@dataclass(frozen=True, slots=True)
class Period:
    """What a page shows: the days `shown`, and `months`, which it counts and leads to.

    `year` is None for the page that begins today; `month` where it shows a single one.
    """

    shown: Span
    months: tuple[Month, ...]
    year: int | None = None
    month: Month | None = None

    @property
    def counted(self) -> Span:
        """The days of all `months`; what is shown lies in them."""
        return Span(self.months[0].span.first, self.months[-1].span.last)


def period(year: int | None, month: int | None, *, today: date) -> Period:
    """From today on for a year; or a whole year; or a month, this year's where none is named."""
    if year is None and month is None:
        months = tuple(_following(month_of(today)))
        return Period(Span(today, months[-1].span.last), months)
    year = today.year if year is None else year
    months = tuple(Month(year, number) for number in range(1, 13))
    if month is None:
        return Period(Span(months[0].span.first, months[-1].span.last), months, year)
    chosen = months[month - 1]
    return Period(chosen.span, months, year, chosen)


def _following(first: Month) -> Iterator[Month]:
    for later in range(AHEAD):
        if found := first.moved(later):
            yield found


def back_from(day: date, days: int) -> date:
    """So many days before, or the first day that there is."""
    return date.min if day - date.min < timedelta(days) else day - timedelta(days)
