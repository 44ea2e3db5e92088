"""The progress ratio, the projection and the required change: defined for every input."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.actuals.rules.typed import LARGEST
from indicators.assessments.rules.trend import (
    Method,
    Pace,
    progress,
    project,
    project_reduction,
    reduction_progress,
    required,
    required_reduction,
)
from indicators.plans.rules.promises import Point
from tests.examples import point

COMPOUND, LINEAR, LEVEL = Method.COMPOUND, Method.LINEAR, Method.LEVEL
ON_TRACK, ACCELERATE, LIMITED = Pace.ON_TRACK, Pace.ACCELERATE, Pace.LIMITED
AWAY, UNKNOWN = Pace.AWAY, Pace.UNKNOWN


@pytest.mark.parametrize(
    ("start", "now", "goal", "more", "pace", "ratio", "method"),
    [
        # 40 → 44 in 2 of 5 years, 40 → 50 wanted: 4.881 % a year of 4.564 %.
        pytest.param("40", "44", "50", True, ON_TRACK, "1.0694", COMPOUND, id="fast enough"),
        pytest.param("40", "43", "50", True, ACCELERATE, "0.8068", COMPOUND, id="accelerate"),
        pytest.param("40", "41", "50", True, LIMITED, "0.2722", COMPOUND, id="limited"),
        pytest.param("40", "40", "50", True, LIMITED, "0.0000", COMPOUND, id="no change"),
        pytest.param("40", "39", "50", True, AWAY, "-0.2756", COMPOUND, id="away"),
        pytest.param("50", "45", "40", False, ON_TRACK, "1.1757", COMPOUND, id="less is better"),
        pytest.param("50", "52", "40", False, AWAY, "-0.4537", COMPOUND, id="less, but more"),
        pytest.param("40", "41", "40", True, ON_TRACK, None, LEVEL, id="target is baseline, kept"),
        pytest.param("40", "39", "40", True, AWAY, None, LEVEL, id="target is baseline, left"),
        pytest.param("60", "55", "50", True, ON_TRACK, None, LEVEL, id="met from the outset"),
        pytest.param("60", "49", "50", True, AWAY, None, LEVEL, id="met once, lost"),
        pytest.param("0", "20", "50", True, ON_TRACK, "1.0000", LINEAR, id="baseline zero"),
        pytest.param("0", "19", "50", True, ON_TRACK, "0.9500", LINEAR, id="0.95 is on track"),
        pytest.param("0", "18.9", "50", True, ACCELERATE, "0.9450", LINEAR, id="below 0.95"),
        pytest.param("0", "12", "50", True, ACCELERATE, "0.6000", LINEAR, id="0.60 accelerates"),
        pytest.param("0", "11.9", "50", True, LIMITED, "0.5950", LINEAR, id="below 0.60"),
        pytest.param("0", "0", "50", True, LIMITED, "0.0000", LINEAR, id="zero and zero"),
        pytest.param("-10", "2", "20", True, ON_TRACK, "1.0000", LINEAR, id="sign changes"),
        pytest.param("10", "-1", "20", True, AWAY, "-2.7500", LINEAR, id="falls below zero"),
        pytest.param("50", "0", "40", False, ON_TRACK, "22.9108", COMPOUND, id="down to zero"),
        pytest.param("50", "40", "0", False, LIMITED, "0.1056", COMPOUND, id="target zero"),
    ],
)
def test_progress(
    start: str, now: str, goal: str, more: bool, pace: Pace, ratio: str | None, method: Method
) -> None:
    trend = progress(point(2020, start), point(2022, now), point(2025, goal), more_is_better=more)
    assert (trend.pace, trend.method) == (pace, method)
    assert (None if trend.ratio is None else str(trend.ratio)) == ratio


@pytest.mark.parametrize(
    ("start", "now", "goal"), [(2025, 2025, 2030), (2025, 2024, 2030), (2025, 2026, 2025)]
)
def test_without_years_the_pace_is_unknown(start: int, now: int, goal: int) -> None:
    trend = progress(point(start, "1"), point(now, "2"), point(goal, "3"), more_is_better=True)
    assert (trend.pace, trend.ratio) == (UNKNOWN, None)


@pytest.mark.parametrize(
    ("now", "pace", "ratio"),
    [
        pytest.param("2.6", ON_TRACK, "1.0120", id="as fast as promised"),
        pytest.param("2.0", ACCELERATE, "0.7773", id="slower"),
        pytest.param("0", LIMITED, "0.0000", id="nothing yet"),
        pytest.param("-1.2", AWAY, "-0.4627", id="a rise"),
    ],
)
def test_reduction_progress(now: str, pace: Pace, ratio: str) -> None:
    trend = reduction_progress(2025, point(2027, now), point(2030, "6.3"))
    assert (trend.pace, str(trend.ratio)) == (pace, ratio)
    assert (trend.start, trend.now) == (point(2025, "0"), point(2027, now))
    assert trend.target == point(2030, "6.3")


@pytest.mark.parametrize(
    ("start", "now", "value"),
    [
        pytest.param("40", "44", "48.4", id="10 % in two years, twice"),
        pytest.param("0", "10", "20", id="from zero: straight on"),
        pytest.param("10", "0", "0", id="zero stays zero"),
        pytest.param("0", "-10", "0", id="not below the lowest"),
        pytest.param("60", "90", "100", id="not above the highest"),
    ],
)
def test_project(start: str, now: str, value: str) -> None:
    found = project(
        point(2020, start),
        point(2022, now),
        2024,
        lowest=Decimal(0),
        highest=Decimal(100),
    )
    assert found is not None
    assert round(found, 6) == Decimal(value)


def test_no_projection_from_one_year_or_into_the_past() -> None:
    one, two = point(2022, "40"), point(2024, "44")
    assert project(one, one, 2025, lowest=None, highest=None) is None
    assert project(one, two, 2023, lowest=None, highest=None) is None
    assert project_reduction(2025, point(2025, "3"), 2030) is None


@pytest.mark.parametrize(
    ("now", "value"), [("3", "7.332097"), ("-1", "-2.518781"), ("0", "0"), ("100", "100")]
)
def test_project_reduction(now: str, value: str) -> None:
    assert project_reduction(2025, point(2027, now), 2030) == Decimal(value)


@pytest.mark.parametrize(
    ("now", "goal", "more", "per_year", "rate"),
    [
        pytest.param("40", "50", True, "2.000", "4.56", id="up"),
        pytest.param("50", "40", False, "-2.000", "-4.36", id="down"),
        pytest.param("50", "40", True, "0.000", "0.00", id="reached already"),
        pytest.param("0", "50", True, "10.000", None, id="from zero no rate leads up"),
    ],
)
def test_required(now: str, goal: str, more: bool, per_year: str, rate: str | None) -> None:
    need = required(point(2025, now), point(2030, goal), more_is_better=more)
    assert need is not None
    shown = need.rounded(3)
    assert str(shown.per_year) == per_year
    assert (None if shown.rate is None else str(shown.rate)) == rate


def test_required_of_a_reduction_is_the_yearly_rate_of_what_is_left() -> None:
    need = required_reduction(point(2027, "2"), point(2030, "6.3"))
    assert need is not None and need.rate is not None
    assert round(need.per_year, 4) == Decimal("1.4333")
    # 0.98 · (1 − rate)³ = 0.937
    assert round(need.rate, 4) == Decimal("1.4845")
    met = required_reduction(point(2027, "7"), point(2030, "6.3"))
    assert met is not None and met.per_year == 0


def test_nothing_is_required_after_the_target_year() -> None:
    assert required(point(2030, "1"), point(2030, "2"), more_is_better=True) is None


@pytest.mark.parametrize(
    ("start", "now"),
    [
        pytest.param("1.2", "12000", id="万 for 亿"),
        pytest.param("0", "99999999999999", id="straight on"),
    ],
)
def test_a_pace_beyond_every_possible_value_projects_nothing(start: str, now: str) -> None:
    found = project(point(2024, start), point(2025, now), 2035, lowest=Decimal(0), highest=None)
    assert found is None


def test_a_rise_beyond_every_possible_value_projects_nothing() -> None:
    assert project_reduction(2024, point(2025, "-120000"), 2035) is None


points = st.builds(
    Point,
    st.integers(2015, 2035),
    st.decimals("-1000", "1000", places=2) | st.decimals(-LARGEST + 1, LARGEST - 1, places=6),
)


@given(points, points, points, st.booleans())
def test_every_input_has_a_defined_trend(start: Point, now: Point, goal: Point, more: bool) -> None:
    trend = progress(start, now, goal, more_is_better=more)
    assert trend.pace in Pace
    assert (trend.ratio is None) == (trend.method is LEVEL)
    assert reduction_progress(start.year, now, goal).pace in Pace
    project(start, now, goal.year, lowest=None, highest=None)
    project_reduction(start.year, now, goal.year)
    required(now, goal, more_is_better=more)
    required_reduction(now, goal)
