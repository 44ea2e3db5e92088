"""May these be compared: the five levels, and the number to rank by."""

from dataclasses import replace
from decimal import Decimal

import pytest

from common.language import in_both
from indicators.assessments.rules.comparability import (
    Comparability,
    Comparand,
    Note,
    NoteCode,
    judge,
)
from indicators.assessments.rules.enums import ComparabilityLevel
from indicators.assessments.wording import ground_note
from indicators.plans.rules.enums import PriceBasis, TargetForm
from indicators.plans.rules.prices import Prices
from tests.units import unit

DIRECT, REBASED = ComparabilityLevel.DIRECT, ComparabilityLevel.REBASED
DERIVED, CAVEAT = ComparabilityLevel.DERIVED, ComparabilityLevel.CAVEAT
NONE = ComparabilityLevel.NONE


def note(result: Comparability) -> tuple[str, str]:
    """What a reader must know, in Chinese and in English."""
    (both,) = in_both(ground_note, [result.notes])
    return both


def level(
    value: str | None,
    year: int | None = 2025,
    *,
    symbol: str = "亿立方米",
    note: str = "",
    indicator: str = "groundwater_use",
) -> Comparand:
    number = None if value is None else Decimal(value)
    return Comparand(indicator, unit(symbol), year, number, definition_note=note)


def fall(
    value: str | None, year: int, base: int | None, *, derived: bool = False, note: str = ""
) -> Comparand:
    return Comparand(
        "gdp_water_intensity_reduction",
        unit("%"),
        year,
        None if value is None else Decimal(value),
        base,
        is_reduction=True,
        definition_note=note,
        derived=derived,
        prices=Prices(PriceBasis.CONSTANT, PriceBasis.CURRENT),
    )


def grown(value: str, since: int | None) -> Comparand:
    """An increment that counts from a year."""
    return replace(level(value, symbol="万亩"), is_increment=True, counts_from=since)


def changed(value: str, form: TargetForm, base: int = 2020) -> Comparand:
    """How much a level changes."""
    return replace(level(value, symbol="%"), base_year=base, change=form)


POINTS, PER_YEAR = TargetForm.POINTS, TargetForm.PER_YEAR
YEARLY = replace(fall("9.60792", 2025, 2020), yearly=Decimal(2))
YANGQUAN, TAIYUAN = fall("9.5", 2025, 2020), fall("3", 2027, 2025)
LIAOCHENG = fall("12.5", 2027, 2024)


@pytest.mark.parametrize(
    ("first", "second", "expected", "ranked_by"),
    [
        pytest.param(level("0.3"), level("1.5"), DIRECT, "1.5", id="direct"),
        pytest.param(
            level("0.3"), level("1500", symbol="万立方米"), DIRECT, "0.15", id="other unit"
        ),
        pytest.param(level("0.3", None), level("1.5", None), DIRECT, "1.5", id="both standing"),
        pytest.param(level("0.3"), level("1.5", 2027), NONE, None, id="another year"),
        pytest.param(level("0.3"), level("1.5", None), NONE, None, id="a year and standing"),
        pytest.param(level("0.3"), level("1.5", symbol="万亩"), NONE, None, id="another dimension"),
        pytest.param(level("0.3"), level(None), NONE, None, id="words only"),
        pytest.param(
            level("0.3"), level("2", indicator="total_water_use"), NONE, None, id="not the same"
        ),
        pytest.param(level("1.5"), level("0.3", note="开采量"), CAVEAT, "0.3", id="defined apart"),
        pytest.param(
            level("1.5", note="开采量"), level("0.3", note="开采量"), DIRECT, "0.3", id="both so"
        ),
        pytest.param(YANGQUAN, fall("8", 2025, 2020), DIRECT, "8", id="same base year"),
        pytest.param(YANGQUAN, TAIYUAN, REBASED, "1.511422", id="other base year"),
        pytest.param(YANGQUAN, fall("12", 2027, 2020), REBASED, "1.809617", id="other span"),
        pytest.param(YANGQUAN, fall("3", 2027, None), NONE, None, id="no base year"),
        pytest.param(YANGQUAN, fall("120", 2027, 2025), NONE, None, id="impossible"),
        pytest.param(YANGQUAN, fall("8", 2025, 2020, derived=True), DERIVED, "8", id="from levels"),
        pytest.param(grown("70", 2020), grown("10", 2020), DIRECT, "10", id="from one year"),
        pytest.param(grown("70", 2020), grown("10", 2021), NONE, None, id="from another year"),
        pytest.param(grown("70", 2020), grown("10", None), NONE, None, id="from no year"),
        pytest.param(
            grown("70", None), grown("10", None), NONE, None, id="neither says since when"
        ),
        pytest.param(
            level("10"), replace(level("9"), undated=True), NONE, None, id="a goal without a year"
        ),
        pytest.param(
            level("9", symbol="%"), changed("2", POINTS), NONE, None, id="points beside a level"
        ),
        pytest.param(
            changed("2", PER_YEAR), changed("2", POINTS), NONE, None, id="points beside a rate"
        ),
        pytest.param(changed("3", POINTS), changed("2", POINTS), DIRECT, "2", id="points alike"),
        pytest.param(
            changed("3", POINTS), changed("2", POINTS, 2021), NONE, None, id="points since another"
        ),
        pytest.param(YANGQUAN, YEARLY, REBASED, "2", id="the plan's own yearly rate"),
        pytest.param(YEARLY, YANGQUAN, REBASED, "1.97661", id="held against a yearly rate"),
        pytest.param(
            YANGQUAN,
            fall("12", 2027, 2020, derived=True, note="按现价"),
            DERIVED,
            "1.809617",
            id="the weakest ground counts",
        ),
    ],
)
def test_the_second_held_against_the_first(
    first: Comparand, second: Comparand, expected: ComparabilityLevel, ranked_by: str | None
) -> None:
    _first, result = judge([first, second])
    assert result.level is expected
    assert result.ranked_by == (None if ranked_by is None else Decimal(ranked_by))
    assert (result.notes == ()) == (expected is DIRECT)
    assert bool(ground_note(result.notes)) == bool(result.notes)


def test_reductions_from_three_base_years_are_ranked_by_what_they_ask_a_year() -> None:
    results = judge([YANGQUAN, TAIYUAN, LIAOCHENG])
    assert [result.level for result in results] == [REBASED] * 3
    assert [str(result.ranked_by) for result in results] == ["1.97661", "1.511422", "4.353441"]
    assert note(results[2]) == (
        "2027年较2024年下降12.5%，折合每年下降4.35%。",
        "12.5% from 2024 to 2027 is 4.35% a year.",
    )


def test_the_odd_one_out_stands_apart_whatever_the_order() -> None:
    odd, rest = level("1", 2030), [level("2"), level("3")]
    assert [result.level for result in judge([odd, *rest])] == [NONE, DIRECT, DIRECT]
    assert [result.level for result in judge([*rest, odd])] == [DIRECT, DIRECT, NONE]


@pytest.mark.parametrize("year", [2025, 2030])
def test_of_years_that_tie_the_one_that_is_asked_is_compared(year: int) -> None:
    items = [level("1", 2030), level("2"), level("3", 2027)]
    results = judge(items, year=year)
    compared = [item.year for item, one in zip(items, results, strict=True) if one.level is DIRECT]
    assert compared == [year]
    many = judge([level("1", 2030), level("2"), level("3")], year=2030)
    assert [result.level for result in many] == [NONE, DIRECT, DIRECT]


def test_only_the_one_that_differs_carries_the_caveat() -> None:
    results = judge([level("1.5"), level("0.3", note="开采量，不是用水量。")])
    assert [result.level for result in results] == [DIRECT, CAVEAT]
    assert ground_note(results[1].notes) == "口径不同：开采量，不是用水量。"


@pytest.mark.parametrize(
    ("second", "says"),
    [
        (replace(level("28"), range_to=Decimal(30)), "规划定的是区间28亿立方米至30亿立方米"),
        (replace(level("28"), about=True), "规划定的是“左右”，按所写的数值比较。"),
    ],
)
def test_a_range_and_about_are_compared_by_what_is_judged_and_say_so(
    second: Comparand, says: str
) -> None:
    _first, result = judge([level("27"), second])
    assert (result.level, result.ranked_by) == (DIRECT, Decimal(28))
    assert says in ground_note(result.notes)


@pytest.mark.parametrize(
    ("odd", "says"),
    [
        (YEARLY, "规划定的就是每年下降2%。"),
        (replace(fall("9", 2025, 2020), undated=True), "规划没有写明年份，不可比。"),
    ],
)
def test_what_is_said_of_reductions(odd: Comparand, says: str) -> None:
    assert ground_note(judge([YANGQUAN, odd])[1].notes) == says


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        (grown("1", 2020), grown("2", 2021), "新增量的起算年不同：2021年与2020年，不可比。"),
        (grown("1", None), grown("2", None), "规划没有写明新增量从哪一年起算，不可比。"),
        (
            level("9", symbol="%"),
            changed("2", POINTS),
            "规划定的是变化幅度还是数值各不相同，不可比。",
        ),
    ],
)
def test_why_the_forms_stand_apart(first: Comparand, second: Comparand, says: str) -> None:
    assert ground_note(judge([first, second])[1].notes) == says


@pytest.mark.parametrize("comparands", [[], [level(None)], [fall("3", 2027, None)]])
def test_nothing_to_compare(comparands: list[Comparand]) -> None:
    assert [result.level for result in judge(comparands)] == [NONE] * len(comparands)


@pytest.mark.parametrize(
    ("odd", "expected", "chinese", "english"),
    [
        (
            level(None),
            Note(NoteCode.WORDS_ONLY),
            "只有文字表述，没有数值，不可比。",
            "Promised in words only, so it cannot be compared.",
        ),
        (
            level("1", indicator="total_water_use"),
            Note(NoteCode.OTHER_INDICATOR),
            "不是同一指标，不可比。",
            "Not the same indicator.",
        ),
        (
            level("1", symbol="万亩"),
            Note(NoteCode.OTHER_UNIT, {"unit": unit("万亩"), "common": unit("亿立方米")}),
            "单位不同：万亩与亿立方米，不可比。",
            "The units differ (10,000 mu and 100 million m³), so it cannot be compared.",
        ),
        (
            level("1", None),
            Note(NoteCode.OTHER_YEAR, {"year": None, "common": 2025}),
            "年份不同：长期与2025年，不可比。",
            "The years differ (every year and 2025), so it cannot be compared.",
        ),
    ],
    ids=["words only", "another indicator", "another unit", "another year"],
)
def test_what_stands_apart_says_why(
    odd: Comparand, expected: Note, chinese: str, english: str
) -> None:
    *_alike, result = judge([level("2"), level("3"), odd])
    assert (result.level, result.notes) == (NONE, (expected,))
    assert note(result) == (chinese, english)


def test_several_reasons_are_sentences_one_after_the_other() -> None:
    *_others, result = judge([YANGQUAN, TAIYUAN, fall("12", 2027, 2020, derived=True, note="现价")])
    assert [one.code for one in result.notes] == [
        NoteCode.REBASED,
        NoteCode.DEFINITION,
        NoteCode.DERIVED,
    ]
    chinese, english = note(result)
    assert "。口径不同：现价。由两年水平值推算；水平值按当年价，官方降幅按可比价" in chinese
    assert "a year. Defined differently in its plan (in Chinese): 现价。" in english


@pytest.mark.parametrize(
    ("odd", "chinese"),
    [
        pytest.param(
            replace(YANGQUAN, preliminary=True),
            "实际值为初步数，正式数发布后可能改变。",
            id="not final",
        ),
        pytest.param(
            replace(YANGQUAN, prices=Prices(PriceBasis.CURRENT)),
            "价格口径不同：当年价，与之比较的为可比价。",
            id="at other prices",
        ),
        pytest.param(
            replace(YANGQUAN, prices=Prices()),
            "价格口径不同：未注明，与之比较的为可比价。",
            id="at prices that nobody states",
        ),
    ],
)
def test_what_is_not_quite_alike_has_a_caveat(odd: Comparand, chinese: str) -> None:
    *alike, result = judge([YANGQUAN, YANGQUAN, odd])
    assert [one.level for one in alike] == [DIRECT, DIRECT]
    assert (result.level, result.ranked_by) == (CAVEAT, Decimal("9.5"))
    assert note(result)[0] == chinese


def test_what_is_derived_from_levels_without_money_says_no_more() -> None:
    derived = replace(YANGQUAN, derived=True, prices=Prices())
    assert [note(one)[0] for one in judge([derived])] == ["由两年水平值推算。"]
