"""What a director asks of work that endangered promises depend on."""

from collections.abc import Iterable
from datetime import date

import pytest

from indicators.actuals.rules.findings import IndicatorName
from indicators.assessments.rules.statuses import Status
from siwei.pages.rules.work_questions import (
    AtRisk,
    Relation,
    WorkFacts,
    is_endangered,
    work_questions,
)

DAY = date(2025, 12, 31)
WATER, FARMS = "市水利局", "市农业农村局"


def promise(
    name: str,
    *,
    clauses: Iterable[int] = (),
    heads: Iterable[str] = (),
    status: Status = Status.BEHIND,
    region: str = "140300",
) -> AtRisk:
    return AtRisk(region, IndicatorName(name, name), status, frozenset(clauses), frozenset(heads))


def work(
    key: int,
    *,
    clauses: Iterable[int] = (),
    heads: Iterable[str] = (),
    days: int = 100,
) -> WorkFacts:
    return WorkFacts(key, "140300", f"节点{key}", DAY, days, frozenset(clauses), frozenset(heads))


@pytest.mark.parametrize(
    ("status", "led_to", "endangered"),
    [
        (Status.BREACHED, None, True),
        (Status.MISSED, True, True),
        (Status.BEHIND, None, True),
        (Status.NEAR_LIMIT, None, True),
        (Status.MET, None, False),
        (Status.MET, True, False),
        (Status.MET, False, True),
        (Status.ON_TRACK, False, True),
        (Status.NO_DATA, None, False),
        (Status.NOT_DUE, None, False),
        (Status.NOT_ASSESSABLE, None, False),
    ],
)
def test_which_promises_are_endangered(
    status: Status, led_to: bool | None, endangered: bool
) -> None:
    assert is_endangered(status, led_to=led_to) is endangered


@pytest.mark.parametrize(
    ("milestone", "at_risk", "relation"),
    [
        (work(1, clauses=[7]), promise("漏损率", clauses=[7, 8]), Relation.CLAUSE),
        (work(1, heads=[WATER]), promise("漏损率", heads=[WATER]), Relation.DEPARTMENT),
        # The nearer tie counts.
        (
            work(1, clauses=[7], heads=[WATER]),
            promise("漏损率", clauses=[7], heads=[WATER]),
            Relation.CLAUSE,
        ),
        (work(1, clauses=[7], heads=[WATER]), promise("漏损率", clauses=[8], heads=[FARMS]), None),
        (work(1), promise("漏损率"), None),
        (work(1, clauses=[7]), promise("漏损率", clauses=[7], region="140400"), None),
        (work(1, heads=[WATER]), promise("漏损率", heads=[WATER], region="140400"), None),
    ],
)
def test_what_ties_a_promise_to_a_piece_of_work(
    milestone: WorkFacts, at_risk: AtRisk, relation: Relation | None
) -> None:
    found = work_questions([milestone], [at_risk])
    assert [one.relation for one in found] == ([] if relation is None else [relation])


def test_work_in_the_clause_of_a_promise_is_asked_one_by_one() -> None:
    works = [work(1, clauses=[7], days=10), work(2, clauses=[7], days=20)]
    found = work_questions(works, [promise("漏损率", clauses=[7])])
    assert [(one.work.key, one.question.numbers["more"]) for one in found] == [(1, 0), (2, 0)]


def test_work_that_only_shares_a_department_is_asked_together() -> None:
    works = [work(key, heads=[WATER], days=key) for key in (1, 3, 2)]
    (asked,) = work_questions(works, [promise("漏损率", heads=[WATER, FARMS])])
    assert asked.work.key == 3  # the longest late
    assert asked.question.numbers == {
        "text": "节点3",
        "day": DAY,
        "days": 3,
        "more": 2,
        "relation": "department",
        "departments": (WATER,),
        "promises": (IndicatorName("漏损率", "漏损率"),),
    }


def test_the_worst_promise_is_named_first_and_each_once() -> None:
    at_risk = [
        promise("灌溉面积", clauses=[7]),
        promise("漏损率", clauses=[7], status=Status.BREACHED),
        promise("灌溉面积", clauses=[7]),
    ]
    (asked,) = work_questions([work(1, clauses=[7])], at_risk)
    names = asked.question.numbers["promises"]
    assert names == (IndicatorName("漏损率", "漏损率"), IndicatorName("灌溉面积", "灌溉面积"))


def test_without_an_endangered_promise_nothing_is_asked() -> None:
    assert work_questions([work(1, clauses=[7], heads=[WATER])], []) == []
