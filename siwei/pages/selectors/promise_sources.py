"""On what the promises of a briefing rest: the words that state them, and who answers for them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from indicators.plans.models import Citation, PlanIndicatorDepartment, Target
from indicators.plans.rules.enums import DepartmentRole
from indicators.plans.rules.in_force import targets_in_force
from indicators.plans.selectors import plans as select
from tasks.rules.parts import foremost

if TYPE_CHECKING:
    from indicators.assessments.rules.assessment import Assessment
    from siwei.pages.selectors.briefing import Verdict


def citations_of(verdicts: Iterable["Verdict"]) -> Mapping[int, Citation]:
    """By the pk of each promise the words that state the limit of the year, or else its next
    target, with their clause and plan. One query."""
    targets = {one.row.pk: pk for one in verdicts if (pk := _target(one.assessment)) is not None}
    rows = (
        Citation.objects.filter(target__in=set(targets.values()))
        .select_related("clause__plan")
        .defer("clause__text", "clause__note")
        .order_by("-order", "-pk")
    )
    first = {row.target_id: row for row in rows}  # the first one comes last
    return {promise: first[pk] for promise, pk in targets.items() if pk in first}


def _target(a: "Assessment") -> int | None:
    if a.limit is not None:
        return a.limit.target.pk
    known = targets_in_force(a.promise, a.year)
    ahead = [one for one in known if one.year is None or one.year >= a.year]
    return next((one.pk for one in (*ahead, *known)), None)


def heads_of(promises: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """The departments at the head of each promise (by its pk): who leads it; where nobody does,
    who shares it; else who takes part. In the order of the plan. One query."""
    rows = (
        PlanIndicatorDepartment.objects.filter(plan_indicator__in=promises)
        .order_by("plan_indicator", "order", "pk")
        .values_list("plan_indicator", "role", "department__name")
    )
    every: dict[int, list[tuple[DepartmentRole, str]]] = defaultdict(list)
    for promise, role, name in rows:
        every[promise].append((DepartmentRole(role), name))
    return {promise: _at_the_head(those) for promise, those in every.items()}


def _at_the_head(those: list[tuple[DepartmentRole, str]]) -> tuple[str, ...]:
    role = foremost(role for role, _name in those)
    return tuple(name for own, name in those if own is role)


def conflicts_of(promises: Collection[int], year: int) -> Mapping[int, Target]:
    """Of each promise (by its pk) the first target of `year` or later, or of every year, of which
    documents state different values, with all that is stated of it. A fixed number of queries."""
    found = select.conflicts().filter(plan_indicator__in=promises)
    ahead = [one for one in found if one.year is None or one.year >= year]
    by_promise: dict[int, Target] = {}
    for one in ahead:
        by_promise.setdefault(one.plan_indicator_id, one)
    select.with_readings(by_promise.values())
    return by_promise
