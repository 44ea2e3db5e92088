"""Reads the late work of a briefing that endangered promises depend on."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from departments.models import Region
from departments.rules.successions import Lineage
from indicators.actuals.rules.findings import IndicatorName
from indicators.plans.models import Citation
from siwei.pages.rules.work_questions import (
    AtRisk,
    WorkFacts,
    WorkQuestion,
    is_endangered,
    work_questions,
)
from siwei.pages.selectors.briefing import Briefing, Verdict
from tasks.models import Item, Milestone

# The region of the work, the question, and the milestone with the words that set it.
OfWork: TypeAlias = tuple[Region, WorkQuestion, Milestone]


def asked_of_work(
    found: Briefing,
    *,
    names: Mapping[int, IndicatorName],
    heads: Mapping[int, tuple[str, ...]],
    today: date,
) -> list[OfWork]:
    """What is asked of the work in the regions of a briefing. `names`, `heads`: of its promises
    by their pks. Two queries at most."""
    known = found.verdicts.lineage
    endangered = [one for one in found.verdicts.rows if _is_endangered(one)]
    if not endangered:
        return []
    clauses = _clauses({one.row.pk for one in endangered})
    at_risk = [
        AtRisk(
            region=known.current(one.row.plan_region),
            name=names[one.row.pk],
            status=one.status,
            clauses=frozenset(clauses.get(one.row.pk, ())),
            departments=frozenset(heads.get(one.row.pk, ())),
        )
        for one in endangered
    ]
    late = [one.milestone for one in found.late]
    items = _items(late)
    works = {_facts(one, items, known, today): one for one in late}
    return [
        (works[one.work].task.plan.region, one, works[one.work])
        for one in work_questions(works, at_risk)
    ]


def _is_endangered(one: Verdict) -> bool:
    ahead = one.assessment.projection
    return is_endangered(one.status, led_to=None if ahead is None else ahead.kept)


def _clauses(promises: Collection[int]) -> Mapping[int, set[int]]:
    """The clauses in which each promise (by its pk) stands. One query."""
    rows = Citation.objects.filter(target__plan_indicator__in=promises).order_by()
    found: dict[int, set[int]] = defaultdict(set)
    for promise, clause in rows.values_list("target__plan_indicator", "clause"):
        found[promise].add(clause)
    return found


def _items(milestones: Sequence[Milestone]) -> Mapping[int, set[int]]:
    """The clauses of the items of their tasks, by the task's pk. One query."""
    tasks = {one.task_id for one in milestones}
    found: dict[int, set[int]] = defaultdict(set)
    for task, clause in Item.objects.filter(task__in=tasks).values_list("task", "clause"):
        found[task].add(clause)
    return found


def _facts(
    one: Milestone,
    items: Mapping[int, Iterable[int]],
    known: Lineage,
    today: date,
) -> WorkFacts:
    due: date | None = one.due  # type: ignore[attr-defined]
    return WorkFacts(
        key=one.pk,
        region=known.current(one.task.plan.region_id),
        text=one.text,
        due=due,
        days=0 if due is None else max(0, (today - due).days),
        clauses=frozenset({one.clause_id, one.task.clause_id, *items.get(one.task_id, ())}),
        departments=frozenset(each.department.name for each in one.task.foremost()),
    )
