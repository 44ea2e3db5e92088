"""Reads of the board: what its filter offers, and what each of its views shows."""

from collections.abc import Sequence
from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet

from departments.models import Department
from departments.selectors import departments
from indicators.plans.models import Plan
from tasks.models import Assignment, Milestone, Task
from tasks.selectors.tasks import assigned

# A choice of more than this is no help; who names a plan has few.
MOST_OFFERED = 300


def offered_groups(plans: Sequence[str]) -> list[str]:
    """The headings of groups in these plans (all, without any), as printed in their order; none
    where there are too many to choose from."""
    rows = Task.objects.filter(plan__slug__in=plans) if plans else Task.objects.all()
    ordered = rows.order_by("plan__region_id", "plan__slug", "order")
    labels = ordered.values_list("group_label", flat=True)[: MOST_OFFERED + 1]
    return list(dict.fromkeys(labels)) if len(labels) <= MOST_OFFERED else []


def offered_departments(plans: Sequence[str], regions: Sequence[str]) -> list[Department]:
    """Those who have tasks of these plans or regions (of any, without both), by region; none where
    there are too many to choose from."""
    rows = Assignment.objects.all()
    if plans:
        rows = rows.filter(task__plan__slug__in=plans)
    if regions:
        rows = rows.filter(task__plan__region__in=regions)
    found = departments().filter(pk__in=rows.values("department")).prefetch_related(None)
    some = list(found[: MOST_OFFERED + 1])
    return some if len(some) <= MOST_OFFERED else []


def plan_of_matrix(found: QuerySet[Task]) -> Plan | None:
    """The plan whose matrix is shown: that of the first task found; None without any."""
    task = found.prefetch_related(None).first()
    return task.plan if task else None


def of_matrix(found: QuerySet[Task], plan: Plan) -> QuerySet[Task]:
    """Those of the plan with what its matrix shows: their items, and who does which of them."""
    return found.filter(plan=plan).prefetch_related(None).prefetch_related("items", assigned())


def other_plans(found: QuerySet[Task], plan: Plan) -> int:
    """How many other plans have tasks among those that were found."""
    rows = found.prefetch_related(None).exclude(plan=plan).order_by()
    return rows.values("plan").distinct().count()


def with_leads(rows: QuerySet[Milestone]) -> QuerySet[Milestone]:
    """The milestones by the day that counts, the extended one where it was granted, with all who
    answer for their tasks."""
    return rows.prefetch_related(
        Prefetch("task__assignments", Assignment.objects.select_related("department"))
    ).order_by(
        F("due").asc(nulls_last=True),
        *("task__plan__region_id", "task__plan__slug", "task__order", "order", "pk"),
    )


def count_before(rows: QuerySet[Milestone], day: date) -> int:
    """How many of the milestones, the earliest first, are due before `day`."""
    return rows.filter(Q(due__lt=day)).count()
