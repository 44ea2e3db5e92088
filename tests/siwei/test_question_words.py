"""What is asked of a city, in both languages: the numbers it rests on, and what is wanted."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from common.language import in_both
from indicators.actuals.rules.findings import (
    Amount,
    Difference,
    Fall,
    Finding,
    IndicatorName,
    Parts,
    Share,
    warning,
)
from indicators.assessments.rules.statuses import Status
from indicators.plans.rules.enums import PriceBasis
from siwei.pages.rules.briefing import Missing, MissingCode
from siwei.pages.rules.questions import (
    Explained,
    Question,
    QuestionCode,
    ValueFacts,
    value_questions,
)
from siwei.pages.rules.work_questions import AtRisk, WorkFacts, work_questions
from siwei.pages.wording import missing_words, question_words
from siwei.pages.wording.briefing import Counts, briefing_sentence
from tests.units import unit

D = Decimal
DAY = date(2026, 4, 30)
PERCENT, WATER = unit("%"), unit("亿立方米")
FACTS = ValueFacts(
    year=2025,
    unit=PERCENT,
    status=Status.MET,
    today=date(2026, 5, 31),
    value=D("9.4"),
    limit=D(9),
    earlier={2024: D("9.7")},
    reported=frozenset({2022, 2023, 2024}),
    due_on=DAY,
)
GONE = replace(FACTS, value=None)
LEAKS = IndicatorName("漏损率", "Leakage rate")
TOTAL = IndicatorName("用水总量", "Total water use")
REDUCTION = warning(
    "reduction_disagrees",
    derived=Fall(D("6.31"), PERCENT),
    difference=Difference(D("3.09"), PERCENT),
    prices=PriceBasis.CONSTANT,
    level_prices=PriceBasis.CURRENT,
)
PARTS = warning(
    "sum_differs",
    sum=Amount(D("2.10"), WATER),
    whole=Amount(D("2.27"), WATER),
    whole_name=TOTAL,
    difference=Difference(D("0.17"), WATER),
    parts=Parts(((TOTAL, Amount(D("2.10"), WATER)),)),
)
YEARLY = warning(
    "year_on_year",
    previous=Amount(D("7.0"), PERCENT),
    change=Difference(D("2.4"), PERCENT, signed=True),
    share=Share(D("0.343"), signed=True),
    most=Share(D("0.2"), places=0),
)


def work(*, clause: bool, milestones: int = 1, promises: int = 1) -> Question:
    tied, heads = (frozenset({7}), frozenset[str]()) if clause else (frozenset[int](), {"市水利局"})
    works = [
        WorkFacts(key, "140300", "制度建成", DAY, 31, tied, frozenset(heads))
        for key in range(milestones)
    ]
    names = [IndicatorName(f"指标{n}", f"indicator {n}") for n in range(1, promises + 1)]
    at_risk = [AtRisk("140300", one, Status.BREACHED, tied, frozenset(heads)) for one in names]
    return work_questions(works, at_risk)[0].question


def asked(facts: ValueFacts) -> Question:
    return value_questions(facts)[0]


def found(finding: Finding, facts: ValueFacts = FACTS) -> Question:
    return asked(replace(facts, findings=[finding]))


BREACHED = replace(FACTS, status=Status.BREACHED)
CASES: Sequence[tuple[Question, str, str]] = [
    (
        asked(BREACHED),
        "2025年为9.4%，超过约束性目标9%；2024年为9.7%。原因是什么，何时能达到目标？",
        "9.4% in 2025 exceeds the binding target of 9%; it was 9.7% in 2024. "
        "What is the reason, and when will the target be kept?",
    ),
    (
        asked(replace(BREACHED, value=D("6.4"), earlier={})),
        "2025年为6.4%，低于约束性目标9%。原因是什么，何时能达到目标？",
        "6.4% in 2025 is below the binding target of 9%. "
        "What is the reason, and when will the target be kept?",
    ),
    (
        asked(replace(BREACHED, value=D("9.5"), limit=D("10"))),
        "2025年为9.5%，低于约束性目标10%；2024年为9.7%。原因是什么，何时能达到目标？",
        "9.5% in 2025 is below the binding target of 10%; it was 9.7% in 2024. "
        "What is the reason, and when will the target be kept?",
    ),
    (
        asked(replace(BREACHED, earlier={})),
        "2025年为9.4%，超过约束性目标9%。原因是什么，何时能达到目标？",
        "9.4% in 2025 exceeds the binding target of 9%. "
        "What is the reason, and when will the target be kept?",
    ),
    (
        asked(replace(BREACHED, explained=Explained(""))),
        "2025年为9.4%，突破约束性目标，填报时没有对此作出解释。原因是什么，何时能达到目标？",
        "9.4% in 2025 crosses a binding target, and no explanation was given when it was "
        "submitted. What is the reason, and when will the target be kept?",
    ),
    (
        asked(replace(FACTS, value=D("4.2"))),
        "2025年为4.2%，比2024年的9.7%减少一半以上（\u221256.7%）。"
        "原因是什么，数值和单位是否核对过？",
        "4.2% in 2025 is down by half or more from 9.7% in 2024 (\u221256.7%). "
        "What is the reason, and were the value and its unit checked?",
    ),
    (
        asked(replace(FACTS, value=D("14.8"))),
        "2025年为14.8%，比2024年的9.7%增加一半以上（+52.6%）。原因是什么，数值和单位是否核对过？",
        "14.8% in 2025 is up by half or more from 9.7% in 2024 (+52.6%). "
        "What is the reason, and were the value and its unit checked?",
    ),
    (
        found(YEARLY, replace(FACTS, earlier={})),
        "2025年为9.4%，比上一年的7.0%变化+2.4个百分点（+34.3%），超过20%。原因是什么？",
        "9.4% in 2025. ",
    ),
    (
        found(REDUCTION),
        "2025年为9.4%，与按水平值推算的下降6.31%相差3.09个百分点。"
        "水平值按当年价、降幅按可比价计算，两者会有差异。降幅是怎样算出来的？",
        "The levels are at current prices and the reduction at constant prices, so the two may "
        "differ. How was the reduction calculated?",
    ),
    (
        found(PARTS, replace(FACTS, unit=WATER, value=D("2.27"), earlier={})),
        "2025年为2.27亿立方米，各分项之和2.10亿立方米与“用水总量”2.27亿立方米相差0.17亿立方米："
        "用水总量2.10亿立方米。以哪个数为准？",
        "Which number counts?",
    ),
    (
        found(warning("cumulative_falls", previous=Amount(D("9.7"), PERCENT))),
        "2025年为9.4%，该指标逐年累计，却小于上一年的9.7%。累计数为什么会减少？",
        "Why does a cumulative number fall?",
    ),
    (
        found(warning("far_from_peers", count=6, median=Amount(D("8.1"), PERCENT))),
        "2025年为9.4%，与其他6个城市（中位数8.1%）相差很大。原因是什么？",
        "What is the reason?",
    ),
    (
        found(warning("above_largest", largest=Amount(D(9), PERCENT))),
        "2025年为9.4%，大于该指标的合理最大值9%。数值是否核对过？",
        "Was the value checked?",
    ),
    (
        found(
            warning(
                "wrong_magnitude",
                why="magnitude",
                reference=Amount(D("0.0009"), PERCENT),
                times=D(10000),
            )
        ),
        "2025年为9.4%，约为0.0009%的10000倍，可能把“万”与“亿”弄混。单位是否填对？",
        "Is the unit right?",
    ),
    (
        asked(replace(GONE, missing=Missing(MissingCode.WITHDRAWN, DAY, 31))),
        "2025年的数值已于2026-04-30撤回发布，31天来没有新的数值。何时重新填报？",
        "The value for 2025 was withdrawn on 2026-04-30 and has not been replaced for 31 days. "
        "When will it be reported again?",
    ),
    (
        asked(replace(GONE, missing=Missing(MissingCode.OVERDUE, DAY, 31))),
        "2022—2024年每年都有数值，2025年没有。为什么没有，何时填报？",
        "There is a value for every year from 2022 to 2024, but none for 2025. "
        "Why is there none, and when will it be reported?",
    ),
    (
        asked(replace(FACTS, explained=Explained("同上", "同上。"))),
        "对2025年数值的解释与2024年的逐字相同：“同上”。这一年的情况是什么？",
        "The explanation of the value for 2025 repeats that for 2024 word for word: “同上”. "
        "What happened this year?",
    ),
    (
        asked(replace(FACTS, is_preliminary=True)),
        "2025年的9.4%是初步数；填报截止日2026-04-30已过31天，还没有正式数。何时有正式数？",
        "9.4% in 2025 is preliminary; there is no final value 31 days after the deadline of "
        "2026-04-30. When will there be a final value?",
    ),
    (
        asked(replace(FACTS, value=D("9.0"))),
        "2025年为9.0%，恰好等于限值。四舍五入以前是多少？",
        "9.0% in 2025 equals the limit exactly. What was it before rounding?",
    ),
    (
        asked(replace(FACTS, earlier={2023: D("9.4"), 2024: D("9.4")})),
        "2023—2025年每年都是9.4%。是否每年都重新统计？",
        "9.4% in every year from 2023 to 2025. Is it counted anew each year?",
    ),
    (
        asked(replace(FACTS, readings=("《甲》“9”", "《乙》“8”"), conflict_year=2025)),
        "2025年的目标有不同写法：《甲》“9”、《乙》“8”。以哪个为准？",
        "The target for 2025 is written in different ways: 《甲》“9”, 《乙》“8”. Which one counts?",
    ),
    (
        asked(replace(FACTS, readings=("《甲》“9”", "《乙》“8”"))),
        "长期目标有不同写法：《甲》“9”、《乙》“8”。以哪个为准？",
        "The standing limit is written in different ways: 《甲》“9”, 《乙》“8”. Which one counts?",
    ),
    (
        work(clause=True),
        "“制度建成”应于2026-04-30完成，已逾期31天；没有有效的完成报告和佐证材料。"
        "规划的同一条款还写有面临风险的承诺：“指标1”。进展如何，对承诺有什么影响？",
        "“制度建成” was due on 2026-04-30 and is 31 days late; there is no valid report that it is "
        "done, with evidence. The same clause of the plan holds "
        "promises at risk: “indicator 1”. How far is it, and what does that mean for the promise?",
    ),
    (
        work(clause=False, milestones=3, promises=5),
        "“制度建成”应于2026-04-30完成，已逾期31天，同样的还有2个节点；没有有效的完成报告和佐证材料。规划没有写明它关系哪些指标；"
        "同一部门（市水利局）还负责面临风险的承诺：“指标1”、“指标2”、“指标3”等 5 项。"
        "进展如何，对承诺有什么影响？",
        "The plan does not say which indicators depend on it; the same department (市水利局) also "
        "answers for promises at risk: “indicator 1”, “indicator 2”, “indicator 3” and others, "
        "5 in all.",
    ),
]


@pytest.mark.parametrize(("question", "chinese", "english"), CASES)
def test_each_question_says_its_numbers_and_what_is_asked(
    question: Question, chinese: str, english: str
) -> None:
    ((said, said_in_english),) = in_both(question_words, [question])
    assert said == chinese
    assert english in said_in_english


def test_every_question_has_its_words() -> None:
    assert {question.code for question, _chinese, _english in CASES} == set(QuestionCode)


NOTHING = Counts(
    judged=1,
    crossed=(),
    missed=0,
    behind=0,
    missing=0,
    due=0,
    late=0,
    changed=0,
    since=DAY,
    today=DAY,
)


@pytest.mark.parametrize(
    ("counts", "chinese", "english"),
    [
        (
            NOTHING,
            "阳泉市 2025 年：没有红线被突破；自 2026-04-30 起没有变化。",
            "阳泉市 in 2025: no red line crossed; ",
        ),
        (
            replace(NOTHING, crossed=("漏损率",), missed=1, behind=1, missing=1, late=1, changed=1),
            "阳泉市 2025 年：1 条红线被突破（漏损率）；1 项未达标；1 项滞后；1 项没有数值；"
            "截至 2026-04-30 有 1 个时限节点逾期；自 2026-04-30 起有 1 项变化。",
            "1 red line crossed (漏损率); 1 promise missed; 1 promise behind; 1 value missing; "
            "1 milestone late as of 2026-04-30; 1 change since 2026-04-30.",
        ),
        (
            replace(NOTHING, crossed=tuple("甲乙丙丁"), late=2, changed=None),
            "阳泉市 2025 年：4 条红线被突破（甲、乙、丙等）；截至 2026-04-30 有 2 个时限节点逾期；"
            "自 2026-04-30 起的变化很多。",
            "4 red lines crossed (甲, 乙, 丙 and others); 2 milestones late as of 2026-04-30; "
            "very many changes since 2026-04-30.",
        ),
        (
            replace(NOTHING, judged=0, due=7),
            "阳泉市 2025 年：还没有可以评判的承诺；7 项待填报，截止日期未到；"
            "自 2026-04-30 起没有变化。",
            "no promise can be judged yet; 7 values not due yet; ",
        ),
        (
            replace(NOTHING, since=date(2035, 1, 1)),
            "阳泉市 2025 年：没有红线被突破；2035-01-01 还没有到来。",
            "no red line crossed; 2035-01-01 is still to come.",
        ),
    ],
)
def test_the_page_opens_with_its_answer(counts: Counts, chinese: str, english: str) -> None:
    assert briefing_sentence("阳泉市", 2025, counts) == chinese
    with override("en"):
        assert english in briefing_sentence("阳泉市", 2025, counts)


@pytest.mark.parametrize(
    ("one", "chinese", "english"),
    [
        (
            Missing(MissingCode.WITHDRAWN, DAY, 1),
            "原发布的数值已于 2026-04-30 撤回，已过 1 天",
            "Withdrawn on 2026-04-30, 1 day ago",
        ),
        (
            Missing(MissingCode.NOT_AVAILABLE, DAY, 9),
            "2026-04-30 发布为“尚未发布”",
            "Published on 2026-04-30 as not available yet",
        ),
        (
            Missing(MissingCode.OVERDUE, DAY, 9),
            "填报截止 2026-04-30，已过 9 天",
            "Due on 2026-04-30, 9 days ago",
        ),
        (
            Missing(MissingCode.DUE, DAY),
            "填报截止 2026-04-30，还没有到",
            "Due on 2026-04-30, which is still to come",
        ),
        (
            Missing(MissingCode.UNDATED),
            "省里没有设填报截止日",
            "The province has set no day",
        ),
    ],
)
def test_why_and_since_when_a_value_is_missing(one: Missing, chinese: str, english: str) -> None:
    assert list(in_both(missing_words, [one])) == [(chinese, english)]
