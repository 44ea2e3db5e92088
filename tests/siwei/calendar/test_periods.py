"""Which days the calendar shows."""

from datetime import date

import pytest

from siwei.calendar.rules.periods import Month, Span, back_from, period

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("year", "month", "first", "last", "months"),
    [
        (None, None, date(2026, 11, 30), date(2027, 10, 31), (Month(2026, 11), Month(2027, 10))),
        (2027, None, date(2027, 1, 1), date(2027, 12, 31), (Month(2027, 1), Month(2027, 12))),
        (2028, 2, date(2028, 2, 1), date(2028, 2, 29), (Month(2028, 1), Month(2028, 12))),
        (None, 3, date(2026, 3, 1), date(2026, 3, 31), (Month(2026, 1), Month(2026, 12))),
        (9999, 12, date(9999, 12, 1), date(9999, 12, 31), (Month(9999, 1), Month(9999, 12))),
    ],
)
def test_what_an_address_asks_for(
    year: int | None, month: int | None, first: date, last: date, months: tuple[Month, Month]
) -> None:
    found = period(year, month, today=TODAY)
    assert found.shown == Span(first, last)
    assert (found.months[0], found.months[-1]) == months
    assert len(found.months) == 12
    assert found.shown.first in found.counted and found.shown.last in found.counted


@pytest.mark.parametrize(
    ("month", "by", "found"),
    [
        (Month(2026, 12), 1, Month(2027, 1)),
        (Month(2026, 1), -1, Month(2025, 12)),
        (Month(9999, 12), 1, None),
        (Month(1000, 1), -1, None),
    ],
)
def test_a_month_further(month: Month, by: int, found: Month | None) -> None:
    assert month.moved(by) == found


def test_weeks_begin_on_monday_and_hold_only_the_days_of_the_month() -> None:
    weeks = Month(2026, 6).weeks()  # the first is a Monday
    assert weeks[0] == [date(2026, 6, day) for day in range(1, 8)]
    assert weeks[-1] == [date(2026, 6, 29), date(2026, 6, 30), *[None] * 5]


def test_there_is_no_day_before_the_first() -> None:
    assert back_from(date(1, 1, 5), 366) == date.min
    assert back_from(date(2026, 3, 1), 366) == date(2025, 2, 28)
