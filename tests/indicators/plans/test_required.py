"""Which values a plan needs in a year, and against which base year."""

from dataclasses import replace

import pytest

from indicators.plans.rules.promises import Promise
from indicators.plans.rules.required import base_year_in, required_period
from tests.examples import GROUNDWATER, INTENSITY, TOTAL_USE, WORDS, YELLOW_RIVER


def of_2025(promise: Promise) -> Promise:
    return replace(promise, since=2025)


@pytest.mark.parametrize(
    ("promise", "year", "period"),
    [
        pytest.param(of_2025(TOTAL_USE), 2024, None, id="before the plan"),
        pytest.param(of_2025(TOTAL_USE), 2025, (2025, None), id="its year"),
        pytest.param(of_2025(TOTAL_USE), 2027, (2027, None), id="between its targets"),
        pytest.param(of_2025(TOTAL_USE), 2031, None, id="after its last target"),
        pytest.param(GROUNDWATER, 2035, (2035, None), id="standing, up to the plan's horizon"),
        pytest.param(GROUNDWATER, 2036, None, id="standing, beyond it"),
        pytest.param(of_2025(WORDS), 2025, None, id="words only"),
        pytest.param(of_2025(INTENSITY), 2026, (2026, 2025), id="a reduction"),
        pytest.param(of_2025(YELLOW_RIVER), 2030, (2030, None), id="an allocation"),
        pytest.param(TOTAL_USE, 2025, None, id="no year of the plan"),
    ],
)
def test_the_value_that_is_required(
    promise: Promise, year: int, period: tuple[int, int | None] | None
) -> None:
    assert required_period(promise, year, horizon=2035) == period


@pytest.mark.parametrize(("year", "base"), [(2023, 2020), (2025, 2020), (2026, 2025), (2020, None)])
def test_base_year(year: int, base: int | None) -> None:
    assert base_year_in(INTENSITY, year) == base
    assert base_year_in(TOTAL_USE, year) is None
