"""The verdict on what is no plain value: its status, and what its sentence says was done."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.assessments.rules.assessment import Observations, Observed, assess
from indicators.assessments.rules.statuses import Status
from indicators.assessments.wording import explain
from indicators.plans.rules.enums import Direction, GoalKind, TargetForm
from indicators.plans.rules.promises import Promise
from tests.examples import (
    ABOUT,
    ABOUT_CAP,
    AIM,
    ELSEWHERE,
    FALLING_YEARLY,
    GE,
    INCREMENT,
    INCREMENT_OF_NO_YEAR,
    LE,
    POINTS,
    RANGE,
    UNDATED,
    YEARLY,
    floor,
    level,
    seen,
    target,
)
from tests.units import unit

ABOUT_ON_ITS_WAY = replace(
    ABOUT,
    unit=unit("立方米"),
    targets=(target("457", GE, 2025), target("435", GE, 2028, form=TargetForm.ABOUT)),
)
RANGE_ON_ITS_WAY = replace(RANGE, targets=(target("22", GE, 2027), *RANGE.targets))
CAP_THEN_YEARLY = replace(FALLING_YEARLY, targets=(target("52", LE, 2023), *FALLING_YEARLY.targets))


@pytest.mark.parametrize(
    ("promise", "observations", "year", "status", "says"),
    [
        pytest.param(
            RANGE,
            seen((2030, "29")),
            2030,
            Status.MET,
            ["达到约束性目标28%", "区间为28%至30%，按近端28%评判。"],
            id="inside the range",
        ),
        pytest.param(
            RANGE, seen((2030, "27")), 2030, Status.BREACHED, ["低于约束性目标28%"], id="below it"
        ),
        pytest.param(
            AIM,
            seen((2025, "8.8")),
            2025,
            Status.NEAR_LIMIT,
            ["未超过约束性目标9%", "规划力争8.5%，尚未达到；力争值不作评判。"],
            id="the firm value, not the aim",
        ),
        pytest.param(
            AIM,
            seen((2025, "8.4")),
            2025,
            Status.MET,
            ["规划力争8.5%，已经达到。"],
            id="the aim, too",
        ),
        pytest.param(
            YEARLY,
            seen((2020, 2025, "9.5")),
            2025,
            Status.BREACHED,
            [
                "低于约束性目标9.61%，差0.11个百分点",
                "按年均下降2%推算，2020—2025年5年累计下降9.61%。",
            ],
            id="the total of five yearly rates",
        ),
        pytest.param(
            YEARLY,
            seen((2020, 2022, "3.5")),
            2022,
            Status.BEHIND,
            ["按年均下降2%推算，2020—2022年2年累计下降3.96%。非规划原文。"],
            id="on the way: two of them",
        ),
        pytest.param(
            FALLING_YEARLY,
            seen((2025, "48")),
            2025,
            Status.NEAR_LIMIT,
            [
                "未超过约束性目标49.08立方米",
                "按2020年54.3立方米、年均下降2%推算，2020—2025年5年后为49.08立方米。",
            ],
            id="a level that falls by a yearly rate",
        ),
        pytest.param(
            POINTS,
            seen((2025, "9.5")),
            2025,
            Status.BREACHED,
            ["超过约束性目标9.25%，超出0.25个百分点", "由2020年的11.25%下降2个百分点得出。"],
            id="percentage points",
        ),
        pytest.param(
            ABOUT,
            seen((2025, "24.6")),
            2025,
            Status.MET,
            [
                "在约束性目标25%左右的容差之内，距容差边界0.1个百分点。",
                "“左右”的容差为2%，即不低于24.5%。",
            ],
            id="about: within the tolerance",
        ),
        pytest.param(
            ABOUT,
            seen((2025, "24.4")),
            2025,
            Status.BREACHED,
            ["低于约束性目标25%左右，差0.1个百分点，不在容差之内"],
            id="about: beyond it",
        ),
        pytest.param(
            ABOUT,
            seen((2025, "26")),
            2025,
            Status.MET,
            ["达到约束性目标25%左右，距容差边界1.5个百分点。"],
            id="about: better",
        ),
        pytest.param(
            ABOUT_CAP,
            seen((2025, "2.08")),
            2025,
            Status.NEAR_LIMIT,
            [
                "在约束性目标2.00亿立方米左右的容差之内，距容差边界0.02亿立方米（1.0%）。",
                "不超过2.1亿立方米",
            ],
            id="about: a ceiling",
        ),
        pytest.param(
            ABOUT_ON_ITS_WAY,
            seen((2026, "446")),
            2026,
            Status.ON_TRACK,
            [
                "在估算的2026年限值449.7立方米左右的容差之内，距容差边界5.33立方米。",
                "“左右”的容差为2%，即不低于440.67立方米。",
            ],
            id="about: the edge of an estimate is rounded",
        ),
        pytest.param(
            ABOUT_ON_ITS_WAY,
            seen((2026, "440.67")),
            2026,
            Status.BEHIND,
            ["差0.003立方米，不在容差之内", "即不低于440.673立方米。"],
            id="about: but for the decimals that decide",
        ),
        pytest.param(
            RANGE_ON_ITS_WAY,
            seen((2028, "26")),
            2028,
            Status.ON_TRACK,
            ["估算的2028年限值24%", "2030年目标为区间28%至30%，按近端28%推算。"],
            id="on the way to a range",
        ),
        pytest.param(
            POINTS,
            seen((2023, "10")),
            2023,
            Status.ON_TRACK,
            ["估算的2023年限值10.05%", "2025年目标由2020年的11.25%下降2个百分点得出。"],
            id="on the way to percentage points",
        ),
        pytest.param(
            CAP_THEN_YEARLY,
            seen((2024, "50")),
            2024,
            Status.ON_TRACK,
            [
                "年均下降2%推算，2020—2025年5年后为49.08立方米。",
                "限值由2023年目标52立方米与2025年目标49.08立方米按匀速推算，非规划原文。",
            ],
            id="from a cap on to a yearly rate",
        ),
        pytest.param(
            INCREMENT,
            seen((2024, "30")),
            2024,
            Status.BEHIND,
            ["估算的2024年限值40万亩", "新增量自2020年起算。"],
            id="an increment on its way",
        ),
        pytest.param(
            INCREMENT_OF_NO_YEAR,
            seen((2025, "3")),
            2025,
            Status.NOT_DUE,
            ["首个目标在2027年（新增不低于10万亩）", "2025年实际3万亩"],
            id="an increment that counts from no year",
        ),
        pytest.param(
            UNDATED,
            seen((2028, "3.34")),
            2028,
            Status.NOT_ASSESSABLE,
            [
                "规划提出不低于6.68亿立方米，没有写明年份，只列出进展，不评判是否按时。",
                "2028年实际3.34亿立方米。为目标的50.0%。",
            ],
            id="a goal without a year is never late",
        ),
        pytest.param(
            ELSEWHERE,
            seen((2030, "21")),
            2030,
            Status.NOT_ASSESSABLE,
            [
                "规划写的是“达到自治区下达目标”，数值由其他文件下达，尚未录入，无法评判。",
                "2030年实际21亿立方米。",
            ],
            id="set elsewhere",
        ),
        pytest.param(
            replace(POINTS, bases={}),
            seen((2025, "9")),
            2025,
            Status.NOT_ASSESSABLE,
            ["规划目标为较2020年下降2个百分点；还没有2020年的数值，无法推算限值。"],
            id="no value of the base year",
        ),
        pytest.param(
            replace(POINTS, bases={2020: Decimal("1.5")}),
            seen((2025, "1")),
            2025,
            Status.NOT_ASSESSABLE,
            ["规划目标为较2020年下降2个百分点；推算的限值不可能是这一指标的数值，无法评判。"],
            id="a change below zero",
        ),
        pytest.param(
            INCREMENT_OF_NO_YEAR,
            seen((2028, "9")),
            2028,
            Status.NOT_ASSESSABLE,
            [
                "规划2027年的目标为新增不低于10万亩，没有写明从哪一年起算，不沿用到2028年。",
                "2028年实际9万亩。",
            ],
            id="an increment that counts from no year isn't carried",
        ),
        pytest.param(
            replace(ABOUT, tolerance=None),
            {},
            2025,
            Status.NOT_ASSESSABLE,
            ["规划目标为在25%左右；指标目录没有写明“左右”的容差，无法评判。"],
            id="no tolerance",
        ),
    ],
)
def test_verdict(
    promise: Promise, observations: Observations, year: int, status: Status, says: list[str]
) -> None:
    found = assess(promise, year, observations)
    assert found.status is status
    reason = explain(found)
    assert [part for part in says if part not in reason] == [], reason


@pytest.mark.parametrize(
    ("promise", "year", "goal"),
    [
        pytest.param(YEARLY, 2025, "（按较2020年年均下降2%推算）", id="a yearly rate"),
        pytest.param(RANGE, 2030, "在28%至30%之间", id="a range"),
        pytest.param(AIM, 2025, "不超过9%（力争8.5%）", id="an aim"),
        pytest.param(ABOUT, 2025, "在25%左右", id="about"),
        pytest.param(INCREMENT, 2027, "自2020年起新增不低于70万亩", id="an increment"),
    ],
)
def test_a_goal_without_a_value_says_what_the_plan_asks(
    promise: Promise, year: int, goal: str
) -> None:
    assert goal in explain(assess(promise, year, {}))


def test_the_words_of_a_goal_without_a_year_are_quoted() -> None:
    promise = floor(target("3", GE, wording="新建3座", goal_kind=GoalKind.UNDATED), unit="座")
    assert "规划提出“新建3座”，没有写明年份" in explain(assess(promise, 2027, {}))


@pytest.mark.parametrize(
    ("promise", "observations", "year", "value", "kept"),
    [
        pytest.param(YEARLY, seen((2020, 2022, "4")), 2022, "9.7", True, id="a yearly rate"),
        pytest.param(POINTS, seen((2022, "10.25")), 2022, "8.9", True, id="points, from the base"),
        pytest.param(
            INCREMENT, seen((2024, "30")), 2024, "52.5", False, id="an increment, from nothing"
        ),
    ],
)
def test_the_projection_is_held_against_what_is_judged(
    promise: Promise, observations: Observations, year: int, value: str, kept: bool
) -> None:
    ahead = assess(promise, year, observations).projection
    assert ahead is not None and ahead.value is not None
    assert (round(ahead.value, 1), ahead.kept) == (Decimal(value), kept)


@pytest.mark.parametrize(
    ("promise", "value", "ratio"),
    [
        pytest.param(POINTS, "10.05", "0.9611", id="points of a ceiling, evenly"),
        pytest.param(FALLING_YEARLY, "53", None, id="a yearly rate"),
        pytest.param(AIM, "9", None, id="but not to a cap itself"),
    ],
)
def test_a_change_of_a_ceiling_has_a_pace(promise: Promise, value: str, ratio: str | None) -> None:
    trend = assess(promise, 2023, seen((2023, value))).trend
    assert (trend is None) == (promise is AIM)
    assert ratio is None or (trend is not None and str(trend.ratio) == ratio)


@pytest.mark.parametrize(
    ("promise", "year", "value", "gap"),
    [
        pytest.param(ABOUT, 2025, "24", "-0.5", id="to the edge of 左右, with its decimals"),
        pytest.param(ABOUT, 2025, "26", "1.5", id="on the good side, too"),
        pytest.param(ABOUT_ON_ITS_WAY, 2026, "446", "5.33", id="of an estimate, rounded"),
        pytest.param(FALLING_YEARLY, 2025, "48", "1.08", id="to a computed limit as shown"),
    ],
)
def test_the_gap_beside_the_value_is_that_of_the_sentence(
    promise: Promise, year: int, value: str, gap: str
) -> None:
    found = assess(promise, year, seen((year, value)))
    assert str(found.shown_gap) == gap
    assert gap.strip("-") in explain(found)


def test_a_computed_goal_gives_a_projection_no_more_decimals() -> None:
    ahead = assess(FALLING_YEARLY, 2022, seen((2022, "52.5"))).projection
    assert ahead is not None and ahead.required is not None
    assert (str(ahead.shown), str(ahead.required.per_year)) == ("49.91", "-1.139")


@pytest.mark.parametrize("promise", [UNDATED, ELSEWHERE, replace(POINTS, bases={})])
def test_there_is_no_pace_where_nothing_is_judged(promise: Promise) -> None:
    found = assess(promise, 2030, seen((2025, "3"), (2030, "4")))
    assert (found.trend, found.projection) == (None, None)


numbers = st.decimals("-99999", "99999", places=2)
years = st.integers(2015, 2040)


@given(
    change=numbers,
    base=numbers,
    values=st.dictionaries(years, numbers, max_size=3),
    due=years,
    since=years,
    asked=years,
    form=st.sampled_from(TargetForm),
    kind=st.sampled_from(["reduction", "share", "volume"]),
)
def test_no_number_of_a_plan_raises(
    change: Decimal,
    base: Decimal,
    values: dict[int, Decimal],
    due: int,
    since: int,
    asked: int,
    form: TargetForm,
    kind: str,
) -> None:
    own = target(str(change), GE, due, since, form=form, counts_from=since)
    promise = replace(
        level(own, unit="亿立方米" if kind == "volume" else "%", bases={since: str(base)}),
        is_reduction=kind == "reduction",
        direction=Direction.AT_LEAST if kind == "share" else Direction.AT_MOST,
    )
    base_year = since if promise.is_reduction else None
    seen_values = {(year, base_year): Observed(value) for year, value in values.items()}
    found = assess(promise, asked, seen_values)
    assert explain(found)
    assert found.trend is None or found.limit is not None
    assert found.projection is None or found.projection.goal.at > asked
