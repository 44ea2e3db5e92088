"""Where a promise is heading: what the pace leads to, what is needed, and in which words."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from common.language import in_both
from indicators.actuals.rules.enums import ObsStatus
from indicators.assessments.rules.assessment import Assessment, Observations, Observed, assess
from indicators.assessments.rules.outlook import Course, Need, Outlook, last_known, outlook
from indicators.assessments.wording import outlook_short, outlook_words
from indicators.plans.rules.enums import Direction, TargetForm
from indicators.plans.rules.in_force import Document, Ending
from indicators.plans.rules.promises import Promise
from tests.examples import (
    EFFICIENCY,
    GE,
    LE,
    LEAKAGE,
    RECLAIMED,
    STEPS,
    TOTAL_USE,
    YELLOW_RIVER,
    broken,
    ceiling,
    floor,
    level,
    seen,
    target,
)


def ahead(promise: Promise, observations: Observations, year: int = 2025) -> Outlook | None:
    return outlook(assess(promise, year, observations, last_over=2025), last_over=2025)


ABOUT_30 = level(
    target("25", GE, 2025),
    target("30", GE, 2030, form=TargetForm.ABOUT),
    unit="%",
    direction=Direction.AT_LEAST,
    tolerance="0.02",
)
YEARLY_LEVEL = level(
    target("2", GE, 2030, 2020, form=TargetForm.PER_YEAR), unit="立方米", bases={2020: "54.3"}
)
ZERO = ceiling(target("1", LE, 2025), target("0", LE, 2030), unit="%")
CASES = [
    pytest.param(
        LEAKAGE,
        seen((2024, "9.7"), (2025, "9.6")),
        (Course.BEYOND, Need.CHANGE),
        "按目前速度，2030年约为9.1%，超过8%的限值，超出1.1个百分点；今后每年需下降0.32个百分点。",
        id="a ceiling that the pace doesn't reach",
    ),
    pytest.param(
        LEAKAGE,
        seen((2024, "9.7"), (2025, "9.2")),
        (Course.KEPT, Need.CHANGE),
        "按目前速度，2030年约为7.1%，不超过8%的限值，余量0.9个百分点；今后每年需下降0.24个百分点。",
        id="a ceiling that it reaches, though not yet",
    ),
    pytest.param(
        TOTAL_USE,
        seen((2024, "2.02"), (2025, "2.05")),
        (Course.KEPT, Need.HOLD),
        "按目前速度，2030年约为2.21亿立方米，不超过2.35亿立方米的限值，余量0.14亿立方米；"
        "目前的数值已符合这一要求，保持即可。",
        id="room to spare",
    ),
    pytest.param(
        TOTAL_USE,
        seen((2024, "2.10"), (2025, "2.20")),
        (Course.BEYOND, Need.HOLD),
        "按目前速度，2030年约为2.78亿立方米，超过2.35亿立方米的限值，超出0.43亿立方米；"
        "目前的数值符合这一要求，今后不变差即可。",
        id="kept now, and lost at this pace",
    ),
    pytest.param(
        RECLAIMED,
        seen((2024, "24.0"), (2025, "24.5")),
        (Course.BEYOND, Need.CHANGE),
        "按目前速度，2030年约为27.2%，低于30%的目标，差2.8个百分点；今后每年需上升1.1个百分点。",
        id="a floor",
    ),
    pytest.param(
        EFFICIENCY,
        seen((2024, "0.620"), (2025, "0.622")),
        (Course.KEPT, Need.CHANGE),
        "按目前速度，2030年约为0.632，达到0.63的目标，高出0.002；今后每年需上升0.0016。",
        id="a number without a unit",
    ),
    pytest.param(
        STEPS,
        seen((2025, 2027, "2.0")),
        (Course.BEYOND, Need.CHANGE),
        "按目前速度，2030年较2025年约下降4.9%，低于7%的目标，差2.1个百分点；"
        "2025年至2027年平均每年下降约1.01%，今后每年需下降1.74%。",
        id="a reduction",
    ),
    pytest.param(
        STEPS,
        seen((2025, 2027, "-1.0")),
        (Course.BEYOND, Need.CHANGE),
        "按目前速度，2030年较2025年约上升2.5%，低于7%的目标，差9.5个百分点；"
        "2025年至2027年平均每年上升约0.50%，今后每年需下降2.72%。",
        id="a reduction that is a rise",
    ),
    pytest.param(
        ABOUT_30,
        seen((2024, "26.0"), (2025, "26.5")),
        (Course.BEYOND, Need.CHANGE),
        "按目前速度，2030年约为29.2%，低于30%左右的目标，差0.2个百分点；今后每年需上升0.7个百分点。",
        id="left of what 左右 allows",
    ),
    pytest.param(
        YEARLY_LEVEL,
        seen((2024, "51.0"), (2025, "50.5")),
        (Course.BEYOND, Need.CHANGE),
        "按目前速度，2030年约为46.97立方米，超过估算的44.37立方米的限值，超出2.60立方米；"
        "今后每年需减少1.227立方米。",
        id="a level that is computed from a yearly rate",
    ),
    pytest.param(
        LEAKAGE,
        seen((2025, "9.6")),
        (Course.UNKNOWN, Need.CHANGE),
        "已有数值不足以推算速度。2030年的要求是不超过8%；今后每年需下降0.32个百分点。",
        id="one year alone",
    ),
    pytest.param(
        replace(LEAKAGE, breaks=(broken(2025),)),
        seen((2024, "9.7"), (2025, "9.6")),
        (Course.UNKNOWN, Need.CHANGE),
        "2025年起统计方法变动（统计制度），不推算速度。2030年的要求是不超过8%；"
        "今后每年需下降0.32个百分点。",
        id="counted otherwise since",
    ),
    pytest.param(
        floor(target("0.2", GE, 2025), target("0.26", GE, 2029), unit="亿立方米"),
        seen((2025, "0.25")),
        (Course.UNKNOWN, Need.CHANGE),
        "已有数值不足以推算速度。2029年的要求是不低于0.26亿立方米；今后每年需增加0.003亿立方米。",
        id="a need is not rounded to what misses the target",
    ),
    pytest.param(
        ZERO,
        seen((2024, "2"), (2025, "0")),
        (Course.KEPT, Need.HOLD),
        "按目前速度，2030年约为0%，恰好等于0%的限值，没有余量；目前的数值已符合这一要求，保持即可。",
        id="a limit of zero",
    ),
]


@pytest.mark.parametrize(("promise", "observations", "codes", "words"), CASES)
def test_what_is_ahead(
    promise: Promise, observations: Observations, codes: tuple[Course, Need], words: str
) -> None:
    year = 2027 if promise is STEPS else 2025
    one = ahead(promise, observations, year)
    assert one is not None
    assert (one.course, one.need) == codes
    ((chinese, english),) = in_both(outlook_words, [one])
    assert chinese == words
    assert english and english != chinese


@pytest.mark.parametrize(
    ("first", "goal", "says"),
    [
        ("4.32", "12.5", "下降约4.32%，今后每年需下降4.38%"),
        ("4.30", "12.36", "下降约4.30%，今后每年需下降4.31%"),
        ("4.304", "12.36", "下降约4.304%，今后每年需下降4.302%"),
        ("4.50", "12.5", "下降约4.50%，今后每年需下降4.29%"),
    ],
)
def test_the_rates_of_a_reduction_say_what_its_course_says(
    first: str, goal: str, says: str
) -> None:
    """A pace is less than what is needed where it falls short, and not where it suffices, in as
    many decimals as show it."""
    reduction = replace(STEPS, targets=(target("3", GE, 2026, 2025), target(goal, GE, 2028, 2025)))
    one = ahead(reduction, seen((2025, 2026, first)), 2026)
    assert one is not None and says in outlook_words(one)


@pytest.mark.parametrize(
    ("promise", "observations", "year"),
    [
        pytest.param(YELLOW_RIVER, seen((2024, "1"), (2025, "2")), 2025, id="isn't judged"),
        pytest.param(LEAKAGE, seen((2024, "9.7")), 2025, id="no value of the year"),
        pytest.param(LEAKAGE, seen((2029, "9.7"), (2030, "9.6")), 2030, id="no later goal"),
        pytest.param(
            replace(LEAKAGE, ended=Ending(date(2030, 6, 1), Document("b", "乙"))),
            seen((2024, "9.7"), (2025, "9.6")),
            2025,
            id="another plan comes before the goal",
        ),
        pytest.param(
            replace(LEAKAGE, breaks=(broken(2027),)),
            seen((2024, "9.7"), (2025, "9.6")),
            2025,
            id="counted otherwise before the goal",
        ),
    ],
)
def test_nothing_is_said(promise: Promise, observations: Observations, year: int) -> None:
    assert ahead(promise, observations, year) is None


def test_a_plan_that_ends_after_its_goal_still_has_a_course() -> None:
    promise = replace(LEAKAGE, ended=Ending(date(2031, 1, 1), Document("b", "乙")))
    assert ahead(promise, seen((2024, "9.7"), (2025, "9.6"))) is not None


@pytest.mark.parametrize(
    ("year", "is_last", "says"),
    [
        (2025, True, "按目前速度"),
        (2024, True, "按目前速度"),
        (2023, True, "按2023年的速度"),
        (2025, False, "按2025年的速度"),
    ],
)
def test_an_old_pace_is_not_called_the_present_one(year: int, is_last: bool, says: str) -> None:
    later = () if is_last else ((2026, "9.6"),)
    values = seen((2020, "9.9"), (year, "9.7"), *later)
    one = outlook(assess(AHEAD, year, values), last_over=2025)
    assert one is not None and outlook_words(one).startswith(says)
    since = "今后" if says == "按目前速度" else "此后"
    assert f"{since}每年需" in outlook_words(one)


AHEAD = ceiling(target("9.8", LE, 2021), target("8", LE, 2030), unit="%")


def test_what_is_near_a_limit_is_not_rounded_to_its_other_side() -> None:
    """By 2027 it is 8.00 % in two decimals, and 8.003 %: beyond the limit of 8 %."""
    promise = ceiling(target("9", LE, 2025), target("8", LE, 2027), unit="%")
    one = ahead(promise, seen((2024, "9.024"), (2025, "8.67")))
    assert one is not None and one.course is Course.BEYOND
    assert "超过8%的限值" in outlook_words(one)
    assert one.value is not None and one.value > Decimal(8)
    assert one.margin is not None and one.margin < 0


def test_a_preliminary_value_is_named() -> None:
    values = dict(seen((2024, "9.7"))) | {
        (2025, None): Observed(Decimal("9.6"), ObsStatus.PRELIMINARY)
    }
    one = ahead(LEAKAGE, values)
    assert one is not None and outlook_words(one).endswith("按初步数推算。")


@pytest.mark.parametrize(
    ("promise", "values", "says"),
    [
        (LEAKAGE, ("9.7", "9.6"), "2030年约9.1%，限值8%"),
        (RECLAIMED, ("24.0", "24.5"), "2030年约27.2%，目标30%"),
        (floor(target("25", GE, 2025), target("30", GE, 2030)), (None, "24.5"), ""),
    ],
)
def test_in_a_few_words(promise: Promise, values: tuple[str | None, str], says: str) -> None:
    known = [(year, one) for year, one in zip((2024, 2025), values, strict=True) if one]
    one = ahead(promise, seen(*known))
    assert one is not None and outlook_short(one) == says


def test_the_last_known_value_is_not_one_of_a_year_to_come() -> None:
    values = seen((2023, "9.8"), (2025, "9.6"), (2027, "9.0"))
    verdicts: list[Assessment] = [assess(LEAKAGE, year, values) for year in range(2022, 2029)]
    found = {
        until: None if (one := last_known(verdicts, until=until)) is None else one.year
        for until in (2022, 2024, 2026, 2028)
    }
    assert found == {2022: None, 2024: 2023, 2026: 2025, 2028: 2027}
