"""Reads the milestones and the deadlines of some days: first which there are, then their words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from departments.models import Department, Region
from departments.people import ancestors_of
from departments.selectors import lineage, regions, with_parents, within
from indicators.actuals.models import ReportingYear
from indicators.plans.rules.enums import DepartmentRole
from siwei.calendar.rules.entries import (
    CalendarEntry,
    DeadlineEntry,
    EntryKey,
    EntryKind,
    MilestoneEntry,
    RegionName,
    deadline_status,
    in_order,
)
from siwei.calendar.rules.periods import Span
from tasks.models import Assignment, Milestone
from tasks.rules.status import MilestoneStatus
from tasks.selectors.tasks import milestones

# Everything, and nothing, as conditions.
ALL, NONE = ~Q(pk__in=[]), Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class Sources:
    """Which entries are wanted: conditions on milestones and on reporting years."""

    milestones: Q = ALL
    deadlines: Q = ALL


def keys_of(sources: Sources, span: Span, *, today: date) -> list[EntryKey]:
    """The entries of these days, in their order, without their words. Two queries."""
    years = ReportingYear.objects.filter(sources.deadlines, due_on__range=(span.first, span.last))
    deadlines = [
        EntryKey(
            due_on, EntryKind.DEADLINE, deadline_status(due_on, is_open=is_open, today=today), pk
        )
        for pk, due_on, is_open in years.order_by("province_id", "year").values_list(
            "pk", "due_on", "is_open"
        )
    ]
    rows = _milestones(today).filter(sources.milestones, day__range=(span.first, span.last))
    found = rows.values_list("pk", "day", "status")
    dated = [
        EntryKey(day, EntryKind.MILESTONE, MilestoneStatus(status), pk) for pk, day, status in found
    ]
    return in_order(deadlines, dated)


def entries(keys: Sequence[EntryKey], *, today: date) -> list[CalendarEntry]:
    """What the keys name, in the same order. Four queries, however many there are."""
    wanted = {kind: [key.pk for key in keys if key.kind == kind] for kind in EntryKind}
    years = ReportingYear.objects.filter(pk__in=wanted[EntryKind.DEADLINE])
    found: dict[tuple[EntryKind, int], CalendarEntry] = {
        (EntryKind.DEADLINE, one.pk): _deadline(one, today)
        for one in years.select_related("province")
    }
    rows = _with_words(_milestones(today).filter(pk__in=wanted[EntryKind.MILESTONE]))
    found |= {(EntryKind.MILESTONE, one.pk): _milestone(one) for one in rows}
    # One that went away between the two reads is left out.
    return [found[key.kind, key.pk] for key in keys if (key.kind, key.pk) in found]


def asked_for(
    *,
    regions: Collection[str],
    plans: Collection[str],
    departments: Collection[int],
    kinds: Collection[str],
) -> Sources:
    """What somebody asks for who chose these; an empty choice leaves all.

    Deadlines are those of the provinces in which the regions and the departments lie. They belong
    to no plan, so that whoever chooses one sees its milestones alone.
    """
    dated, due = ALL, ALL
    if regions:
        codes = lineage().all_of(list(regions))
        dated, due = dated & in_regions(codes), due & of_provinces(codes)
    if departments:
        dated &= of_departments(departments)
        theirs = Department.objects.filter(pk__in=departments)
        due &= of_provinces(theirs.values_list("region_id", flat=True))
    if plans:
        dated, due = dated & Q(task__plan__slug__in=plans), NONE
    wanted = set(kinds or EntryKind)
    return Sources(
        dated if EntryKind.MILESTONE in wanted else NONE,
        due if EntryKind.DEADLINE in wanted else NONE,
    )


def in_regions(codes: Collection[str]) -> Q:
    """Milestones of plans of these regions and of those in them, and those that name one."""
    named = Milestone.regions.through.objects.filter(
        within(codes, "region"), milestone_id=OuterRef("pk")
    )
    return within(codes, "task__plan__region") | Q(Exists(named))


def of_departments(pks: Collection[int]) -> Q:
    """Milestones of the tasks that one of these departments does any part of."""
    return Q(Exists(Assignment.objects.filter(task=OuterRef("task_id"), department__in=pks)))


def of_provinces(codes: Collection[str]) -> Q:
    """Reporting years of the provinces in which these regions lie. One query, made here."""
    found = with_parents(regions().filter(pk__in=codes))
    return Q(province__in={ancestors_of(one)[-1] for one in found})


def _milestones(today: date) -> QuerySet[Any]:
    """Those that have a day, with `day`: the one that counts."""
    return (
        milestones(today=today)
        .annotate(day=F("due"))
        .filter(day__isnull=False)
        .order_by("day", "task__plan__region_id", "task__plan__slug", "task__order", "order", "pk")
    )


def _with_words(rows: QuerySet[Any]) -> QuerySet[Any]:
    """They with those who answer for their tasks."""
    assignments = Assignment.objects.select_related("department").order_by("order", "pk")
    return rows.prefetch_related(Prefetch("task__assignments", assignments))


def _milestone(row: Milestone) -> MilestoneEntry:
    plan, foremost = row.task.plan, row.task.foremost()
    return MilestoneEntry(
        day=row.day,  # type: ignore[attr-defined]  # annotated
        status=MilestoneStatus(row.status),  # type: ignore[attr-defined]
        region=_name(plan.region),
        plan=plan.slug,
        plan_title=plan.title,
        task=row.task.key,
        task_title=row.task.title,
        number=row.number,
        due_on=row.due_on or row.day,  # type: ignore[attr-defined]
        due_text=row.due_text,
        text=row.text,
        clause=row.clause.key,
        quote=row.quote,
        named=tuple(_name(one) for one in row.regions.all()),
        role=DepartmentRole(foremost[0].role) if foremost else None,
        answering=tuple(one.department.name for one in foremost),
    )


def _deadline(row: ReportingYear, today: date) -> DeadlineEntry:
    status = deadline_status(row.due_on, is_open=row.is_open, today=today)
    return DeadlineEntry(row.due_on, status, _name(row.province), row.year)


def _name(region: Region) -> RegionName:
    return RegionName(region.code, region.name, region.name_en)
