"""Reads of a task what the rights on it need."""

from collections.abc import Collection, Iterable

from django.db.models import OuterRef, Subquery

from departments.models import Department
from departments.people import ancestors_of
from departments.selectors import editors, regions, with_parents
from indicators.plans.rules.enums import DepartmentRole
from tasks.models import Task
from tasks.rules.parts import Part, Work

_WATER = Department.objects.filter(function__enters_every_indicator=True)


def work_of(tasks: Collection[Task]) -> dict[int, Work]:
    """Who does what of `tasks` (with `assignments` prefetched, or read here), by the pk of each.

    Four queries at most, however many they are.
    """
    parts = {task.pk: _parts(task) for task in tasks}
    codes = {task.plan.region_id for task in tasks}
    ancestors = {
        region.code: ancestors_of(region)
        for region in with_parents(regions().filter(code__in=codes))
    }
    water = water_bureaus(codes)
    concerned = {part.department for those in parts.values() for part in those}
    manned = frozenset(_manned(concerned | set(water.values())))
    return {
        task.pk: Work(
            ancestors=ancestors[task.plan.region_id],
            parts=parts[task.pk],
            manned=manned,
            water=water.get(task.plan.region_id),
        )
        for task in tasks
    }


def _parts(task: Task) -> tuple[Part, ...]:
    return tuple(
        Part(
            one.department_id,
            DepartmentRole(one.role),
            frozenset(item.number for item in one.items.all()),
        )
        for one in task.assignments.all()
    )


def _manned(departments: Iterable[int]) -> set[int]:
    """Those that have somebody who could report."""
    rows = editors().filter(department__in=departments)
    return {pk for pk in rows.values_list("department", flat=True) if pk is not None}


def water_bureaus(codes: Collection[str]) -> dict[str, int]:
    """The bureau of each region that answers for the whole of the plan's water, the first."""
    rows = _WATER.filter(region__in=codes)
    return dict(rows.order_by("-pk").values_list("region_id", "pk"))


def water_bureau() -> Subquery:
    """The same of one task, for a query of tasks."""
    rows = _WATER.filter(region=OuterRef("plan__region"))
    return Subquery(rows.order_by("pk").values("pk")[:1])
