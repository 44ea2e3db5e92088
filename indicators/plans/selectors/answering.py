"""Which departments answer for which indicator of which region, as plans say it.

Several plans may speak of one indicator of a region: whoever one of them names answers for it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace

from django.db.models import Exists, OuterRef, Q

from departments.rules.permissions import Scope
from departments.rules.successions import Lineage
from departments.selectors import allowed
from indicators.plans.models import PlanIndicatorDepartment


def answering(pairs: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], frozenset[int]]:
    """For each (region, indicator) of `pairs` the departments that answer for it. One query."""
    rows = PlanIndicatorDepartment.objects.filter(
        plan_indicator__region__in={region for region, _indicator in pairs},
        plan_indicator__indicator__in={indicator for _region, indicator in pairs},
    ).values_list("plan_indicator__region", "plan_indicator__indicator", "department")
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for region, indicator, department in rows:
        found[(region, indicator)].add(department)
    return {pair: frozenset(found[pair]) for pair in pairs}


def answered_by(departments: Collection[int]) -> Exists:
    """The rows, of a `region` and an `indicator`, for which one of `departments` answers."""
    return Exists(
        PlanIndicatorDepartment.objects.filter(
            plan_indicator__region=OuterRef("region"),
            plan_indicator__indicator=OuterRef("indicator"),
            department__in=departments,
        )
    )


def with_other_codes(scope: Scope, lineage: Lineage) -> Scope:
    """`scope` with the other codes of the regions that it names as a whole, to find the promises
    of their series. A department's part stays with its own code: nobody's duties pass on."""
    return replace(scope, whole=frozenset(lineage.all_of(scope.whole)))


def in_scope(scope: Scope) -> Q:
    """The rows, of a `region` and an `indicator`, that `scope` includes: `may` as a condition."""
    return allowed(scope, answered_by)
