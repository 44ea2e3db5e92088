"""What a director asks of work that endangered promises depend on, and on what that rests.

A plan ties a piece of work to a promise in one of two ways: it writes both in one clause, or it
puts one department at the head of both. Nothing else is taken for a tie.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from indicators.actuals.rules.findings import IndicatorName
from indicators.assessments.rules.statuses import Status
from siwei.pages.rules.questions import Question, QuestionCode

_ENDANGERED = frozenset({Status.BREACHED, Status.MISSED, Status.BEHIND, Status.NEAR_LIMIT})


class Relation(StrEnum):
    """On what it rests that a promise depends on a piece of work."""

    CLAUSE = "clause"  # one clause of the plan says both
    DEPARTMENT = "department"  # one department is at the head of both


@dataclass(frozen=True, slots=True)
class AtRisk:
    """An endangered promise: the clauses that state it, and the departments at its head."""

    region: str
    name: IndicatorName
    status: Status
    clauses: frozenset[int] = frozenset()
    departments: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """A milestone that is late: nobody reported it as met, which takes evidence, or the report was
    turned down.

    `key`: which one it is. `clauses`: its own, its task's and those of the task's items.
    `departments`: those at the head of its task.
    """

    key: int
    region: str
    text: str
    due: date | None
    days: int
    clauses: frozenset[int] = frozenset()
    departments: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class WorkQuestion:
    """A question about `work`, the longest late of the milestones that it is about."""

    question: Question
    work: WorkFacts
    relation: Relation


def is_endangered(status: Status, *, led_to: bool | None) -> bool:
    """Whether a promise is broken, or nearly, or not `led_to` by the pace so far (None where
    nobody knows)."""
    return status in _ENDANGERED or led_to is False


def work_questions(works: Iterable[WorkFacts], at_risk: Sequence[AtRisk]) -> list[WorkQuestion]:
    """What is asked of these milestones. Those that one clause ties to a promise are asked one by
    one; those that only share departments with promises are asked together."""
    found: list[WorkQuestion] = []
    by_head: dict[tuple[str, frozenset[str]], list[WorkFacts]] = {}
    for work in works:
        near = [one for one in at_risk if one.region == work.region]
        if tied := [one for one in near if one.clauses & work.clauses]:
            found.append(_asked([work], tied, Relation.CLAUSE, work.departments))
            continue
        heads = frozenset(name for one in near for name in one.departments & work.departments)
        if heads:
            by_head.setdefault((work.region, heads), []).append(work)
    for (region, heads), those in by_head.items():
        led = [one for one in at_risk if one.region == region and one.departments & heads]
        found.append(_asked(those, led, Relation.DEPARTMENT, heads))
    return found


def _asked(
    works: Sequence[WorkFacts],
    promises: Sequence[AtRisk],
    relation: Relation,
    departments: Collection[str],
) -> WorkQuestion:
    work = max(works, key=lambda one: one.days)
    numbers = dict(_numbers(work, works, promises, relation, departments))
    return WorkQuestion(
        Question(QuestionCode.LATE_WORK, numbers, size=Decimal(work.days)), work, relation
    )


def _numbers(
    work: WorkFacts,
    works: Sequence[WorkFacts],
    promises: Sequence[AtRisk],
    relation: Relation,
    departments: Collection[str],
) -> Iterator[tuple[str, str | int | date | tuple[IndicatorName, ...] | tuple[str, ...]]]:
    """`more`: the further milestones. The worst of the promises come first."""
    yield "text", work.text
    if work.due is not None:
        yield "day", work.due
        yield "days", work.days
    yield "more", len(works) - 1
    yield "relation", relation.value
    yield "departments", tuple(sorted(departments))
    worst = sorted(promises, key=lambda one: -one.status.rank)
    yield "promises", tuple(dict.fromkeys(one.name for one in worst))
