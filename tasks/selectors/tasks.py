"""Reads of the work: tasks with their items, departments and milestones."""

from datetime import date

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    QuerySet,
    Value,
    When,
)

from departments.rules.successions import Lineage
from indicators.plans.models import Citation, PlanIndicator
from tasks.models import Assignment, Item, Milestone, Task
from tasks.rules.status import MilestoneStatus, TaskStatus


def tasks(*, today: date) -> QuerySet[Task]:
    """Every task, in its plan's order, with `status` (a `TaskStatus` value) as of `today`.

    Prefetched: `items`, `assignments` with department and items, `milestones` with regions, and
    the citations that `promised` reads.
    """
    dated = Milestone.objects.filter(task=OuterRef("pk"))
    return (
        Task.objects.annotate(
            status=Case(
                When(Exists(dated.filter(due_on__lt=today)), then=Value(TaskStatus.OVERDUE.value)),
                When(
                    Exists(dated.filter(due_on__gte=today)), then=Value(TaskStatus.UPCOMING.value)
                ),
                default=Value(TaskStatus.UNDATED.value),
                output_field=CharField(),
            )
        )
        .select_related("plan__region", "clause")
        .prefetch_related(
            _cited("clause__citations"),
            Prefetch(
                "items",
                Item.objects.select_related("clause").prefetch_related(_cited("clause__citations")),
            ),
            Prefetch(
                "assignments",
                Assignment.objects.select_related("department").prefetch_related(
                    Prefetch("items", Item.objects.order_by("number"))
                ),
            ),
            Prefetch("milestones", Milestone.objects.prefetch_related("regions")),
        )
        .order_by("plan__region_id", "plan__slug", "order", "pk")
    )


def late_by_region(lineage: Lineage, *, today: date, region: str | None = None) -> dict[str, int]:
    """For each region with any: how many tasks of its plans are past a date (`OVERDUE`).

    With `region` only that one is looked at. Plans of an older code are the region's own.
    """
    passed = Milestone.objects.filter(task=OuterRef("pk"), due_on__lt=today)
    late = Task.objects.filter(Exists(passed)).order_by()
    if region is not None:
        late = late.filter(plan__region__in=lineage.series(region))
    found: dict[str, int] = {}
    for code, number in late.values_list("plan__region").annotate(number=Count("pk")):
        now = lineage.current(code)
        found[now] = found.get(now, 0) + number
    return found


def milestones(*, today: date) -> QuerySet[Milestone]:
    """Every milestone, the earliest first, undated ones last, with `status` as of `today`."""
    return (
        Milestone.objects.annotate(
            status=Case(
                When(due_on__isnull=True, then=Value(MilestoneStatus.UNDATED.value)),
                When(due_on__lt=today, then=Value(MilestoneStatus.OVERDUE.value)),
                default=Value(MilestoneStatus.UPCOMING.value),
                output_field=CharField(),
            )
        )
        .select_related("task__plan__region", "clause")
        .prefetch_related("regions")
        .order_by(
            F("due_on").asc(nulls_last=True),
            "task__plan__region_id",
            "task__plan__slug",
            "task__order",
            "order",
            "pk",
        )
    )


def promised(task: Task) -> list[PlanIndicator]:
    """What the task's clause, or the clause of one of its items, promises: city's and counties'.

    In the plan's order. Reads what `tasks` prefetched.
    """
    clauses = [task.clause, *(item.clause for item in task.items.all())]
    owners = {
        citation.target.plan_indicator
        for clause in clauses
        for citation in clause.citations.all()
        if citation.target is not None
    }
    return sorted(owners, key=lambda owner: owner.order)


def indicator_codes(task: Task) -> list[str]:
    """The indicators of what the task has `promised`, each once."""
    return list(dict.fromkeys(owner.indicator_id for owner in promised(task)))


def _cited(path: str) -> "Prefetch[str]":
    return Prefetch(
        path,
        Citation.objects.filter(target__isnull=False)
        .select_related("target__plan_indicator")
        .order_by("order", "pk"),
    )
