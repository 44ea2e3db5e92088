"""Reads of the work: tasks with their items, departments and milestones."""

from collections.abc import Collection
from datetime import date

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Count, F, Prefetch, Q, QuerySet

from departments.rules.successions import Lineage
from indicators.plans.models import Citation, PlanIndicator
from tasks.models import Assignment, Item, Milestone, Task
from tasks.rules.status import MilestoneStatus
from tasks.selectors.standing import task_status, with_status
from tasks.selectors.statements import last_reports
from tasks.selectors.work import water_bureau


def tasks(*, today: date, user: AbstractBaseUser | AnonymousUser | None = None) -> QuerySet[Task]:
    """Every task, in its plan's order, with `status` (a `TaskStatus` value) as of `today` and
    `water_bureau`, the pk of that of its region or None.

    Prefetched: `items`, `assignments` with department and items, `milestones` with regions, their
    `due` and `status`, the citations that `promised` reads, and in `last_reports` the last report
    of each department on the task or on one of its items, of those that `user` may read.
    """
    milestones = with_status(Milestone.objects.order_by("order", "pk"), today=today)
    return (
        _in_order(today)
        .select_related("plan__region", "clause")
        .prefetch_related(
            cited("clause__citations"),
            Prefetch(
                "items",
                Item.objects.select_related("clause").prefetch_related(cited("clause__citations")),
            ),
            assigned(),
            Prefetch("milestones", milestones.prefetch_related("regions")),
            Prefetch("statements", last_reports(user), to_attr="last_reports"),
        )
    )


def listed_tasks(*, today: date, user: AbstractBaseUser | AnonymousUser) -> QuerySet[Task]:
    """The same with no more than a list shows: `items` and `milestones` by themselves,
    `assignments` with department, and `last_reports`."""
    return (
        _in_order(today)
        .select_related("plan__region")
        .prefetch_related(
            "items",
            Prefetch("assignments", Assignment.objects.select_related("department")),
            Prefetch("milestones", Milestone.objects.order_by("order", "pk")),
            Prefetch("statements", last_reports(user), to_attr="last_reports"),
        )
    )


def _in_order(today: date) -> QuerySet[Task]:
    stands = {"status": task_status(today=today), "water_bureau": water_bureau()}
    return Task.objects.annotate(**stands).order_by("plan__region_id", "plan__slug", "order", "pk")


def assigned() -> "Prefetch[str]":
    """Who does which part of a task: its `assignments` with department and items."""
    items = Prefetch("items", Item.objects.order_by("number"))
    rows = Assignment.objects.select_related("department").prefetch_related(items)
    return Prefetch("assignments", rows)


def late_by_region(
    lineage: Lineage, *, today: date, regions: Collection[str] | None = None
) -> dict[str, int]:
    """For each region with any: how many tasks of its plans are late (`OVERDUE`). Plans of an
    older code are the region's own. `regions`: only those of these, by all their codes."""
    passed = Milestone.objects.filter(due_on__lt=today)
    if regions is not None:
        passed = passed.filter(task__plan__region__in=regions)
    late = Task.objects.filter(pk__in=_late(passed, today=today)).order_by()
    found: dict[str, int] = {}
    for code, number in late.values_list("plan__region").annotate(number=Count("pk")):
        now = lineage.current(code)
        found[now] = found.get(now, 0) + number
    return found


def _late(milestones: QuerySet[Milestone], *, today: date) -> QuerySet[Milestone, int]:
    """The tasks of the late ones among `milestones`."""
    found = with_status(milestones, today=today)
    late = found.filter(Q(status=MilestoneStatus.OVERDUE.value))
    return late.order_by().values_list("task", flat=True)


def milestones(*, today: date) -> QuerySet[Milestone]:
    """Every milestone, the earliest first, undated ones last, with `due` and `status` (a
    `MilestoneStatus` value) as of `today`."""
    return (
        with_status(Milestone.objects.all(), today=today)
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


def cited(path: str) -> "Prefetch[str]":
    """The citations that `promised` reads."""
    return Prefetch(
        path,
        Citation.objects.filter(target__isnull=False)
        .select_related("target__plan_indicator")
        .order_by("order", "pk"),
    )
