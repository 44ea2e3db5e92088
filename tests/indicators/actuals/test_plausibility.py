"""Is a value plausible: each check fires, keeps still, and says what it found."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from common.bilingual import Bilingual
from indicators.actuals.rules.findings import CHECKS, Severity
from indicators.actuals.rules.plausibility import (
    PARAMETERS,
    WHOLES,
    Context,
    modified_z_score,
    run_checks,
)
from indicators.plans.rules.enums import Nature
from indicators.plans.rules.limits import Limit, limit_in
from tests.examples import INTENSITY, RECLAIMED, TOTAL_USE

CATALOGUE = Path(__file__).parents[3] / "fixtures" / "catalogue.yaml"
INDICATORS = {
    entry["code"]: entry for entry in yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
}


def numbers(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


def context(indicator: str, **known: Any) -> Context:
    entry = INDICATORS[indicator]
    around = Context(
        indicator=indicator, unit=entry["unit"], is_reduction=entry.get("level_of") is not None
    )
    return replace(around, **known)


def cap(year: int = 2025) -> Limit:
    limit = limit_in(TOTAL_USE, year)
    assert isinstance(limit, Limit)
    return limit


USE, SHARE = "total_water_use", "reclaimed_water_rate"
FALL, COEFFICIENT = "gdp_water_intensity_reduction", "irrigation_efficiency"
SOURCES = {
    "surface_water_abstraction": Decimal("1.50"),
    "groundwater_use": Decimal("0.30"),
    "nonconventional_water_use": Decimal("0.40"),
}
ALIKE = numbers("24", "25", "26", "27", "28")


@pytest.mark.parametrize(
    ("value", "around", "codes"),
    [
        pytest.param("2.20", context(USE), [], id="nothing known, nothing asked"),
        pytest.param("2.2x", context(USE), ["unknown_unit"], id="typed text is read first"),
        pytest.param("-0.1", context(USE), ["negative"], id="negative"),
        pytest.param("-1.2", context(FALL), [], id="a reduction may be a rise"),
        pytest.param("-3", context("groundwater_level"), [], id="a level may be below zero"),
        pytest.param("100", context(SHARE), [], id="100 %"),
        pytest.param("100.1", context(SHARE), ["over_100"], id="over 100 %"),
        pytest.param("101", context(FALL), ["over_100"], id="a reduction over 100 %"),
        pytest.param("250", context(USE), [], id="no percentage"),
        pytest.param("1", context(COEFFICIENT), [], id="coefficient of 1"),
        pytest.param("63", context(COEFFICIENT), ["coefficient_over_1"], id="coefficient over 1"),
        pytest.param("2.4", context(USE, previous=Decimal(2)), [], id="20 % exactly"),
        pytest.param("2.41", context(USE, previous=Decimal(2)), ["year_on_year"], id="over 20 %"),
        pytest.param("1.5", context(USE, previous=Decimal(2)), ["year_on_year"], id="a fall"),
        pytest.param("2.4", context(USE, previous=Decimal(0)), [], id="from zero"),
        pytest.param("5", context(FALL, previous=Decimal(2)), [], id="reductions add up"),
        pytest.param(
            "3", context("new_surface_water_plants", previous=Decimal(1)), [], id="a count"
        ),
        pytest.param(
            "0.64",
            context(COEFFICIENT, previous=Decimal("0.60")),
            ["year_on_year"],
            id="a slow indicator has its own threshold",
        ),
        pytest.param(
            "22100", context(USE, previous=Decimal("2.2")), ["wrong_magnitude"], id="万 for 亿"
        ),
        pytest.param(
            "0.00022", context(USE, previous=Decimal("2.2")), ["wrong_magnitude"], id="亿 for 万"
        ),
        pytest.param(
            "22100",
            context(USE, limit=cap(), nature=Nature.CONSTRAINT),
            ["wrong_magnitude"],
            id="against the limit where last year is missing; one cause, one question",
        ),
        pytest.param(
            "2.3",
            context(USE, limit=cap(), nature=Nature.CONSTRAINT),
            ["red_line_crossed"],
            id="red line",
        ),
        pytest.param("2.27", context(USE, limit=cap(), nature=Nature.CONSTRAINT), [], id="kept"),
        pytest.param(
            "2.3", context(USE, limit=cap(), nature=Nature.EXPECTED), [], id="no red line"
        ),
        pytest.param(
            "2.34",
            context(USE, limit=cap(2027), nature=Nature.CONSTRAINT),
            [],
            id="an estimate is no red line",
        ),
        pytest.param(
            "0.4",
            context("groundwater_use", same_year={USE: Decimal("0.35")}),
            ["groundwater_above_total"],
            id="groundwater above total use",
        ),
        pytest.param(
            "0.35",
            context(USE, same_year={"groundwater_use": Decimal("0.4")}),
            ["groundwater_above_total"],
            id="and seen from the total",
        ),
        pytest.param(
            "3",
            context("agricultural_water_use", same_year={USE: Decimal(2)}),
            ["part_above_whole"],
            id="a part above its whole",
        ),
        pytest.param("2.20", context(USE, same_year=SOURCES), [], id="sources add up"),
        pytest.param("2.31", context(USE, same_year=SOURCES), [], id="within 5 %"),
        pytest.param("2.50", context(USE, same_year=SOURCES), ["sum_differs"], id="they don't"),
        pytest.param(
            "1.9",
            context("surface_water_abstraction", same_year=SOURCES | {USE: Decimal("2.2")}),
            ["sum_differs"],
            id="seen from a part",
        ),
        pytest.param(
            "2.5",
            context(USE, same_year={"groundwater_use": Decimal("0.3")}),
            [],
            id="a source is missing: no sum",
        ),
        pytest.param("9.5", context(FALL, derived=Decimal("11.5")), [], id="2 points"),
        pytest.param(
            "9.4", context(FALL, derived=Decimal("11.5")), ["reduction_disagrees"], id="more"
        ),
        pytest.param("45", context(SHARE, peers=ALIKE), ["far_from_peers"], id="far away"),
        pytest.param("30", context(SHARE, peers=ALIKE), [], id="not far enough"),
        pytest.param("45", context(SHARE, peers=ALIKE[:4]), [], id="too few cities"),
        pytest.param("45", context(SHARE, peers=[Decimal(25)] * 9), [], id="no spread at all"),
        pytest.param("45", context(USE, peers=ALIKE), [], id="totals follow a city's size"),
        pytest.param(
            "95", context("gdp_water_intensity", peers=ALIKE), ["far_from_peers"], id="intensity"
        ),
    ],
)
def test_checks(value: str, around: Context, codes: list[str]) -> None:
    assert [found.code for found in run_checks(value, around)] == codes


@pytest.mark.parametrize(
    ("value", "around", "zh", "en"),
    [
        (
            "2.5",
            context(USE, previous=Decimal("2.00")),
            "比上一年的2.00亿立方米变化+0.50亿立方米（+25.0%），超过20%。",
            "Changed by +0.50 × 100 million m³ (+25.0%) from 2.00 × 100 million m³ the year "
            "before, more than 20%.",
        ),
        (
            "7.5",
            context(SHARE, previous=Decimal("96.1")),
            "比上一年的96.1%变化−88.6个百分点（−92.2%），超过20%。",
            "Changed by −88.6 percentage points (−92.2%) from 96.1% the year before, more than "
            "20%.",
        ),
        (
            "22100",
            context(USE, previous=Decimal("2.21")),
            "约为2.21亿立方米的10000倍，可能把“万”与“亿”弄混，请核对单位（亿立方米）。",
            "About 10000 times 2.21 × 100 million m³: 万 (10,000) may stand for 亿 "
            "(100 million). Check the unit (100 million m³).",
        ),
        (
            "3.0",
            context(
                "agricultural_water_use",
                same_year={USE: Decimal("2.2")},
                names={
                    USE: Bilingual("用水总量", "Total water use"),
                    "agricultural_water_use": Bilingual("农业用水总量", "Agricultural water use"),
                },
            ),
            "“农业用水总量”3.0亿立方米大于“用水总量”2.2亿立方米，请核对。",
            "Agricultural water use (3.0 × 100 million m³) exceeds Total water use "
            "(2.2 × 100 million m³). Please check.",
        ),
        (
            "9",
            context(FALL, derived=Decimal("16.67")),
            "与按水平值推算的下降16.67%相差7.67个百分点，请说明（如按可比价计算）。",
            "Differs by 7.67 percentage points from the reduction of 16.67% computed from the "
            "levels. Please explain (constant prices, for instance).",
        ),
        (
            "2.3",
            context(USE, limit=cap(), nature=Nature.CONSTRAINT),
            "突破约束性目标2.27亿立方米。",
            "Breaches the binding target of 2.27 × 100 million m³.",
        ),
        (
            "9.0",
            context(FALL, limit=limit_in(INTENSITY, 2025), nature=Nature.CONSTRAINT),
            "低于约束性目标9.5%。",
            "Falls short of the binding target of 9.5%.",
        ),
    ],
    ids=["year on year", "percentages", "magnitude", "part", "levels", "red line", "a floor's"],
)
def test_messages(value: str, around: Context, zh: str, en: str) -> None:
    [found] = run_checks(value, around)
    assert (found.message.zh, found.message.en) == (zh, en)
    assert found.severity is Severity.WARNING and not found.blocks


def test_several_warnings_stand_side_by_side() -> None:
    around = context(USE, previous=Decimal("1.5"), limit=cap(), nature=Nature.CONSTRAINT)
    found = run_checks(Decimal("2.5"), around)
    assert [one.code for one in found] == ["year_on_year", "red_line_crossed"]


def test_a_floor_has_a_red_line_too() -> None:
    limit = limit_in(RECLAIMED, 2025)
    assert isinstance(limit, Limit)
    around = context(SHARE, limit=limit, nature=Nature.CONSTRAINT)
    assert [found.code for found in run_checks("24", around)] == ["red_line_crossed"]


def test_the_modified_z_score_finds_what_a_z_score_of_five_never_could() -> None:
    # Of n values no plain z-score exceeds (n - 1) / √n, 1.79 for five.
    score = modified_z_score(Decimal(100), numbers("1", "2", "3", "4", "5"))
    assert score == Decimal("0.6745") * 97
    assert modified_z_score(Decimal(9), numbers("4", "4", "4", "1")) is None
    assert modified_z_score(Decimal(9), []) is None


def test_the_tables_name_what_exists() -> None:
    for indicator, code in PARAMETERS:
        assert indicator in INDICATORS
        assert code in CHECKS
    for group in WHOLES:
        units = {INDICATORS[code]["unit"] for code in (group.whole, *group.parts)}
        assert len(units) == 1, f"{group.whole}: one unit, or its parts can't be added"


@given(
    value=st.decimals("-1e9", "1e9", places=3),
    indicator=st.sampled_from(sorted(INDICATORS)),
    previous=st.none() | st.decimals("-1e6", "1e6", places=2),
    peers=st.lists(st.decimals("0", "100", places=1), max_size=8),
    derived=st.none() | st.decimals("-100", "100", places=2),
    same_year=st.dictionaries(
        st.sampled_from(sorted(INDICATORS)), st.decimals("0", "1e4", places=2), max_size=6
    ),
)
def test_no_neighbours_make_a_check_fail(
    value: Decimal,
    indicator: str,
    previous: Decimal | None,
    peers: list[Decimal],
    derived: Decimal | None,
    same_year: dict[str, Decimal],
) -> None:
    around = context(
        indicator,
        previous=previous,
        peers=peers,
        derived=derived,
        same_year=same_year,
        limit=cap(),
        nature=Nature.CONSTRAINT,
    )
    for found in run_checks(value, around):
        assert "{" not in found.message.zh + found.message.en
