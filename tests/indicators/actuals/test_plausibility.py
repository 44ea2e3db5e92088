"""Is a value plausible: each check fires, keeps still, and says what it found."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from indicators.actuals.rules import plausibility
from indicators.actuals.rules.findings import Finding, IndicatorName, Severity
from indicators.actuals.rules.plausibility import (
    Context,
    Expected,
    ReportedFall,
    modified_z_score,
)
from indicators.actuals.wording import finding_message, finding_messages, finding_statement
from indicators.plans.rules.enums import Nature, PriceBasis
from indicators.plans.rules.limits import Limit, limit_in
from indicators.plans.rules.parts import Division
from indicators.plans.rules.prices import Prices
from indicators.plans.rules.slips import Slip
from indicators.plans.rules.units import UnitData
from tests.examples import INTENSITY, RECLAIMED, TOTAL_USE
from tests.units import SHARED, unit

INDICATORS = SHARED.catalogue
DIVISIONS = tuple(
    Division(entry.code, tuple(one.parts), one.complete)
    for entry in INDICATORS.values()
    for one in entry.divisions
)


def numbers(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


def context(indicator: str, **known: Any) -> Context:
    entry = INDICATORS[indicator]
    around = Context(
        indicator=indicator,
        unit=unit(entry.unit),
        expected=Expected(
            may_be_negative=entry.may_be_negative,
            whole_numbers=entry.whole_numbers,
            cumulative=entry.cumulative,
            is_intensity=entry.is_intensity,
            largest=entry.largest,
            yearly_change=entry.yearly_change,
            smallest=entry.smallest,
            slips=[slip(entry.unit, symbol) for symbol in entry.slips],
        ),
        is_reduction=entry.level_of is not None,
        divisions=DIVISIONS,
        names={"a_fall": IndicatorName("用水强度下降", "Reduction of the intensity")},
    )
    return replace(around, **known)


def slip(own: str, symbol: str) -> Slip:
    """The unit `symbol` taken for `own`."""
    taken = unit(symbol)
    times = unit(own).factor / taken.factor
    return Slip(times, taken.name, taken.name_en, taken.highest, taken.is_bare)


def fall(**known: Any) -> ReportedFall:
    """A reduction of 9.5 % that is reported for 2025 since 2020."""
    wanted: dict[str, Any] = {"base_year": 2020, "year": 2025, "value": Decimal("9.5")}
    return ReportedFall("a_fall", unit=unit("%"), **(wanted | known))


def run_checks(value: str | Decimal, around: Context) -> list[Finding]:
    return plausibility.run_checks(Decimal(value), around)


def measured_in(symbol: str, **of_unit: Any) -> Context:
    """Around a value of an indicator that an administrator added, in a unit of their own."""
    return Context("another", UnitData(symbol, symbol, Decimal(1), symbol, symbol, **of_unit))


def cap(year: int = 2025) -> Limit:
    limit = limit_in(TOTAL_USE, year)
    assert isinstance(limit, Limit)
    return limit


# A level at current prices with a reduction at constant ones.
PRICES = Prices(PriceBasis.CONSTANT, PriceBasis.CURRENT)
USE, SHARE = "total_water_use", "reclaimed_water_rate"
LEVEL = "gdp_water_intensity"
FALL, COEFFICIENT = "gdp_water_intensity_reduction", "irrigation_efficiency"
PLANTS, FARMLAND = "new_surface_water_plants", "high_standard_farmland"
LEADERS = "water_efficiency_leader_enterprises"
SOURCES = {
    "surface_water_abstraction": Decimal("1.50"),
    "groundwater_use": Decimal("0.30"),
    "nonconventional_water_use": Decimal("0.40"),
}
MORE_THAN_ALL = {"surface_water_abstraction": Decimal("1.4"), "groundwater_use": Decimal("0.9")}
ALIKE = numbers("24", "25", "26", "27", "28")


@pytest.mark.parametrize(
    ("value", "around", "codes"),
    [
        pytest.param("2.20", context(USE), [], id="nothing known, nothing asked"),
        pytest.param("NaN", context(USE), ["not_a_number"], id="no number at all"),
        pytest.param("-0.1", context(USE), ["negative"], id="negative"),
        pytest.param("-1.2", context(FALL), ["rise_not_reduction"], id="a reduction is a rise"),
        pytest.param(
            "-1.2",
            context(FALL, expected=Expected(may_be_negative=True)),
            [],
            id="where a rise is right",
        ),
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
        pytest.param(
            "2.41",
            context(USE, previous=Decimal(2), broken_before=True),
            [],
            id="last year was counted otherwise",
        ),
        pytest.param(
            "20000",
            context(USE, previous=Decimal(2), broken_before=True),
            ["wrong_magnitude"],
            id="万 for 亿 is no other way of counting",
        ),
        pytest.param(
            "29.9",
            context(FARMLAND, previous=Decimal(30), broken_before=True),
            [],
            id="it falls into another way of counting",
        ),
        pytest.param(
            "31",
            context(FARMLAND, following=Decimal(30), broken_after=True),
            [],
            id="next year is counted otherwise",
        ),
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
            "2.3",
            context(USE, limit=cap(), nature=Nature.EXPECTED),
            ["limit_crossed"],
            id="no red line",
        ),
        pytest.param("2.27", context(USE, limit=cap(), nature=Nature.EXPECTED), [], id="kept too"),
        pytest.param(
            "2.34",
            context(USE, limit=cap(2027), nature=Nature.CONSTRAINT),
            ["limit_crossed"],
            id="an estimate is no red line",
        ),
        pytest.param(
            "0.4",
            context("groundwater_use", same_year={USE: Decimal("0.35")}),
            ["part_above_whole"],
            id="groundwater above total use",
        ),
        pytest.param(
            "0.35",
            context(USE, same_year={"groundwater_use": Decimal("0.4")}),
            ["part_above_whole"],
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
        pytest.param(
            "2.1",
            context(USE, same_year=MORE_THAN_ALL),
            ["sum_above_whole"],
            id="a source is missing, and the others are already more than all",
        ),
        pytest.param(
            "0.9",
            context("groundwater_use", same_year=MORE_THAN_ALL | {USE: Decimal("2.1")}),
            ["sum_above_whole"],
            id="that, seen from a part",
        ),
        pytest.param("2.2", context(USE, same_year=MORE_THAN_ALL), [], id="within 5 % of all"),
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
        pytest.param("3", context(PLANTS), [], id="a whole number"),
        pytest.param("3.0", context(PLANTS), [], id="a whole number with a decimal"),
        pytest.param("3.5", context(PLANTS), ["not_whole"], id="half a plant"),
        pytest.param("3.5", context(FARMLAND), [], id="an area has decimals"),
        pytest.param("30", context(FARMLAND, previous=Decimal(30)), [], id="nothing was added"),
        pytest.param("30.5", context(FARMLAND, previous=Decimal(30)), [], id="something was"),
        pytest.param(
            "29.9", context(FARMLAND, previous=Decimal(30)), ["cumulative_falls"], id="it falls"
        ),
        pytest.param(
            "20",
            context(FARMLAND, previous=Decimal(30)),
            ["year_on_year", "cumulative_falls"],
            id="it falls far",
        ),
        pytest.param(
            "5", context(LEADERS, previous=Decimal(6)), ["cumulative_falls"], id="a count falls"
        ),
        pytest.param("29.9", context(FARMLAND), [], id="nothing is known of last year"),
        pytest.param("2", context(PLANTS, previous=Decimal(3)), [], id="it isn't cumulative"),
        pytest.param("5", context(USE, expected=Expected(largest=Decimal(5))), [], id="largest"),
        pytest.param(
            "5.01",
            context(USE, expected=Expected(largest=Decimal(5))),
            ["above_largest"],
            id="above",
        ),
        pytest.param(
            "22100",
            context(USE, expected=Expected(largest=Decimal(5)), previous=Decimal("2.2")),
            ["wrong_magnitude"],
            id="a wrong unit explains it",
        ),
        pytest.param(
            "101", measured_in("‰", highest=Decimal(100)), ["above_highest"], id="another unit"
        ),
        pytest.param("1e9", measured_in("石"), [], id="a unit without bounds"),
        pytest.param(
            "22100",
            replace(measured_in("石"), previous=Decimal("2.2")),
            ["wrong_magnitude"],
            id="万 for 亿 where the catalogue names no slip",
        ),
        pytest.param(
            "0.25", context(SHARE, previous=Decimal(24)), ["wrong_magnitude"], id="a fraction"
        ),
        pytest.param(
            "0.25",
            context(SHARE, peers=ALIKE),
            ["wrong_magnitude"],
            id="a fraction, beside the other cities",
        ),
        pytest.param("0.25", context(SHARE), ["wrong_magnitude"], id="a fraction, nothing known"),
        pytest.param("0.25", context(SHARE, previous=Decimal("0.24")), [], id="a small share"),
        pytest.param("1.2", context(SHARE), [], id="more than a fraction"),
        pytest.param(
            "0.095", context(FALL, following=Decimal("9.8")), ["wrong_magnitude"], id="next year"
        ),
        pytest.param(
            "667000",
            context(FARMLAND, previous=Decimal("66.7")),
            ["wrong_magnitude"],
            id="亩 for 万亩",
        ),
        pytest.param(
            "44500",
            context(FARMLAND, previous=Decimal("66.7")),
            ["wrong_magnitude"],
            id="公顷 for 万亩",
        ),
        pytest.param(
            "0.44",
            context("reclaimed_water_use", previous=Decimal(4300)),
            ["wrong_magnitude"],
            id="亿 for 万, as its indicator says",
        ),
        pytest.param("3", context("water_saving_appliance_rate"), ["below_smallest"], id="below"),
        pytest.param("30.5", measured_in("座", is_count=True), ["not_whole"], id="half of a count"),
        pytest.param(
            "31", context(FARMLAND, following=Decimal(30)), ["cumulative_above_next"], id="it fell"
        ),
        pytest.param(
            "90",
            context(LEVEL, falls=[fall(other=Decimal(100), counts_from=False)]),
            [],
            id="a level that agrees with its reduction",
        ),
        pytest.param(
            "80",
            context(LEVEL, falls=[fall(other=Decimal(100), counts_from=False)]),
            ["level_disagrees"],
            id="one that no longer does",
        ),
        pytest.param(
            "120",
            context(LEVEL, falls=[fall(other=Decimal(90), counts_from=True)] * 2),
            ["level_disagrees"] * 2,
            id="a base from which two reductions count",
        ),
        pytest.param(
            "0",
            context(LEVEL, falls=[fall(other=Decimal(90), counts_from=True)]),
            ["below_smallest"],
            id="no reduction follows from nothing",
        ),
        pytest.param("2.2", context(USE, source=" \u200b"), ["no_source"], id="no source"),
        pytest.param("2.2", context(USE, source="公报"), [], id="a source"),
        pytest.param("2.2", context(USE, year_is_over=False), ["year_not_over"], id="too early"),
        pytest.param(
            "22100",
            context(USE, previous=Decimal("2.2"), source="", year_is_over=False),
            ["wrong_magnitude", "no_source", "year_not_over"],
            id="a wrong unit explains nothing of these",
        ),
        pytest.param(
            "9", replace(measured_in("座", is_count=True), previous=Decimal(2)), [], id="座"
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
            "约为2.21亿立方米的10000倍，像是按万立方米填写的；如确是，应填2.21亿立方米。"
            "请核对单位（亿立方米）。",
            "About 10000 times 2.21 × 100 million m³. It looks as if it was entered in "
            "10,000 m³. If so, enter 2.21 × 100 million m³. Check the unit (100 million m³).",
        ),
        (
            "22100",
            context(USE, previous=Decimal("2.21"), expected=Expected()),
            "约为2.21亿立方米的10000倍，可能把“万”与“亿”弄混。请核对单位（亿立方米）。",
            "About 10000 times 2.21 × 100 million m³: 万 (10,000) may stand for 亿 "
            "(100 million). Check the unit (100 million m³).",
        ),
        (
            "0.000221",
            context(USE, previous=Decimal("2.21")),
            "约为2.21亿立方米的0.0001倍，可能把万立方米与亿立方米弄混。请核对单位（亿立方米）。",
            "About 0.0001 times 2.21 × 100 million m³. Check whether 10,000 m³ and 100 million "
            "m³ were mixed up. Check the unit (100 million m³).",
        ),
        (
            "0.25",
            context(SHARE, previous=Decimal("24.0")),
            "约为24.0%的0.01倍，像是把百分数填成了小数；如确是，应填25%。请核对。",
            "About 0.01 times 24.0%. It looks like a fraction instead of a percentage. If so, "
            "enter 25%. Please check.",
        ),
        (
            "0.25",
            context(SHARE),
            "像是把百分数填成了小数；如确是，应填25%。请核对。",
            "This looks like a fraction instead of a percentage. If so, enter 25%. Please check.",
        ),
        (
            "-224.38",
            context(FALL),
            "填的是比基期年上升224.38%，不是下降。请核对。",
            "This says a rise of 224.38% since the base year, not a reduction. Please check.",
        ),
        (
            "80",
            context(LEVEL, falls=[fall(other=Decimal(100), counts_from=False)]),
            "按本值推算，2025年“用水强度下降”比2020年下降20.00%，而填报的是下降9.5%，"
            "相差10.50个百分点。请核对。",
            "This value means a reduction of 20.00% for Reduction of the intensity from 2020 to "
            "2025, but a reduction of 9.5% was reported: a difference of 10.50 percentage "
            "points. Please check.",
        ),
        (
            "3",
            context("water_saving_appliance_rate"),
            "小于该指标的合理最小值5%。请核对。",
            "Below 5%, the smallest sensible value of this indicator. Please check.",
        ),
        (
            "31",
            context(FARMLAND, following=Decimal(30)),
            "该指标逐年累计，却大于下一年的30万亩。请核对。",
            "This indicator adds up from year to year, but the value is above the 30 × 10,000 mu "
            "of the year after. Please check.",
        ),
        (
            "2.2",
            context(USE, year_is_over=False),
            "这一年还没有结束，全年数值尚未确定。请说明为何现在填报。",
            "This year isn't over, so its value isn't final. Please explain why it is reported "
            "now.",
        ),
        (
            "3.0",
            context(
                "agricultural_water_use",
                same_year={USE: Decimal("2.2")},
                names={
                    USE: IndicatorName("用水总量", "Total water use"),
                    "agricultural_water_use": IndicatorName(
                        "农业用水总量", "Agricultural water use"
                    ),
                },
            ),
            "“农业用水总量”3.0亿立方米大于“用水总量”2.2亿立方米。请核对。",
            "Agricultural water use (3.0 × 100 million m³) exceeds Total water use "
            "(2.2 × 100 million m³). Please check.",
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
        (
            "2.5",
            context(
                "trunk_river_water_use",
                same_year={
                    "water_from_yellow_river": Decimal("1.0"),
                    "water_from_hutuo_river": Decimal("0.5"),
                    "water_from_fen_river": Decimal("0.7"),
                },
                names={
                    code: IndicatorName(entry.name, entry.name_en)
                    for code, entry in INDICATORS.items()
                },
            ),
            "各分项之和2.2亿立方米与“黄河干流水、汾河干流水和滹沱河水利用量”2.5亿立方米相差"
            "0.3亿立方米：黄河干流水用水量1.0亿立方米，滹沱河水用水量0.5亿立方米，"
            "汾河干流水用水量0.7亿立方米。请核对。",
            "The parts add up to 2.2 × 100 million m³, Use of water from the Yellow, Fen and "
            "Hutuo rivers is 2.5 × 100 million m³, a difference of 0.3 × 100 million m³: "
            "Water from the Yellow River main stem 1.0 × 100 million m³, Water from the "
            "Hutuo River 0.5 × 100 million m³, Water from the Fen River main stem 0.7 × 100 "
            "million m³. Please check.",
        ),
        (
            "2.1",
            context(
                USE,
                same_year=MORE_THAN_ALL,
                names={
                    code: IndicatorName(entry.name, entry.name_en)
                    for code, entry in INDICATORS.items()
                },
            ),
            "已填各分项之和2.3亿立方米大于“用水总量”2.1亿立方米：地表水取水量1.4亿立方米，"
            "地下水用水量0.9亿立方米。请核对。",
            "The parts entered so far add up to 2.3 × 100 million m³, more than Total water use "
            "(2.1 × 100 million m³): Surface water abstraction 1.4 × 100 million m³, Groundwater "
            "use 0.9 × 100 million m³. Please check.",
        ),
        (
            "45",
            context(SHARE, peers=ALIKE),
            "与其他5个城市（中位数26%）相差很大。请核对。",
            "Very different from the other 5 cities, whose median is 26%. Please check.",
        ),
        (
            "3.5",
            context(PLANTS),
            "该指标按个数计，应为整数。请核对。",
            "This indicator counts things: a whole number is expected. Please check.",
        ),
        (
            "6",
            context(USE, expected=Expected(largest=Decimal(5))),
            "大于该指标的合理最大值5亿立方米。请核对。",
            "Above 5 × 100 million m³, the largest sensible value of this indicator. Please check.",
        ),
        (
            "29.9",
            context(FARMLAND, previous=Decimal("30.0")),
            "该指标逐年累计，却小于上一年的30.0万亩。请核对。",
            "This indicator adds up from year to year, but the value is below the 30.0 × 10,000 mu "
            "of the year before. Please check.",
        ),
    ],
)
def test_messages(value: str, around: Context, zh: str, en: str) -> None:
    [found] = run_checks(value, around)
    assert finding_message(found) == zh
    with override("en"):
        assert finding_message(found) == en
    assert found.severity is Severity.WARNING and not found.blocks


@pytest.mark.parametrize(
    ("value", "around", "zh", "en"),
    [
        (
            "2.3",
            context(USE, limit=cap(), nature=Nature.EXPECTED),
            "高于规划目标2.27亿立方米（不是约束性目标）。",
            "Above the plan's target of 2.27 × 100 million m³, which isn't binding.",
        ),
        (
            "9.0",
            context(FALL, limit=limit_in(INTENSITY, 2025), nature=Nature.EXPECTED),
            "低于规划目标9.5%（不是约束性目标）。",
            "Below the plan's target of 9.5%, which isn't binding.",
        ),
        (
            "2.34",
            context(USE, limit=cap(2027), nature=Nature.CONSTRAINT),
            "高于按规划估算的本年限值",
            "Above",
        ),
    ],
)
def test_a_limit_that_does_not_bind_is_said_and_asks_nothing(
    value: str, around: Context, zh: str, en: str
) -> None:
    [found] = run_checks(value, around)
    assert (found.severity, found.asks, found.warns) == (Severity.REMARK, False, False)
    assert finding_message(found).startswith(zh)
    with override("en"):
        assert finding_message(found).startswith(en)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    ("value", "around"),
    [
        ("22100", context(USE, previous=Decimal("2.21"))),
        ("0.25", context(SHARE)),
        ("3.5", context(PLANTS)),
        ("2.2", context(USE, year_is_over=False)),
        ("2.2", context(USE, source="")),
        ("9", context(FALL, derived=Decimal("16.67"))),
        ("2.1", context(USE, same_year=MORE_THAN_ALL)),
        ("2.50", context(USE, same_year=SOURCES)),
        ("3", context("water_saving_appliance_rate")),
        ("45", context(SHARE, peers=ALIKE)),
    ],
)
def test_who_does_not_edit_is_told_what_was_found_and_asked_nothing(
    value: str, around: Context, language: str
) -> None:
    [found] = run_checks(value, around)
    with override(language):
        statement, whole = finding_statement(found), finding_message(found)
    assert whole.startswith(statement) and whole != statement
    assert not re.search("请|[Pp]lease|Check", statement)


def test_a_missing_source_warns_but_needs_no_explanation() -> None:
    [found] = run_checks("2.2", context(USE, source=""))
    assert found.warns and not found.asks
    assert finding_message(found) == "没有写明来源。请补填。"


def test_remarks_come_last() -> None:
    around = context(USE, limit=cap(), nature=Nature.EXPECTED, source="", previous=Decimal(1))
    codes = [found.code for found in run_checks("2.3", around)]
    assert codes == ["year_on_year", "no_source", "limit_crossed"]


def test_several_warnings_stand_side_by_side() -> None:
    around = context(USE, previous=Decimal("1.5"), limit=cap(), nature=Nature.CONSTRAINT)
    found = run_checks(Decimal("2.5"), around)
    assert [one.code for one in found] == ["year_on_year", "red_line_crossed"]
    assert finding_messages(found).endswith("超过20%。突破约束性目标2.27亿立方米。")
    with override("en"):
        assert ". Breaches the binding target" in finding_messages(found)


@pytest.mark.parametrize(
    ("value", "indicator", "zh", "en"),
    [
        ("-1", USE, "该指标不能为负数。", "This indicator can't be negative."),
        ("101", SHARE, "百分比不能超过100%。", "A percentage can't exceed 100%."),
        (
            "63",
            COEFFICIENT,
            "系数不能大于1；如为百分数，请除以100。",
            "A coefficient can't exceed 1; if this is a percentage, divide it by 100.",
        ),
    ],
)
def test_errors_say_what_is_possible(value: str, indicator: str, zh: str, en: str) -> None:
    [found] = run_checks(value, context(indicator))
    assert found.blocks
    assert finding_message(found) == zh
    with override("en"):
        assert finding_message(found) == en


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


def test_the_catalogue_divides_what_was_always_divided() -> None:
    assert sorted((one.whole, one.complete, len(one.parts)) for one in DIVISIONS) == [
        ("groundwater_use", True, 2),
        ("surface_water_abstraction", False, 1),
        (USE, True, 3),
        (USE, True, 4),
        ("trunk_river_water_use", True, 3),
    ]


@pytest.mark.parametrize(
    ("reported", "code"),
    [
        ({}, None),
        ({"agricultural_water_use": "1.2"}, None),
        ({"agricultural_water_use": "1.2", "domestic_water_use": "0.5"}, None),
        ({"agricultural_water_use": "1.9", "domestic_water_use": "0.5"}, "sum_above_whole"),
        (
            {
                "agricultural_water_use": "1.2",
                "domestic_water_use": "0.5",
                "industrial_water_use": "0.4",
                "ecological_water_use": "0.1",
            },
            None,
        ),
        (
            {
                "agricultural_water_use": "1.2",
                "domestic_water_use": "0.2",
                "industrial_water_use": "0.2",
                "ecological_water_use": "0.1",
            },
            "sum_differs",
        ),
    ],
)
def test_uses_that_nobody_reported_are_missed_by_no_check(
    reported: dict[str, str], code: str | None
) -> None:
    """The four uses are all of it; plans promise agriculture alone."""
    parts = {name: Decimal(value) for name, value in reported.items()}
    found = run_checks("2.2", context(USE, same_year=parts))
    assert [one.code for one in found if one.code.startswith("sum")] == ([code] if code else [])


@pytest.mark.parametrize(
    ("value", "around", "words"),
    [
        (
            "3",
            context(FALL, derived=Decimal("-224.38"), prices=PRICES),
            "与按水平值推算的上升224.38%相差227.38个百分点。"
            "请说明：水平值按当年价，降幅按可比价计算，两者会有差异。",
        ),
        (
            "9",
            context(FALL, derived=Decimal("16.67"), prices=PRICES),
            "与按水平值推算的下降16.67%相差7.67个百分点。"
            "请说明：水平值按当年价，降幅按可比价计算，两者会有差异。",
        ),
        (
            "80",
            context(LEVEL, falls=[fall(other=Decimal(100), counts_from=True, prices=PRICES)]),
            "按本值推算，2025年“用水强度下降”比2020年上升25.00%，而填报的是下降9.5%，"
            "相差34.50个百分点。请说明：水平值按当年价，降幅按可比价计算，两者会有差异。",
        ),
        (
            "9",  # an area has no prices that could explain it
            context("overdraft_area_reduction", derived=Decimal(20)),
            "与按水平值推算的下降20.00%相差11.00个百分点。请核对。",
        ),
    ],
)
def test_prices_explain_that_a_reduction_is_not_what_its_levels_say(
    value: str, around: Context, words: str
) -> None:
    (found,) = run_checks(value, around)
    assert finding_message(found) == words


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
        for language in ("zh-hans", "en"):
            with override(language):
                assert "%(" not in finding_message(found)
