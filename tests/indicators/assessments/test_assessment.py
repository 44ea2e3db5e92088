"""The status of a promise in a year, and the sentence that defends it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.language import in_both
from indicators.actuals.rules.enums import ObsStatus
from indicators.assessments.rules.assessment import Assessment, Observations, Observed, assess
from indicators.assessments.rules.statuses import Status
from indicators.assessments.rules.trend import Pace
from indicators.assessments.wording import explain
from indicators.plans.rules.enums import Comparator, Direction, Nature, PriceBasis
from indicators.plans.rules.prices import Prices
from indicators.plans.rules.promises import Promise, TargetData
from indicators.plans.rules.units import UnitData
from tests.examples import (
    EFFICIENCY,
    FAR_CAP,
    GE,
    GROUNDWATER,
    INTENSITY,
    LE,
    LEAKAGE,
    RECLAIMED,
    STEPS,
    TOTAL_USE,
    WORDS,
    YELLOW_RIVER,
    ceiling,
    floor,
    point,
    reduction,
    seen,
    target,
)
from tests.units import UNITS

MET, ON_TRACK, NEAR = Status.MET, Status.ON_TRACK, Status.NEAR_LIMIT
BEHIND, MISSED, BREACHED = Status.BEHIND, Status.MISSED, Status.BREACHED
NOT_DUE, NO_DATA, NOT_ASSESSABLE = Status.NOT_DUE, Status.NO_DATA, Status.NOT_ASSESSABLE


def reason(verdict: Assessment) -> tuple[str, str]:
    """Why, in Chinese and in English."""
    (both,) = in_both(explain, [verdict])
    return both


def printed(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


zero_cap = ceiling(target("0", LE, 2025))
expected_cap = ceiling(target("2.27", LE, 2025), nature=Nature.EXPECTED)
single = ceiling(target("6.17", LE, 2025))


@pytest.mark.parametrize(
    ("promise", "year", "actual", "status", "gap"),
    [
        pytest.param(TOTAL_USE, 2025, "2.10", MET, "0.17", id="kept"),
        pytest.param(TOTAL_USE, 2025, "0.50", MET, "1.77", id="far below its cap is good"),
        pytest.param(TOTAL_USE, 2025, "2.21", NEAR, "0.06", id="less than 5% to spare"),
        pytest.param(TOTAL_USE, 2025, "2.1565", MET, "0.1135", id="5% exactly"),
        pytest.param(TOTAL_USE, 2025, "2.27", NEAR, "0.00", id="equal to the cap is kept"),
        pytest.param(TOTAL_USE, 2025, "2.28", BREACHED, "-0.01", id="red line crossed"),
        pytest.param(expected_cap, 2025, "2.28", MISSED, "-0.01", id="not binding: missed"),
        pytest.param(expected_cap, 2025, "2.21", NEAR, "0.06", id="near, though not binding"),
        pytest.param(TOTAL_USE, 2027, "2.28", ON_TRACK, "0.022", id="rising is no failure"),
        pytest.param(TOTAL_USE, 2027, "2.30", ON_TRACK, "0.002", id="an estimate is no red line"),
        pytest.param(TOTAL_USE, 2027, "2.34", BEHIND, "-0.038", id="above the estimate"),
        pytest.param(TOTAL_USE, 2027, "9.99", BEHIND, "-7.688", id="never breached by estimate"),
        pytest.param(TOTAL_USE, 2031, "2.40", BEHIND, "-0.05", id="above a carried cap"),
        pytest.param(single, 2026, "6.10", ON_TRACK, "0.07", id="within a carried cap"),
        pytest.param(LEAKAGE, 2027, "8.8", BEHIND, "-0.2", id="a falling cap"),
        pytest.param(FAR_CAP, 2026, "9.0", NOT_DUE, None, id="towards its first cap"),
        pytest.param(FAR_CAP, 2027, "9.0", MET, "0.94", id="rising, and kept"),
        pytest.param(GROUNDWATER, 2026, "0.31", MISSED, "-0.01", id="standing, not binding"),
        pytest.param(GROUNDWATER, 2026, "0.25", MET, "0.05", id="standing, kept"),
        pytest.param(zero_cap, 2025, "0", MET, "0", id="zero under a cap of zero"),
        pytest.param(zero_cap, 2025, "0.1", BREACHED, "-0.1", id="more than a cap of zero"),
        pytest.param(EFFICIENCY, 2030, "0.64", MET, "0.01", id="= of a floor: more is good"),
        pytest.param(EFFICIENCY, 2030, "0.62", BREACHED, "-0.01", id="= of a floor: less is not"),
        pytest.param(RECLAIMED, 2025, "24.9", MISSED, "-0.1", id="a floor, expected"),
        pytest.param(RECLAIMED, 2025, "25.1", MET, "0.1", id="a floor is never near"),
        pytest.param(RECLAIMED, 2026, "26.5", ON_TRACK, "0.5", id="a floor on its road"),
        pytest.param(RECLAIMED, 2026, "25.5", BEHIND, "-0.5", id="a floor behind its road"),
    ],
)
def test_level(promise: Promise, year: int, actual: str, status: Status, gap: str | None) -> None:
    verdict = assess(promise, year, seen((year, actual)))
    assert (verdict.status, printed(verdict.gap)) == (status, gap)


@pytest.mark.parametrize(
    ("promise", "year", "values", "status", "actual"),
    [
        pytest.param(INTENSITY, 2025, [(2020, 2025, "10.2")], MET, "10.2", id="stated"),
        pytest.param(INTENSITY, 2025, [(2020, 2025, "9.4")], BREACHED, "9.4", id="missed"),
        pytest.param(INTENSITY, 2025, [(2020, 2025, "-3")], BREACHED, "-3", id="a rise"),
        pytest.param(INTENSITY, 2023, [(2020, 2023, "5.9")], ON_TRACK, "5.9", id="on the road"),
        pytest.param(INTENSITY, 2027, [(2025, 2027, "2.5")], BEHIND, "2.5", id="new base year"),
        pytest.param(INTENSITY, 2027, [(2020, 2027, "12")], NO_DATA, None, id="another base year"),
        pytest.param(
            INTENSITY,
            2027,
            [(2020, 2027, "12"), (2020, 2025, "9.6")],
            ON_TRACK,
            "2.65",
            id="unchained: 1 - 0.88 / 0.904",
        ),
        pytest.param(
            STEPS,
            2030,
            [(2025, 2027, "3"), (2027, 2030, "5")],
            MET,
            "7.85",
            id="chained: 1 - 0.97 x 0.95",
        ),
        pytest.param(
            INTENSITY,
            2027,
            [(2020, 2027, "12"), (2025, 2027, "2.1")],
            BEHIND,
            "2.1",
            id="what was reported outranks what is chained",
        ),
        pytest.param(
            INTENSITY,
            2027,
            [(2020, 2027, "50"), (2020, 2025, "100")],
            NO_DATA,
            None,
            id="nothing left to fall",
        ),
    ],
)
def test_reduction(
    promise: Promise,
    year: int,
    values: list[tuple[int, int, str]],
    status: Status,
    actual: str | None,
) -> None:
    verdict = assess(promise, year, seen(*values))
    assert (verdict.status, printed(verdict.actual)) == (status, actual)


no_base = reduction(target("9.5", GE, 2025))


@pytest.mark.parametrize(
    ("promise", "observed", "status", "zh", "en"),
    [
        (TOTAL_USE, None, NO_DATA, "还没有经审核发布的2025年实际值", "No actual value for 2025"),
        (
            TOTAL_USE,
            Observed(None, ObsStatus.MISSING),
            NO_DATA,
            "还没有经审核发布的2025年实际值",
            "No actual",
        ),
        (
            TOTAL_USE,
            Observed(None, ObsStatus.NOT_AVAILABLE, note="公报八月发布"),
            NO_DATA,
            "2025年的数值尚未发布：公报八月发布。",
            "not yet available: 公报八月发布.",
        ),
        (
            TOTAL_USE,
            Observed(None, ObsStatus.NOT_APPLICABLE, note="无此水源"),
            NOT_ASSESSABLE,
            "2025年填报为“不适用”：无此水源。",
            "Reported as not applicable for 2025: 无此水源.",
        ),
        (WORDS, Observed(Decimal(8)), NOT_ASSESSABLE, "“漏损率进一步降低”", "in words only"),
        (ceiling(), Observed(Decimal(8)), NOT_ASSESSABLE, "没有为它定目标", "states no target"),
        (no_base, Observed(Decimal(8)), NOT_ASSESSABLE, "基期年", "from which year"),
        (YELLOW_RIVER, Observed(Decimal(4)), NOT_ASSESSABLE, "只比较大小", "This is an allocation"),
    ],
    ids=[
        "nothing reported",
        "missing",
        "not available",
        "not applicable",
        "words only",
        "no target",
        "no base year",
        "an allocation",
    ],
)
def test_without_a_verdict(
    promise: Promise, observed: Observed | None, status: Status, zh: str, en: str
) -> None:
    verdict = assess(promise, 2025, {} if observed is None else {(2025, None): observed})
    assert (verdict.status, verdict.gap) == (status, None)
    chinese, english = reason(verdict)
    assert zh in chinese
    assert en in english


@pytest.mark.parametrize(
    ("promise", "year", "values", "zh", "en"),
    [
        pytest.param(
            TOTAL_USE,
            2025,
            [(2025, "2.21")],
            "2025年实际2.21亿立方米，未超过约束性目标2.27亿立方米，"
            "余量仅0.06亿立方米（2.6%），不足上限的5%。",
            "The actual value for 2025, 2.21 × 100 million m³, is within the plan's binding "
            "target of 2.27 × 100 million m³, with only 0.06 × 100 million m³ (2.6%) to spare, "
            "less than 5% of the limit.",
            id="near",
        ),
        pytest.param(
            TOTAL_USE,
            2025,
            [(2025, "2.270")],
            "2025年实际2.270亿立方米，恰好等于约束性目标2.27亿立方米，没有余量。",
            "The actual value for 2025, 2.270 × 100 million m³, exactly equals the plan's binding "
            "target of 2.27 × 100 million m³, with nothing to spare.",
            id="equal, as printed",
        ),
        pytest.param(
            TOTAL_USE,
            2027,
            [(2027, "2.34")],
            "2027年实际2.34亿立方米，超过估算的2027年限值2.302亿立方米，超出0.038亿立方米（1.7%）。"
            "限值由2025年目标2.27亿立方米与2030年目标2.35亿立方米线性插值，非规划原文。"
            "尚未超过2030年的上限2.35亿立方米。",
            "The actual value for 2027, 2.34 × 100 million m³, exceeds the estimated limit of "
            "2.302 × 100 million m³ for 2027 by 0.038 × 100 million m³ (1.7%). The limit is "
            "estimated on a straight line from the target for 2025 (2.27 × 100 million m³) to the "
            "target for 2030 (2.35 × 100 million m³). The plan does not state it. The ceiling of "
            "2030, 2.35 × 100 million m³, is not exceeded.",
            id="above an estimate, below the cap to come",
        ),
        pytest.param(
            INTENSITY,
            2025,
            [(2020, 2025, "10.2")],
            "2025年较2020年下降10.2%，达到约束性目标9.5%，高出0.7个百分点。",
            "The reduction of 10.2% from 2020 to 2025 meets the plan's binding target of 9.5%, "
            "with 0.7 percentage points to spare.",
            id="reduction",
        ),
        pytest.param(
            INTENSITY,
            2025,
            [(2020, 2025, "-1.5")],
            "2025年较2020年上升1.5%，低于约束性目标9.5%，差11.0个百分点。",
            "The increase of 1.5% from 2020 to 2025 falls short of the plan's binding target of "
            "9.5% by 11.0 percentage points.",
            id="a rise",
        ),
        pytest.param(
            single,
            2026,
            [(2026, "6.10")],
            "2026年实际6.10亿立方米，未超过沿用的2025年目标6.17亿立方米，余量0.07亿立方米（1.1%）。"
            "规划未定2026年的目标，此为系统沿用。",
            "The actual value for 2026, 6.10 × 100 million m³, is within the carried-on 2025 "
            "target of 6.17 × 100 million m³, with 0.07 × 100 million m³ (1.1%) to spare. The "
            "plan sets no target for 2026, so the last one is carried on.",
            id="carried",
        ),
        pytest.param(
            INTENSITY,
            2027,
            [(2020, 2027, "12")],
            "还没有经审核发布的2027年实际值。估算限值为较2025年下降不低于2.57%。"
            "已填报的2027年数值以2020年为基期，目标以2025年为基期，不能直接比较；"
            "缺少衔接两个基期的数值，无法换算。",
            "No actual value for 2027 has been approved and published yet. The estimated limit is "
            "a reduction of at least 2.57% from 2025. The value reported for 2027 is against 2020, "
            "the target against 2025: they can't be compared, and no value links the two base "
            "years.",
            id="another base year",
        ),
        pytest.param(
            FAR_CAP,
            2026,
            [(2026, "9.0")],
            "首个目标在2027年（不超过9.94亿立方米），2026年尚无限值。2026年实际9.0亿立方米。",
            "The first target is for 2027 (at most 9.94 × 100 million m³), so there is "
            "no limit for 2026 yet. The actual value for 2026 is 9.0 × 100 million m³.",
            id="before the first",
        ),
    ],
)
def test_reason(
    promise: Promise, year: int, values: list[tuple[int, str]], zh: str, en: str
) -> None:
    assert reason(assess(promise, year, seen(*values))) == (zh, en)


def test_words_for_a_later_year_are_not_passed_over() -> None:
    promise = ceiling(target("9", LE, 2025), target(None, LE, 2030, wording="进一步降低"), unit="%")
    verdict = assess(promise, 2030, seen((2030, "9.2")))
    assert verdict.status is BEHIND
    chinese, english = reason(verdict)
    assert "规划对2030年只有文字表述“进一步降低”，此为系统沿用。" in chinese
    assert "words only: “进一步降低”" in english


SEVEN = reduction(target("7", GE, 2027, 2024))  # 2.389999 % in its first year


@pytest.mark.parametrize(
    ("promise", "year", "value", "words"),
    [
        (INTENSITY, 2027, "2.6", "限值2.57%，高出0.03个百分点"),
        (INTENSITY, 2027, "2.57", "限值2.569%，高出0.001个百分点"),
        (SEVEN, 2025, "3.1", "限值2.4%，高出0.7个百分点"),
        (SEVEN, 2025, "2.38", "限值2.39%，差0.01个百分点"),
        (SEVEN, 2025, "2.39", "限值2.389999%，高出0.000001个百分点"),
        (SEVEN, 2025, "2.389999", "恰好等于估算的2025年限值2.389999%。"),
    ],
)
def test_an_estimate_has_the_decimals_that_tell_it_from_the_value(
    promise: Promise, year: int, value: str, words: str
) -> None:
    base = promise.targets[-1].base_year
    assert base is not None
    verdict = assess(promise, year, seen((base, year, value)))
    assert words in explain(verdict)
    assert verdict.limit is not None and verdict.gap == Decimal(value) - verdict.limit.value


def test_a_chained_value_says_so() -> None:
    verdict = assess(INTENSITY, 2027, seen((2020, 2027, "12"), (2020, 2025, "9.6")))
    assert verdict.linked_base == 2020
    chinese, english = reason(verdict)
    assert "由以2020年为基期的填报值换算为以2025年为基期" in chinese
    assert "chained from values reported against 2020" in english


def test_a_value_from_levels_is_a_hint_and_never_judged() -> None:
    levels = {2020: Decimal(30), 2025: Decimal(24)}
    verdict = assess(INTENSITY, 2025, {}, levels=levels)
    assert (verdict.status, verdict.derived, verdict.gap) == (NO_DATA, Decimal("20.00"), None)
    assert "按水平值推算，较2020年下降20.00%" in explain(verdict)
    reported = assess(INTENSITY, 2025, seen((2020, 2025, "9.4")), levels=levels)
    assert (reported.status, reported.derived) == (BREACHED, None)


@pytest.mark.parametrize(
    ("prices", "words"),
    [
        (Prices(PriceBasis.CONSTANT, PriceBasis.CURRENT), "水平值按当年价，降幅按可比价计算"),
        (Prices(PriceBasis.CONSTANT, PriceBasis.CONSTANT), "下降20.00%，仅供参考。"),
        (Prices(), "下降20.00%，仅供参考。"),
    ],
)
def test_a_hint_from_levels_at_other_prices_says_so(prices: Prices, words: str) -> None:
    levels = {2020: Decimal(30), 2025: Decimal(24)}
    verdict = assess(replace(INTENSITY, prices=prices), 2025, {}, levels=levels)
    said, _english = reason(verdict)
    assert words in said
    assert said.endswith("两者会有差异。") is prices.differ


@pytest.mark.parametrize(
    ("found", "preliminary"),
    [
        pytest.param({(2025, 2020): Observed(Decimal("9.6"))}, False, id="final"),
        pytest.param(
            {(2025, 2020): Observed(Decimal("9.6"), ObsStatus.PRELIMINARY)}, True, id="not yet"
        ),
        pytest.param(
            {
                (2025, 2023): Observed(Decimal("5"), ObsStatus.PRELIMINARY),
                (2023, 2020): Observed(Decimal("5")),
            },
            True,
            id="chained from one that isn't",
        ),
        pytest.param(
            {
                (2025, 2023): Observed(Decimal("5")),
                (2023, 2020): Observed(Decimal("5"), ObsStatus.PRELIMINARY),
            },
            True,
            id="chained across one that isn't",
        ),
    ],
)
def test_a_verdict_on_a_preliminary_value_says_so(found: Observations, preliminary: bool) -> None:
    verdict = assess(INTENSITY, 2025, found)
    assert (verdict.status, verdict.preliminary) == (MET, preliminary)
    assert ("按初步数评判，正式数发布后可能改变。" in reason(verdict)[0]) is preliminary


@pytest.mark.parametrize(
    ("last_over", "values", "status"),
    [(2026, [], NOT_DUE), (2027, [], NO_DATA), (None, [], NO_DATA), (2026, ["2.2"], ON_TRACK)],
)
def test_a_year_that_is_not_over_is_not_due_unless_a_value_is_there(
    last_over: int | None, values: list[str], status: Status
) -> None:
    found = seen(*((2027, value) for value in values))
    assert assess(TOTAL_USE, 2027, found, last_over=last_over).status is status


def test_demonstration_values_stay_marked() -> None:
    verdict = assess(TOTAL_USE, 2025, {(2025, None): Observed(Decimal("2.2"), demo=True)})
    assert verdict.demo
    assert explain(verdict).endswith("（演示数据）")
    bridge: dict[tuple[int, int | None], Observed] = {
        (2027, 2020): Observed(Decimal(12)),
        (2025, 2020): Observed(Decimal("9.6"), demo=True),
    }
    assert assess(INTENSITY, 2027, bridge).demo


def test_a_corrected_value_is_judged_as_it_now_stands() -> None:
    first = assess(TOTAL_USE, 2025, seen((2025, "2.31")))
    corrected = assess(TOTAL_USE, 2025, seen((2025, "2.13")))
    assert (first.status, corrected.status) == (BREACHED, MET)


@pytest.mark.parametrize(
    ("promise", "year", "values", "pace"),
    [
        pytest.param(RECLAIMED, 2027, [(2025, "25"), (2027, "27")], Pace.ON_TRACK, id="floor"),
        pytest.param(RECLAIMED, 2027, [(2025, "25"), (2027, "24")], Pace.AWAY, id="moving away"),
        pytest.param(RECLAIMED, 2027, [(2027, "27")], None, id="one value alone"),
        pytest.param(RECLAIMED, 2031, [(2025, "25"), (2031, "31")], None, id="after the last"),
        pytest.param(TOTAL_USE, 2027, [(2025, "2.0"), (2027, "2.2")], None, id="a ceiling"),
        pytest.param(INTENSITY, 2027, [(2025, 2027, "2.5")], Pace.ON_TRACK, id="reduction"),
        pytest.param(INTENSITY, 2023, [(2020, 2023, "2")], Pace.LIMITED, id="slow reduction"),
        pytest.param(YELLOW_RIVER, 2030, [(2025, "1"), (2030, "2")], None, id="an allocation"),
    ],
)
def test_trend_only_where_there_is_a_road(
    promise: Promise, year: int, values: list[tuple[int, str]], pace: Pace | None
) -> None:
    found = assess(promise, year, seen(*values)).trend
    assert (found.pace if found else None) == pace


def test_the_pace_starts_at_the_last_target_not_at_the_dawn_of_time() -> None:
    verdict = assess(EFFICIENCY, 2027, seen((2020, "0.50"), (2025, "0.624"), (2027, "0.625")))
    assert verdict.start == point(2025, "0.624")
    assert verdict.trend is not None and verdict.trend.pace is Pace.LIMITED


def test_projection_and_required_change() -> None:
    projection = assess(RECLAIMED, 2027, seen((2025, "25"), (2027, "26"))).projection
    assert projection is not None and projection.required is not None
    assert projection.target.year == 2030
    assert (str(projection.value), projection.kept) == ("27.6", False)
    # From 26 to 30 in three years: 1.3 points or 4.89 % a year.
    assert (str(projection.required.per_year), str(projection.required.rate)) == ("1.3", "4.89")


def test_projection_of_a_ceiling_says_whether_it_will_hold() -> None:
    verdict = assess(TOTAL_USE, 2027, seen((2025, "2.27"), (2027, "2.30")))
    assert verdict.projection is not None and verdict.projection.required is not None
    assert (str(verdict.projection.value), verdict.projection.kept) == ("2.346", True)
    assert verdict.projection.required.per_year == 0


def test_a_share_is_not_projected_beyond_the_whole() -> None:
    promise = floor(target("97", GE, 2027), target("98", GE, 2030))
    projection = assess(promise, 2027, seen((2025, "80"), (2027, "97"))).projection
    assert projection is not None
    assert projection.value == 100


# Small ones, which meet each other, and whatever can be stored.
values = st.decimals("-200", "200", places=2) | st.sampled_from(
    [Decimal(text) for text in ("0.000001", "12000", "-99999999999999", "99999999999999.999999")]
)
years = st.integers(2018, 2034)
targets = st.builds(
    TargetData,
    st.none() | values,
    st.sampled_from(Comparator),
    st.none() | years,
    st.none() | years,
    st.sampled_from(["", "进一步降低"]),
)
promises = st.builds(
    Promise,
    st.sampled_from(Direction),
    st.sampled_from(Nature),
    st.sampled_from([*UNITS.units.values(), UnitData("石", "volume", Decimal(1), "石", "dan")]),
    st.lists(targets, max_size=4).map(tuple),
    st.booleans(),
    st.none() | st.builds(point, years, values.map(str)),
    st.none() | years,
)
observations = st.dictionaries(
    st.tuples(years, st.none() | years), st.builds(Observed, values), max_size=6
)


@given(promise=promises, year=years, found=observations)
def test_every_input_has_a_verdict_and_a_reason(
    promise: Promise, year: int, found: dict[tuple[int, int | None], Observed]
) -> None:
    verdict: Assessment = assess(promise, year, found, levels={2020: Decimal(0)}, last_over=2026)
    chinese, english = reason(verdict)
    assert chinese.endswith(("。", "）")) and english
    assert verdict.trend is None or verdict.trend.pace in Pace
    assert verdict.projection is None or verdict.projection.target.value is not None
    if verdict.limit is None or verdict.limit.is_estimate:
        assert verdict.status not in {MET, NEAR, MISSED, BREACHED}
    if verdict.gap is not None:
        good = {MET, NEAR, ON_TRACK}
        assert (verdict.gap >= 0) == (verdict.status in good)
    if verdict.status is BREACHED:
        assert promise.nature is Nature.CONSTRAINT


def test_a_reduction_that_no_limit_counts_from_says_from_which_year() -> None:
    ahead = reduction(target("3", GE, 2027, 2025))
    verdict = assess(ahead, 2025, seen((2020, 2025, "27.85")))
    assert (verdict.status, verdict.base_year) == (NOT_DUE, 2020)
    chinese, english = reason(verdict)
    assert chinese.endswith("2025年尚无限值。2025年较2020年下降27.85%。")
    assert "The reduction of 27.85% from 2020 to 2025 has no limit" in english
    assert assess(ahead, 2027, seen((2025, 2027, "3.1"))).base_year == 2025
    assert assess(TOTAL_USE, 2025, seen((2025, "2.2"))).base_year is None
