"""The arithmetic of reductions, in per cent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.actuals.rules.derived import derived_between
from indicators.actuals.rules.keys import ActualKey
from indicators.plans.rules.rates import (
    annual_rate,
    chain,
    derived_reduction,
    reduction_after,
    unchain,
)


@pytest.mark.parametrize(
    ("reduction", "years", "rate"),
    [
        pytest.param("9.5", 5, "1.97661", id="阳泉 2020-2025"),
        pytest.param("3", 2, "1.511422", id="太原 2025-2027"),
        pytest.param("12.5", 3, "4.353441", id="聊城 2024-2027"),
        pytest.param("20", 1, "20", id="one year"),
        pytest.param("0", 5, "0", id="nothing"),
        pytest.param("-10", 2, "-4.880885", id="a rise"),
        pytest.param("100", 5, "100", id="everything"),
        pytest.param("101", 5, None, id="more than everything"),
        pytest.param("9.5", 0, None, id="no years"),
        pytest.param("9.5", -2, None, id="years run backwards"),
    ],
)
def test_annual_rate(reduction: str, years: int, rate: str | None) -> None:
    found = annual_rate(Decimal(reduction), years)
    assert (None if found is None else str(found)) == rate


def test_chained_reductions_multiply_what_is_left() -> None:
    assert chain(Decimal(10), Decimal(20)) == 28
    assert unchain(Decimal(28), Decimal(10)) == 20
    assert unchain(Decimal(50), Decimal(100)) is None


@pytest.mark.parametrize(
    ("base", "now", "reduction"),
    [("30", "24", "20"), ("30", "33", "-10"), ("30", "0", "100"), ("0", "5", None)],
)
def test_derived_reduction(base: str, now: str, reduction: str | None) -> None:
    found = derived_reduction(Decimal(base), Decimal(now))
    assert (None if found is None else str(found)) == reduction


def test_the_longest_values_have_a_result() -> None:
    least, most = Decimal("0.000001"), Decimal("99999999999999.999999")
    found = [derived_reduction(least, most), chain(-most, -most), unchain(-most, 100 - least)]
    assert all(one is not None and one < -(10**20) for one in found)


percents = st.decimals("-50", "99", places=2)


@given(percents, percents)
def test_unchain_undoes_chain(first: Decimal, second: Decimal) -> None:
    second_again = unchain(chain(first, second), first)
    assert second_again is not None
    assert abs(second_again - second) < Decimal("0.001")


LEVELS = {
    ActualKey("140300", "gdp_water_intensity", 2020): Decimal("40"),
    ActualKey("140300", "gdp_water_intensity", 2025): Decimal("36"),
}


@pytest.mark.parametrize(
    ("base_year", "year", "level", "reduction"),
    [
        pytest.param(2020, 2025, "gdp_water_intensity", "10", id="both levels"),
        pytest.param(2019, 2025, "gdp_water_intensity", None, id="no level of the base year"),
        pytest.param(2020, 2026, "gdp_water_intensity", None, id="no level of the year"),
        pytest.param(None, 2025, "gdp_water_intensity", None, id="no base year"),
        pytest.param(2020, 2025, None, None, id="no reduction"),
    ],
)
def test_what_two_levels_make_of_a_reduction(
    base_year: int | None, year: int, level: str | None, reduction: str | None
) -> None:
    key = ActualKey("140300", "gdp_water_intensity_reduction", year, base_year)
    found = derived_between(key, level, LEVELS)
    assert (None if found is None else str(found)) == reduction


@given(percents, st.integers(1, 30))
def test_the_yearly_rate_leads_back_to_the_whole(reduction: Decimal, years: int) -> None:
    rate = annual_rate(reduction, years)
    assert rate is not None
    whole = Decimal(0)
    for _ in range(years):
        whole = chain(whole, rate)
    assert abs(whole - reduction) < Decimal("0.001")


@given(percents, percents, st.integers(1, 10))
def test_the_way_starts_and_ends_where_it_should(start: Decimal, end: Decimal, years: int) -> None:
    tolerance = Decimal("0.00001")
    assert abs(reduction_after(start, end, 0, years) - start) < tolerance
    assert abs(reduction_after(start, end, years, years) - end) < tolerance
