"""Reads of one department's work, and of those that do the same work elsewhere."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from departments.models import Department
from departments.people import ancestors_of
from departments.selectors import regions, with_parents, within
from tasks.models import Assignment, Milestone, Statement, Task
from tasks.rules.enums import StatementKind, WorkState
from tasks.rules.parts import ANSWERING
from tasks.rules.progress import LastReport, by_department
from tasks.rules.status import MilestoneStatus
from tasks.selectors.open import waits
from tasks.selectors.standing import with_status
from tasks.selectors.statements import last_reports, statements
from tasks.selectors.tasks import tasks
from tasks.selectors.work import water_bureaus

# Reports that the page of a department shows, and departments of the same kind.
LATEST = 20
MOST_PEERS = 30
_ANSWERING = [role.value for role in ANSWERING]


@dataclass(frozen=True, slots=True)
class DepartmentWork:
    """What a department has to do. `unassigned`: the tasks that the plan gives to nobody, for
    which it answers as the water bureau. `open`: questions and urgings to it that wait for an
    answer; `reports`: its latest; both as far as the reader may see them."""

    tasks: list[Task]
    unassigned: list[Task]
    open: list[Statement]
    reports: list[Statement]


@dataclass(frozen=True, slots=True)
class Peer:
    """A department of the same kind: for how many tasks it answers, how far it says it is with
    them, and how their milestones stand."""

    department: Department
    tasks: int
    states: Mapping[WorkState, int]
    milestones: Mapping[MilestoneStatus, int]
    demo: bool


@dataclass(frozen=True, slots=True)
class Peers:
    """Those of the same province first, then those that answer for most; `left_out` have no row."""

    shown: list[Peer]
    left_out: int


def work_of_department(
    department: Department, *, today: date, user: AbstractBaseUser | AnonymousUser
) -> DepartmentWork:
    """A fixed number of queries, however much it has to do."""
    concerned = Q(assignments__department=department)
    if water_bureaus({department.region_id}).get(department.region_id) == department.pk:
        concerned |= Q(assignments__isnull=True, plan__region=department.region_id)
    pks = Task.objects.filter(concerned).order_by().values("pk")
    found = list(tasks(today=today, user=user).filter(pk__in=pks))
    # Without their files, which only the page of a task shows.
    said = statements(user).filter(department=department).prefetch_related(None)
    asked = said.filter(
        waits(), kind__in=[StatementKind.QUESTION.value, StatementKind.URGING.value]
    )
    reports = said.filter(kind=StatementKind.REPORT.value).order_by("-at", "-pk")[:LATEST]
    return DepartmentWork(
        tasks=[task for task in found if task.assignments.all()],
        unassigned=[task for task in found if not task.assignments.all()],
        open=list(asked),
        reports=list(reports),
    )


def peers(department: Department, *, today: date, user: AbstractBaseUser | AnonymousUser) -> Peers:
    """The departments of the same kind in other regions. Eight queries at the most."""
    alike = Department.objects.filter(function=department.function_id).exclude(
        region=department.region_id
    )
    shown = list(_nearest(alike, department.region_id)[:MOST_PEERS])
    found = _duties(shown, are_water=department.function.enters_every_indicator)
    states, invented = _states([one.pk for one in shown], found, user)
    standing = _standing({task for those in found.values() for task in those}, today)
    rows = [
        Peer(
            department=one,
            tasks=len(found[one.pk]),
            states=states[one.pk],
            milestones=sum((standing[task] for task in found[one.pk]), Counter()),
            demo=one.pk in invented,
        )
        for one in shown
    ]
    return Peers(rows, alike.count() - len(shown))


def _nearest(alike: QuerySet[Department], region: str) -> QuerySet[Department]:
    here = with_parents(regions()).get(code=region)
    province: str = ancestors_of(here)[-1]
    near = Case(
        When(within([province]), then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    answers = Count("assignments__task", filter=Q(assignments__role__in=_ANSWERING), distinct=True)
    return (
        alike.annotate(near=near, answers=answers)
        .select_related("region")
        .order_by("near", "-answers", "region_id", "pk")
    )


def _duties(departments: Sequence[Department], *, are_water: bool) -> dict[int, set[int]]:
    """The tasks (pks) for which each of them answers; a water bureau also for those that the plan
    gives to nobody."""
    rows = Assignment.objects.filter(department__in=departments, role__in=_ANSWERING)
    found: dict[int, set[int]] = defaultdict(set)
    for department, task in rows.order_by().values_list("department", "task"):
        found[department].add(task)
    if are_water:
        bureaus = water_bureaus({one.region_id for one in departments})
        nobody = Task.objects.filter(plan__region__in=bureaus, assignments__isnull=True)
        for region, task in nobody.order_by().values_list("plan__region", "pk"):
            found[bureaus[region]].add(task)
    return found


def _states(
    departments: Collection[int],
    duties: Mapping[int, set[int]],
    user: AbstractBaseUser | AnonymousUser,
) -> tuple[dict[int, Counter[WorkState]], set[int]]:
    """How far each says that it is with the tasks for which it answers, and whose reports are
    invented."""
    said: dict[tuple[int, int], list[LastReport]] = defaultdict(list)
    invented: set[int] = set()
    for row in last_reports(user).filter(department__in=departments):
        if row.task_id in duties.get(row.department_id, ()):
            report = LastReport(row.department_id, row.item_id, WorkState(row.state), row.at)
            said[(row.department_id, row.task_id)].append(report)
            invented |= {row.department_id} if row.demo else set()
    states: dict[int, Counter[WorkState]] = defaultdict(Counter)
    for (department, _task), reports in said.items():
        states[department][by_department(reports)[department]] += 1
    return states, invented


def _standing(found: Collection[int], today: date) -> dict[int, Counter[MilestoneStatus]]:
    """How the milestones of each task stand."""
    rows = with_status(Milestone.objects.filter(task__in=found), today=today)
    counts: dict[int, Counter[MilestoneStatus]] = defaultdict(Counter)
    for row in rows.only("task_id"):
        counts[row.task_id][MilestoneStatus(row.status)] += 1  # type: ignore[attr-defined]
    return counts
