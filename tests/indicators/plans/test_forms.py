"""What the number of a target means: ranges, aims, changes, 左右, goals without a year."""

from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest

from indicators.plans.rules.enums import Direction, LimitBasis, TargetForm
from indicators.plans.rules.goals import NoLimit
from indicators.plans.rules.limits import Limit, limit_in, next_goal
from indicators.plans.rules.promises import Promise, base_values
from indicators.plans.rules.required import required_period
from tests.examples import (
    ABOUT,
    ABOUT_CAP,
    AIM,
    ELSEWHERE,
    FALLING_RANGE,
    FALLING_YEARLY,
    GE,
    INCREMENT,
    INCREMENT_OF_NO_YEAR,
    LE,
    POINTS,
    RANGE,
    RISING_POINTS,
    RISING_YEARLY,
    UNDATED,
    YEARLY,
    ceiling,
    floor,
    level,
    point,
    reduction,
    target,
)

STATED, INTERPOLATED, CARRIED = LimitBasis.STATED, LimitBasis.INTERPOLATED, LimitBasis.CARRIED
IMPOSSIBLE = NoLimit.IMPOSSIBLE
PER_YEAR, ELSE = TargetForm.PER_YEAR, TargetForm.SET_ELSEWHERE

capped_points = level(
    target("10.50", LE, 2023),
    target("2", GE, 2025, 2020, form=TargetForm.POINTS),
    unit="%",
    bases={2020: "11.25"},
)
steps = floor(
    target("20", GE, 2025, form=TargetForm.INCREMENT, counts_from=2020),
    target("30", GE, 2030, form=TargetForm.INCREMENT, counts_from=2025),
    unit="万亩",
)
dated_and_not = ceiling(*ELSEWHERE.targets[:1], *UNDATED.targets)
standing_about = level(target("25", LE, form=TargetForm.ABOUT), unit="%", tolerance="0.1")


@pytest.mark.parametrize(
    ("promise", "year", "value", "shown", "basis", "is_ceiling"),
    [
        pytest.param(RANGE, 2030, "28", "28", STATED, False, id="a floor's range: its lower end"),
        pytest.param(FALLING_RANGE, 2030, "9", "9", STATED, True, id="a ceiling's: its upper end"),
        pytest.param(AIM, 2025, "9", "9", STATED, True, id="the firm value, not the aim"),
        pytest.param(YEARLY, 2021, "2", "2", INTERPOLATED, False, id="one year at the yearly rate"),
        pytest.param(YEARLY, 2022, "3.96", "3.96", INTERPOLATED, False, id="two years"),
        pytest.param(YEARLY, 2025, "9.60792", "9.61", STATED, False, id="all five years"),
        pytest.param(YEARLY, 2027, "9.60792", "9.61", CARRIED, False, id="after them"),
        pytest.param(
            FALLING_YEARLY, 2025, "49.082899", "49.08", STATED, True, id="a level that falls"
        ),
        pytest.param(
            FALLING_YEARLY, 2021, "53.214", "53.21", INTERPOLATED, True, id="a ceiling has a road"
        ),
        pytest.param(
            RISING_YEARLY, 2025, "1.276282", "1.276", STATED, False, id="a level that rises"
        ),
        pytest.param(POINTS, 2025, "9.25", "9.25", STATED, True, id="points less"),
        pytest.param(POINTS, 2023, "10.05", "10.05", INTERPOLATED, True, id="evenly on the way"),
        pytest.param(capped_points, 2024, "9.875", "9.875", INTERPOLATED, True, id="from a cap on"),
        pytest.param(
            replace(
                RISING_POINTS,
                direction=Direction.AT_MOST,
                bases={2020: Decimal(2)},
                may_be_negative=True,
            ),
            2025,
            "-3",
            "-3",
            STATED,
            True,
            id="below zero, where that may be",
        ),
        pytest.param(RISING_POINTS, 2025, "25", "25", STATED, False, id="points more"),
        pytest.param(ABOUT, 2025, "25", "25", STATED, False, id="the number before 左右"),
        pytest.param(
            standing_about, 2025, "25", "25", LimitBasis.STANDING, True, id="左右 every year"
        ),
        pytest.param(INCREMENT, 2027, "70", "70", STATED, False, id="an increment"),
        pytest.param(INCREMENT, 2024, "40", "40", INTERPOLATED, False, id="starts at nothing"),
        pytest.param(steps, 2027, "12", "12", INTERPOLATED, False, id="each from its own year"),
        pytest.param(dated_and_not, 2025, "22", "22", STATED, True, id="beside an undated goal"),
        pytest.param(ELSEWHERE, 2027, "22", "22", CARRIED, True, id="before the one set elsewhere"),
    ],
)
def test_what_is_judged(
    promise: Promise, year: int, value: str, shown: str, basis: LimitBasis, is_ceiling: bool
) -> None:
    limit = limit_in(promise, year)
    assert isinstance(limit, Limit)
    assert (limit.value, str(limit.shown)) == (Decimal(value), shown)
    assert (limit.basis, limit.is_ceiling) == (basis, is_ceiling)


yearly = partial(target, form=PER_YEAR)
share = partial(level, unit="%", direction=Direction.AT_LEAST)
open_then_known = floor(
    target("20", GE, 2025), target("5", GE, 2030, 2020, form=TargetForm.POINTS),
    target("40", GE, 2035),
)  # fmt: skip


@pytest.mark.parametrize(
    ("promise", "year", "why"),
    [
        pytest.param(UNDATED, 2030, NoLimit.UNDATED, id="a goal without a year"),
        pytest.param(ELSEWHERE, 2030, NoLimit.SET_ELSEWHERE, id="set elsewhere: no estimate"),
        pytest.param(ELSEWHERE, 2031, NoLimit.SET_ELSEWHERE, id="nothing is carried past it"),
        pytest.param(
            floor(target(None, GE, wording="达到下达目标", form=ELSE)),
            2025,
            NoLimit.SET_ELSEWHERE,
            id="set elsewhere alone",
        ),
        pytest.param(replace(POINTS, bases={}), 2025, NoLimit.NO_BASE_VALUE, id="base not known"),
        pytest.param(
            replace(capped_points, bases={}), 2025, NoLimit.NO_BASE_VALUE, id="and no estimate"
        ),
        pytest.param(POINTS, 2020, NoLimit.BEFORE_FIRST, id="the base year itself"),
        pytest.param(
            replace(POINTS, direction=Direction.NONE), 2025, NoLimit.NOT_JUDGED, id="which way?"
        ),
        pytest.param(
            replace(ABOUT, tolerance=None), 2025, NoLimit.NO_TOLERANCE, id="how far is 左右?"
        ),
        pytest.param(
            reduction(target("2", GE, 2025, form=PER_YEAR)),
            2025,
            NoLimit.MISSING_BASE,
            id="no base",
        ),
        pytest.param(INCREMENT_OF_NO_YEAR, 2026, NoLimit.BEFORE_FIRST, id="counts from no year"),
        pytest.param(INCREMENT, 2020, NoLimit.BEFORE_FIRST, id="the year it counts from"),
        pytest.param(INCREMENT_OF_NO_YEAR, 2028, NoLimit.NOT_CARRIED, id="nor is it carried on"),
        pytest.param(
            open_then_known, 2031, NoLimit.NO_BASE_VALUE, id="the last word isn't known as a number"
        ),
        pytest.param(reduction(yearly("100", GE, 2025, 2020)), 2025, IMPOSSIBLE, id="nothing left"),
        pytest.param(reduction(yearly("100", GE, 2020, 2020)), 2020, IMPOSSIBLE, id="in no time"),
        pytest.param(reduction(yearly("2", GE, 2015, 2020)), 2015, IMPOSSIBLE, id="backwards"),
        pytest.param(
            level(yearly("150", GE, 2025, 2020), unit="立方米", bases={2020: "54.3"}),
            2025,
            IMPOSSIBLE,
            id="less than nothing left of a level",
        ),
        pytest.param(
            share(yearly("50", GE, 2025, 2020), bases={2020: "40"}),
            2025,
            IMPOSSIBLE,
            id="above what the unit allows",
        ),
        pytest.param(
            level(
                target("12", GE, 2025, 2020, form=TargetForm.POINTS),
                unit="%",
                bases={2020: "11.25"},
            ),
            2023,
            IMPOSSIBLE,
            id="below zero, and no road to it",
        ),
        pytest.param(
            level(
                yearly("99999", GE, 2090, 2020),
                unit="亿立方米",
                direction=Direction.AT_LEAST,
                bases={2020: "1"},
            ),
            2090,
            IMPOSSIBLE,
            id="beyond every number",
        ),
    ],
)
def test_why_nothing_is_judged(promise: Promise, year: int, why: NoLimit) -> None:
    assert limit_in(promise, year) is why


@pytest.mark.parametrize(
    ("promise", "actual", "gap"),
    [
        pytest.param(ABOUT, "24.6", "0.1", id="within the tolerance of a floor"),
        pytest.param(ABOUT, "24.4", "-0.1", id="beyond it"),
        pytest.param(ABOUT_CAP, "2.08", "0.02", id="within the tolerance of a ceiling"),
        pytest.param(ABOUT_CAP, "2.11", "-0.01", id="above it"),
        pytest.param(RANGE, "27", "-1", id="short of the near end"),
        pytest.param(RANGE, "29", "1", id="inside the range"),
        pytest.param(FALLING_RANGE, "8.5", "0.5", id="inside a ceiling's range"),
        pytest.param(AIM, "8.8", "0.2", id="short of the aim alone"),
        pytest.param(YEARLY, "9", "-0.60792", id="the total of the yearly rates"),
    ],
)
def test_the_gap_to_what_is_judged(promise: Promise, actual: str, gap: str) -> None:
    year = promise.targets[0].year
    assert year is not None
    limit = limit_in(promise, year)
    assert isinstance(limit, Limit)
    assert limit.gap(Decimal(actual)) == Decimal(gap)


@pytest.mark.parametrize(
    ("promise", "base_year", "year"),
    [(POINTS, None, 2025), (YEARLY, 2020, 2025), (UNDATED, None, None), (ELSEWHERE, None, 2025)],
)
def test_the_goal_ahead(promise: Promise, base_year: int | None, year: int | None) -> None:
    ahead = next_goal(promise, 2021, base_year)
    assert (ahead.year if ahead else None) == year


def test_what_the_plan_reports_of_a_base_year_comes_before_the_actual() -> None:
    found = base_values(
        {2019, 2020, 2021}, [point(2020, "11.25")], [point(2020, "11"), point(2021, "9")]
    )
    assert found == {2020: Decimal("11.25"), 2021: Decimal("9")}


@pytest.mark.parametrize(
    ("promise", "year", "needed"),
    [
        pytest.param(UNDATED, 2028, True, id="up to the plan's last year"),
        pytest.param(UNDATED, 2036, False, id="and no longer"),
        pytest.param(INCREMENT, 2026, True, id="an increment, as any target"),
    ],
)
def test_which_years_are_asked_for(promise: Promise, year: int, needed: bool) -> None:
    found = required_period(replace(promise, since=2025), year, horizon=2035)
    assert (found is not None) == needed
