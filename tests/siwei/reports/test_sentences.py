"""What a report says, and how it counts its parts."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from indicators.actuals.rules.keys import ActualKey
from indicators.assessments.rules.statuses import Status
from siwei.pages.rules.briefing import Missing, MissingCode
from siwei.reports.rules.numerals import chinese, numbered
from siwei.reports.viewmodels.numbering import Numbering
from siwei.reports.viewmodels.sentences import counted, missing_words, shortened, stamped

DAY = date(2026, 4, 30)


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (99, "九十九")],
)
def test_numbers_in_chinese(number: int, words: str) -> None:
    assert chinese(number) == words


@pytest.mark.parametrize("number", [0, -1, 100])
def test_what_no_report_has_so_many_parts_of(number: int) -> None:
    with pytest.raises(ValueError):
        chinese(number)


@pytest.mark.parametrize(
    ("level", "head"), [(1, "十二、总体情况"), (2, "（十二）总体情况"), (3, "12. 总体情况")]
)
def test_the_number_of_a_heading(level: int, head: str) -> None:
    assert numbered(level, 12, "总体情况") == head


def test_a_new_part_begins_to_count_anew() -> None:
    number = Numbering()
    levels = [1, 2, 3, 3, 2, 1, 2, 3]
    heads = [number.heading(level, "甲").text for level in levels]
    assert heads == [
        *("一、甲", "（一）甲", "1. 甲", "2. 甲", "（二）甲"),
        *("二、甲", "（一）甲", "1. 甲"),
    ]
    assert [number.table("甲"), number.picture("甲"), number.table("乙")] == [
        *("表1　甲", "图1　甲", "表2　乙"),
    ]


def test_counts_are_in_the_order_of_the_statuses() -> None:
    counts = {Status.NO_DATA: 2, Status.MET: 7, Status.MISSED: 0, Status.BREACHED: 1}
    assert counted(counts) == "达标7项、突破红线1项、待填报2项"


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (Missing(MissingCode.OVERDUE, DAY, 10), "填报截止2026年4月30日，已过10天"),
        (Missing(MissingCode.DUE, DAY), "填报截止2026年4月30日"),
        (Missing(MissingCode.UNDATED), "省里未设填报截止日"),
        (Missing(MissingCode.WITHDRAWN, DAY, 3), "原发布数值已于2026年4月30日撤回"),
        (Missing(MissingCode.NOT_AVAILABLE, DAY, 3), "2026年4月30日发布为“尚未发布”"),
    ],
)
def test_why_a_value_is_missing(one: Missing, words: str) -> None:
    assert missing_words(one) == words


@pytest.mark.parametrize(
    ("text", "most", "found"),
    [("一二三四", None, "一二三四"), ("一二三四", 4, "一二三四"), ("一二三四", 3, "一二…")],
)
def test_a_text_that_is_too_long_for_its_cell(text: str, most: int | None, found: str) -> None:
    assert shortened(text, most) == found


@dataclass(frozen=True)
class Judged:
    actual: Decimal | None
    linked_base: int | None = None


@dataclass(frozen=True)
class Known:
    value: Decimal | None
    key: ActualKey = ActualKey("140300", "total_water_use", 2025)  # noqa: RUF009  is frozen
    version: int = 4


@pytest.mark.parametrize(
    ("sentence", "value", "before"),
    [
        ("2025年实际2.31亿立方米，超过2.310", "2.31", "2025年实际"),
        ("2025年实际2025亿立方米", "2025", "2025年实际"),
        ("限值12.3，实际2.3万亩。", "2.3", "限值12.3，实际"),
        ("实际9.0%，目标9", "9.0", "实际"),
        ("实际2.3。4", "2.3", "实际"),
    ],
)
def test_the_value_of_a_sentence_is_in_a_control(sentence: str, value: str, before: str) -> None:
    number = Decimal(value)
    pieces = stamped(sentence, _any(Known(number)), _any(Judged(number)))
    assert "".join(one.text for one in pieces) == sentence
    tagged = [one for one in pieces if one.tag]
    assert [(one.text, one.tag) for one in tagged] == [(value, "140300.total_water_use.2025@4")]
    assert pieces[0].text == before


@pytest.mark.parametrize(
    ("sentence", "value", "judged"),
    [
        ("2025年较2020年上升1.2%", "-1.2", Judged(Decimal("-1.2"))),
        ("2025年实际12.31", "2.31", Judged(Decimal("2.31"))),
        ("实际2.31", "2.31", Judged(Decimal("2.31"), linked_base=2015)),
        ("实际2.31", "2.31", Judged(Decimal("2.30"))),
        ("实际2.31", None, Judged(Decimal("2.31"))),
    ],
)
def test_what_is_not_the_published_number_has_no_control(
    sentence: str, value: str | None, judged: Judged
) -> None:
    known = Known(None if value is None else Decimal(value))
    pieces = stamped(sentence, _any(known), _any(judged))
    assert [(one.text, one.tag) for one in pieces] == [(sentence, "")]


def _any(one: object) -> Any:
    return one
