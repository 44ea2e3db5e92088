"""Plans in numbers: what each promises, as the overview and the list of cities show it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from indicators.plans.models import Plan, PlanIndicator, Target
from indicators.plans.rules.enums import Nature
from indicators.plans.selectors import plans as select
from tasks.models import Task


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """One plan in numbers. `years`: the target years, ascending."""

    plan: Plan
    constraint: int
    expected: int
    unstated: int
    years: list[int]
    tasks: int
    conflicts: int

    @property
    def promises(self) -> int:
        return self.constraint + self.expected + self.unstated


def plan_summaries(plans: Iterable[Plan]) -> list[PlanSummary]:
    """Each of the plans in numbers; the number of queries doesn't grow with the plans."""
    found = list(plans)
    natures = Counter(
        {
            (plan, nature): number
            for plan, nature, number in PlanIndicator.objects.filter(plan__in=found)
            .values_list("plan", "nature")
            .annotate(number=Count("pk"))
            .order_by()
        }
    )
    years: dict[int, list[int]] = defaultdict(list)
    dated = Target.objects.filter(plan_indicator__plan__in=found, year__isnull=False)
    pairs = dated.values_list("plan_indicator__plan", "year").order_by("year").distinct()
    for plan, year in pairs:
        years[plan] += [year] if year else []
    counted = Task.objects.filter(plan__in=found).order_by().values_list("plan")
    tasks = Counter(dict(counted.annotate(number=Count("pk"))))
    conflicting = select.conflicts().prefetch_related(None).filter(plan_indicator__plan__in=found)
    conflicts = Counter(conflicting.order_by().values_list("plan_indicator__plan", flat=True))
    return [
        PlanSummary(
            plan=plan,
            constraint=natures[plan.pk, Nature.CONSTRAINT.value],
            expected=natures[plan.pk, Nature.EXPECTED.value],
            unstated=natures[plan.pk, Nature.UNSTATED.value],
            years=years[plan.pk],
            tasks=tasks[plan.pk],
            conflicts=conflicts[plan.pk],
        )
        for plan in found
    ]
