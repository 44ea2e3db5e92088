"""Series breaks: between which years values aren't of one series."""

from datetime import date

import pytest

from departments.rules.roles import SuccessionKind
from departments.rules.successions import Lineage, Succession
from indicators.plans.rules.breaks import Break, between, counted_apart
from indicators.plans.rules.enums import BreakKind
from indicators.plans.selectors.breaks import SeriesBreaks, series_breaks
from tests import factories
from tests.examples import broken

EVERYWHERE = broken(2020)
HERE = broken(2023, region="140300")


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        pytest.param(2019, 2020, [2020], id="into the year of the break"),
        pytest.param(2018, 2025, [2020, 2023], id="over both, by year"),
        pytest.param(2020, 2022, [], id="both counted in the new way"),
        pytest.param(2018, 2019, [], id="both counted in the old way"),
        pytest.param(2025, 2021, [2023], id="backwards"),
        pytest.param(2023, 2023, [], id="within a year"),
        pytest.param(None, 2025, [], id="no year"),
    ],
)
def test_what_lies_between(first: int | None, last: int | None, years: list[int]) -> None:
    assert [one.year for one in between([HERE, EVERYWHERE], first, last)] == years


@pytest.mark.parametrize(
    ("breaks", "year", "apart"),
    [
        pytest.param([HERE], 2022, [], id="before it"),
        pytest.param([HERE], 2023, [2023], id="from its year on"),
        pytest.param([EVERYWHERE], 2025, [], id="all alike"),
        pytest.param([HERE, EVERYWHERE], 2025, [2023], id="apart since all were alike"),
        pytest.param([HERE, broken(2024)], 2025, [], id="alike again"),
    ],
)
def test_who_counts_otherwise_than_the_others(
    breaks: list[Break], year: int, apart: list[int]
) -> None:
    assert [one.year for one in counted_apart(breaks, year)] == apart


@pytest.mark.parametrize(
    ("region", "indicator", "level", "years"),
    [
        pytest.param("140300", "use", None, [2020, 2023], id="everywhere, and its own"),
        pytest.param("140100", "use", None, [2020], id="not another region's"),
        pytest.param(
            "140300", "fall", "use", [2020, 2023], id="a reduction where its level breaks"
        ),
        pytest.param("140300", "fall", None, [], id="nothing"),
    ],
)
def test_the_breaks_of_a_series(
    region: str, indicator: str, level: str | None, years: list[int]
) -> None:
    found = SeriesBreaks([EVERYWHERE, HERE]).of(region, indicator, level)
    assert [one.year for one in found] == years


def test_a_break_of_a_level_is_said_once_in_its_words() -> None:
    of_the_fall = broken(2020, indicator="fall", kind=BreakKind.PRICE_BASIS)
    (one,) = SeriesBreaks([of_the_fall, EVERYWHERE]).of("140300", "fall", "use")
    assert one.kind is BreakKind.METHOD


@pytest.mark.django_db
def test_a_break_of_an_older_code_is_the_region_s() -> None:
    factories.regions()
    factories.indicators()
    factories.series_break(year=2023, region="140321")
    recoded = Lineage([Succession("140321", "140302", SuccessionKind.RECODED, date(2024, 1, 1))])
    assert [one.year for one in series_breaks(recoded).of("140302", "total_water_use")] == [2023]
