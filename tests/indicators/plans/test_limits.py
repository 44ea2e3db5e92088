"""The limit of a year: stated, standing, interpolated, carried, or none with its reason."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.plans.rules.enums import Comparator, Direction, LimitBasis, Nature
from indicators.plans.rules.foremost import foremost_limit
from indicators.plans.rules.goals import NoLimit
from indicators.plans.rules.limits import Limit, limit_in, next_goal
from indicators.plans.rules.promises import Promise, TargetData, choose_baseline
from tests.examples import (
    EFFICIENCY,
    FAR_CAP,
    GE,
    GROUNDWATER,
    INTENSITY,
    LE,
    LEAKAGE,
    STEPS,
    TOTAL_USE,
    WORDS,
    YELLOW_RIVER,
    ceiling,
    floor,
    point,
    reduction,
    target,
)
from tests.units import unit

STATED, STANDING = LimitBasis.STATED, LimitBasis.STANDING
INTERPOLATED, CARRIED = LimitBasis.INTERPOLATED, LimitBasis.CARRIED

both = ceiling(target("1.5", LE, 2027), target("1.6", LE), target("1.4", LE, 2030))
from_baseline = floor(target("30", GE, 2027), baseline=point(2025, "27.5"))
better_baseline = floor(target("30", GE, 2027), baseline=point(2025, "34"))
far_apart = reduction(target("13", GE, 2020, 2015), target("5", GE, 2030, 2025))
nothing_left = reduction(target("100", GE, 2030, 2025))


@pytest.mark.parametrize(
    ("promise", "year", "value", "basis", "base_year"),
    [
        pytest.param(TOTAL_USE, 2025, "2.27", STATED, None, id="stated"),
        pytest.param(TOTAL_USE, 2027, "2.302", INTERPOLATED, None, id="a cap that rises"),
        pytest.param(LEAKAGE, 2027, "8.6", INTERPOLATED, None, id="a cap that falls"),
        pytest.param(TOTAL_USE, 2033, "2.35", CARRIED, None, id="after the last"),
        pytest.param(GROUNDWATER, 2025, "0.3", STANDING, None, id="standing"),
        pytest.param(GROUNDWATER, 2040, "0.3", STANDING, None, id="standing for ever"),
        pytest.param(both, 2027, "1.5", STATED, None, id="stated before standing"),
        pytest.param(both, 2028, "1.6", STANDING, None, id="standing before interpolated"),
        pytest.param(EFFICIENCY, 2027, "0.6264", INTERPOLATED, None, id="floor between"),
        pytest.param(from_baseline, 2026, "28.75", INTERPOLATED, None, id="from the baseline"),
        pytest.param(better_baseline, 2026, "30", INTERPOLATED, None, id="no road downhill"),
        pytest.param(INTENSITY, 2025, "9.5", STATED, 2020, id="reduction stated"),
        pytest.param(INTENSITY, 2023, "5.813394", INTERPOLATED, 2020, id="first base"),
        pytest.param(INTENSITY, 2027, "2.569297", INTERPOLATED, 2025, id="base has changed"),
        pytest.param(INTENSITY, 2031, "6.3", CARRIED, 2025, id="reduction carried"),
        pytest.param(STEPS, 2026, "1.511422", INTERPOLATED, 2025, id="first step"),
        pytest.param(STEPS, 2029, "5.685338", INTERPOLATED, 2025, id="through the first target"),
        pytest.param(far_apart, 2023, "13", CARRIED, 2015, id="between two bases"),
        pytest.param(nothing_left, 2027, "40", INTERPOLATED, 2025, id="to nothing: straight"),
        pytest.param(YELLOW_RIVER, 2030, "4.83", STATED, None, id="an allocation's own year"),
    ],
)
def test_limit(
    promise: Promise, year: int, value: str, basis: LimitBasis, base_year: int | None
) -> None:
    limit = limit_in(promise, year)
    assert isinstance(limit, Limit)
    assert (str(limit.value), limit.basis, limit.base_year) == (value, basis, base_year)
    assert limit.is_estimate == (basis in {INTERPOLATED, CARRIED})


@pytest.mark.parametrize(
    ("promise", "year", "why"),
    [
        pytest.param(TOTAL_USE, 2024, NoLimit.BEFORE_FIRST, id="before the first target"),
        pytest.param(FAR_CAP, 2026, NoLimit.BEFORE_FIRST, id="a baseline is no cap"),
        pytest.param(from_baseline, 2025, NoLimit.BEFORE_FIRST, id="the base year itself"),
        pytest.param(INTENSITY, 2020, NoLimit.BEFORE_FIRST, id="the base year of a reduction"),
        pytest.param(GROUNDWATER, 2024, NoLimit.BEFORE_FIRST, id="standing, before the plan"),
        pytest.param(WORDS, 2025, NoLimit.WORDS_ONLY, id="words only"),
        pytest.param(ceiling(), 2025, NoLimit.NO_TARGET, id="reported, not promised"),
        pytest.param(
            reduction(target("9.5", GE, 2025)), 2025, NoLimit.MISSING_BASE, id="no base year"
        ),
        pytest.param(YELLOW_RIVER, 2028, NoLimit.NOT_JUDGED, id="an allocation isn't estimated"),
    ],
)
def test_no_limit(promise: Promise, year: int, why: NoLimit) -> None:
    assert limit_in(promise, year) is why


@pytest.mark.parametrize(
    ("direction", "comparator", "is_ceiling"),
    [
        (Direction.AT_MOST, Comparator.EQUAL, True),
        (Direction.AT_LEAST, Comparator.EQUAL, False),
        (Direction.AT_MOST, Comparator.AT_LEAST, False),
        (Direction.AT_LEAST, Comparator.AT_MOST, True),
    ],
)
def test_equal_follows_the_direction_and_other_words_decide(
    direction: Direction, comparator: Comparator, is_ceiling: bool
) -> None:
    promise = Promise(direction, Nature.EXPECTED, unit("%"), (target("5", comparator, 2025),))
    limit = limit_in(promise, 2025)
    assert isinstance(limit, Limit)
    assert limit.is_ceiling is is_ceiling


@pytest.mark.parametrize(
    ("promise", "year", "shown"),
    [
        (ceiling(target("9.0", LE, 2025)), 2025, "9.0"),
        (TOTAL_USE, 2027, "2.302"),
        (INTENSITY, 2027, "2.57"),
        (LEAKAGE, 2026, "8.8"),
        (floor(target("97", GE, 2027), target("97", GE, 2030)), 2028, "97"),
        (floor(target("0.60", GE, 2025), target("0.65", GE, 2030)), 2026, "0.61"),
    ],
)
def test_a_limit_is_shown_as_printed_and_an_estimate_with_at_most_one_decimal_more(
    promise: Promise, year: int, shown: str
) -> None:
    limit = limit_in(promise, year)
    assert isinstance(limit, Limit)
    assert str(limit.shown) == shown


def test_the_gap_is_positive_on_the_good_side() -> None:
    cap, least = limit_in(TOTAL_USE, 2025), limit_in(EFFICIENCY, 2025)
    assert isinstance(cap, Limit) and isinstance(least, Limit)
    assert cap.gap(Decimal("2.21")) == Decimal("0.06")
    assert cap.gap(Decimal("2.31")) == Decimal("-0.04")
    assert least.gap(Decimal("0.63")) == Decimal("0.006")


@pytest.mark.parametrize(
    ("reported", "actuals", "year"),
    [
        pytest.param([2023, 2024], [2025], 2024, id="the plan's own word first"),
        pytest.param([], [2022, 2024, 2026], 2024, id="else the latest actual before"),
        pytest.param([2026], [2024], 2024, id="not what comes after"),
        pytest.param([], [2026], None, id="none"),
    ],
)
def test_choose_baseline(reported: list[int], actuals: list[int], year: int | None) -> None:
    chosen = choose_baseline(
        [point(each, "1") for each in reported],
        [point(each, "2") for each in actuals],
        before=2026,
    )
    assert (chosen.year if chosen else None) == year


@pytest.mark.parametrize(
    ("year", "base_year", "expected"), [(2024, 2020, 2025), (2025, 2020, None), (2026, 2025, 2030)]
)
def test_next_goal_keeps_to_its_base_year(year: int, base_year: int, expected: int | None) -> None:
    found = next_goal(INTENSITY, year, base_year)
    assert (found.year if found else None) == expected


EXPECTED = Nature.EXPECTED
said = ceiling(target("2.2", LE, 2025), since=2020)
said_later = ceiling(target("2.1", LE, 2025), since=2024)
expected = ceiling(target("2.0", LE, 2025), since=2024, nature=EXPECTED)
carried = ceiling(target("2.3", LE, 2022), since=2024)
between = ceiling(target("2.0", LE, 2024), target("2.2", LE, 2026), since=2020, nature=EXPECTED)
in_words = ceiling(target(None, LE, 2025), since=2024)


@pytest.mark.parametrize(
    ("promises", "foremost"),
    [
        pytest.param([between, carried, said], said, id="a plan's word before an estimate"),
        pytest.param([carried, between], between, id="on the way before carried"),
        pytest.param([expected, said], said, id="a constraint before what is expected"),
        pytest.param([said, said_later], said_later, id="the newer plan"),
        pytest.param([in_words, carried], carried, id="words limit nothing"),
        pytest.param([in_words], None, id="nothing limits"),
        pytest.param([], None, id="nobody speaks of it"),
    ],
)
def test_the_limit_to_show_of_several(promises: list[Promise], foremost: Promise | None) -> None:
    found = foremost_limit(promises, 2025)
    assert (found[0] if found else None) is foremost
    assert found is None or found[1] == limit_in(found[0], 2025)


@pytest.mark.parametrize(
    ("base_year", "value"), [(2020, "9.5"), (2019, None), (None, None)], ids=str
)
def test_the_limit_to_show_has_the_value_s_base_year(
    base_year: int | None, value: str | None
) -> None:
    found = foremost_limit([INTENSITY], 2025, base_year)
    assert (str(found[1].value) if found else None) == value


percents = st.decimals("0.1", "99", places=1)


@given(first=percents, last=percents, year=st.integers(2026, 2029))
def test_an_estimate_lies_between_the_targets(first: Decimal, last: Decimal, year: int) -> None:
    for make, comparator, base in ((ceiling, LE, None), (floor, GE, None), (reduction, GE, 2020)):
        promise = make(
            TargetData(first, comparator, 2025, base), TargetData(last, comparator, 2030, base)
        )
        limit = limit_in(promise, year)
        assert isinstance(limit, Limit)
        assert min(first, last) <= limit.value <= max(first, last)
        assert limit.is_estimate


@given(rate=percents, year=st.integers(2021, 2029))
def test_a_reduction_asks_the_same_of_every_year(rate: Decimal, year: int) -> None:
    promise = reduction(TargetData(rate, GE, 2030, 2020))
    shares = [Decimal(1)]
    for each in (year, year + 1):
        limit = limit_in(promise, each)
        assert isinstance(limit, Limit)
        shares.append(1 - limit.value / 100)
    yearly = (1 - rate / 100) ** Decimal("0.1")
    assert abs(shares[2] / shares[1] - yearly) < Decimal("1e-5")
