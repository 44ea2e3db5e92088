"""What a comparison says first: the most important of its statements, and in which words."""

from collections.abc import Sequence

import pytest
from django.utils.translation import override

from indicators.assessments.rules.answers import Answer, AnswerCode, Candidate, answer
from indicators.assessments.rules.assessment import Assessment, assess
from indicators.assessments.wording.answers import answer_words
from indicators.plans.rules.enums import Nature
from indicators.plans.rules.promises import Promise
from tests.examples import (
    ABOUT_CAP,
    EFFICIENCY,
    LE,
    LEAKAGE,
    RECLAIMED,
    TOTAL_USE,
    WORDS,
    YELLOW_RIVER,
    ceiling,
    seen,
    target,
)

EXPECTED = ceiling(target("2.27", LE, 2025), nature=Nature.EXPECTED)
LARGE = ceiling(target("20.1", LE, 2025))
OF_MILLIONS = ceiling(target("200000000.0", LE, 2025))


def verdict(promise: Promise, value: str | None, year: int = 2025) -> Assessment:
    return assess(promise, year, seen((year, value)) if value else {}, last_over=2027)


met, roomy = verdict(TOTAL_USE, "2.10"), verdict(TOTAL_USE, "1.00")
near, nearer = verdict(TOTAL_USE, "2.21"), verdict(LARGE, "19.70")
breached, slightly = verdict(TOTAL_USE, "2.40"), verdict(LARGE, "20.3")
missed, behind = verdict(EXPECTED, "2.40"), verdict(TOTAL_USE, "2.34", 2027)
on_track = verdict(TOTAL_USE, "2.20", 2027)
no_data, not_judged = verdict(TOTAL_USE, None), verdict(WORDS, None)
not_due = assess(TOTAL_USE, 2024, {}, last_over=2027)
allocation = verdict(YELLOW_RIVER, "4.83")


def found(*verdicts: Assessment, apart: Sequence[Assessment] = ()) -> Answer:
    return answer([Candidate(one, one not in apart) for one in verdicts])


@pytest.mark.parametrize(
    ("verdicts", "lead", "alike"),
    [
        pytest.param([met, near, breached, missed], breached, 0, id="a red line before all"),
        pytest.param([met, near, missed, behind], missed, 0, id="missed before near"),
        pytest.param([met, behind, near], near, 0, id="near before behind an estimate"),
        pytest.param([met, behind, no_data], behind, 0, id="behind before kept"),
        pytest.param([slightly, breached, met], breached, 1, id="the most in shares of its limit"),
        pytest.param([near, nearer, met], nearer, 1, id="the least room in shares of its limit"),
        pytest.param([no_data, met, not_due], met, 0, id="the only one that is known"),
    ],
)
def test_the_most_important_statement_is_made(
    verdicts: list[Assessment], lead: Assessment, alike: int
) -> None:
    said = found(*verdicts)
    assert said.code is AnswerCode.ONE
    assert said.lead is not None and verdicts[said.lead] is lead
    assert said.alike == alike


def test_what_compares_leads_before_what_does_not() -> None:
    verdicts = [breached, slightly]
    assert found(*verdicts, apart=[breached]).lead == 1
    assert found(*verdicts, apart=verdicts).lead == 0


@pytest.mark.parametrize(
    ("verdicts", "code"),
    [
        ([], AnswerCode.NO_PROMISE),
        ([no_data, not_due], AnswerCode.NO_VALUE),
        ([not_due, not_judged], AnswerCode.NOT_DUE),
        ([not_judged, allocation], AnswerCode.NOT_JUDGED),
        ([met, roomy], AnswerCode.ALL_WITHIN),
        ([verdict(RECLAIMED, "25.1"), verdict(RECLAIMED, "27")], AnswerCode.ALL_REACHED),
        ([met, verdict(RECLAIMED, "27")], AnswerCode.ALL_KEPT),
    ],
)
def test_where_nobody_stands_out_all_are_spoken_of(
    verdicts: list[Assessment], code: AnswerCode
) -> None:
    assert found(*verdicts).code is code


def test_nobody_comes_first_where_nothing_compares() -> None:
    assert found(met, roomy).lead == 0
    assert found(met, roomy, apart=[met]).lead is None
    assert found(met, roomy, apart=[met, roomy]).lead is None


def say(verdicts: Sequence[Assessment], *, apart: Sequence[Assessment] = (), cities: bool) -> str:
    said = found(*verdicts, apart=apart)
    lead = None if said.lead is None else verdicts[said.lead]
    name = "" if said.lead is None else "甲乙丙丁戊"[said.lead] + "市"
    return answer_words(said, 2025, lead=lead, name=name, cities=cities)


@pytest.mark.parametrize(
    ("verdicts", "words"),
    [
        ([nearer], "甲市离上限只剩2.0%"),
        ([near, nearer], "乙市离上限只剩2.0%，另有1项接近红线"),
        ([breached, met], "甲市超过上限5.7%"),
        ([verdict(TOTAL_USE, "2.27")], "甲市恰好等于上限，没有余量"),
        ([verdict(OF_MILLIONS, "200000000.1")], "甲市超过上限0.1亿立方米"),
        ([verdict(LEAKAGE, "9.4")], "甲市超过上限0.4个百分点"),
        ([verdict(EFFICIENCY, "0.613")], "甲市离目标还差0.011"),
        ([verdict(RECLAIMED, "24.9")], "甲市离目标还差0.1个百分点"),
        ([verdict(RECLAIMED, "25")], "甲市恰好达到目标"),
        (
            [verdict(RECLAIMED, "25.1"), no_data],
            "甲市达到目标，高出0.1个百分点，另有1项没有可评判的数值",
        ),
        ([behind], "甲市超过推算的当年上限1.7%"),
        ([on_track], "甲市在推算的当年上限以内，余量4.4%"),
        ([verdict(RECLAIMED, "25.5", 2026)], "甲市离推算的当年目标还差0.5个百分点"),
        ([verdict(ABOUT_CAP, "2.20")], "甲市超过上限（含容差）5.0%"),
        ([met, roomy], "2市都在上限以内，余量最小的是甲市（7.5%）"),
        ([met, roomy, no_data], "可以评判的2市都在上限以内，余量最小的是甲市（7.5%）"),
        ([on_track, roomy], "2市都在上限以内（含推算的限值），余量最小的是甲市（4.4%）"),
        ([verdict(EXPECTED, "2.40", 2026)], "甲市超过沿用的上限5.7%"),
        (
            [verdict(EXPECTED, "2.10", 2026), verdict(EXPECTED, "1.00", 2026)],
            "2市都在上限以内（含沿用的限值），余量最小的是甲市（7.5%）",
        ),
        ([no_data], "2025 年还没有可以评判的实际值"),
        ([allocation], "2025 年没有可以用数值评判的目标"),
        ([], "没有城市承诺这个指标"),
    ],
)
def test_a_statement_says_no_more_than_the_numbers(verdicts: list[Assessment], words: str) -> None:
    with override("zh-hans"):
        assert say(verdicts, cities=True) == words


def test_who_does_not_compare_is_counted_and_not_ranked() -> None:
    with override("zh-hans"):
        three = say([met, roomy, on_track], apart=[on_track], cities=False)
        none = say([met, roomy], apart=[met, roomy], cities=False)
    assert three == ("3项承诺都在上限以内（含推算的限值）；可以比较的2项中余量最小的是甲市（7.5%）")
    assert none == "2项承诺都在上限以内"


@pytest.mark.parametrize(
    ("verdicts", "words"),
    [
        ([near, nearer], "乙市 is only 2.0% below its limit; 1 more is near the limit"),
        ([verdict(LEAKAGE, "9.4")], "甲市 is 0.4 percentage points above its limit"),
        ([verdict(RECLAIMED, "24.9")], "甲市 is 0.1 percentage points short of its target"),
        ([behind], "甲市 is 1.7% above the estimated limit of the year"),
        (
            [met, roomy, no_data],
            "The 2 cities that can be judged are all within their limits; "
            "甲市 has the least room (7.5%)",
        ),
        ([no_data], "There is no value to judge for 2025 yet"),
    ],
)
def test_a_statement_in_english(verdicts: list[Assessment], words: str) -> None:
    with override("en"):
        assert say(verdicts, cities=True) == words
