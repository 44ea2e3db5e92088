"""The work of the invented nation: departments, tasks, people, and values that wait for review."""

from datetime import UTC, date, datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction

from common.chunks import chunks
from common.records.models import Record
from common.records.rules.doors import by_command
from common.records.services.history import HistoryStep, append, lock_all
from common.rows import update_locked
from departments.models import Department, DepartmentFunction, Membership, Region
from departments.rules.roles import RegionLevel, Role
from indicators.actuals.models import Actual, ReportingYear
from indicators.actuals.rules.enums import Action, ActualState
from indicators.actuals.services.storing import content_of
from indicators.plans.models import Clause, Plan
from indicators.plans.rules.enums import ClauseKind, DepartmentRole
from tasks.models import Assignment, Milestone, Task

DEPARTMENTS, TASKS = 18, 20
WATER, OTHER = "water", "other"
CLERK, REVIEWER, PROVINCE_REVIEWER = "bench-clerk", "bench-reviewer", "bench-province"
WAITING_YEAR = 2026
_BATCH = 2000
_DOOR = by_command("bench")
_SUBMITTED = datetime(2026, 7, 1, tzinfo=UTC)
_PER_TASK = 3


@transaction.atomic
def build_work(codes: list[str]) -> None:
    """Departments and tasks of the cities that have none yet."""
    if not DepartmentFunction.objects.exists():
        DepartmentFunction.objects.bulk_create(
            DepartmentFunction(
                code=code, name=name, name_en=code, enters_every_indicator=code == WATER
            )
            for code, name in ((WATER, "水利"), (OTHER, "其他"))
        )
    done = set(Department.objects.values_list("region_id", flat=True))
    new = [code for code in codes if code not in done]
    departments = Department.objects.bulk_create(
        (
            Department(region_id=code, name=f"部门{n}", function_id=OTHER if n else WATER)
            for code in new
            for n in range(DEPARTMENTS)
        ),
        batch_size=_BATCH,
    )
    of_region: dict[str, list[Department]] = {}
    for one in departments:
        of_region.setdefault(one.region_id, []).append(one)
    plans = list(Plan.objects.filter(region__in=new).order_by("region_id"))
    clauses = Clause.objects.bulk_create(
        Clause(plan=plan, key="work", kind=ClauseKind.CLAUSE, text="节水工程", order=1)
        for plan in plans
    )
    tasks = Task.objects.bulk_create(
        (
            Task(
                plan=clause.plan,
                key=f"t{n}",
                number=str(n + 1),
                title=f"任务{n + 1}",
                group_order=n // 5,
                group_label=f"重点{n // 5 + 1}",
                clause=clause,
                order=n,
            )
            for clause in clauses
            for n in range(TASKS)
        ),
        batch_size=_BATCH,
    )
    Assignment.objects.bulk_create(
        (
            Assignment(
                task=task,
                department=of_region[task.plan.region_id][(task.order + n) % DEPARTMENTS],
                role=DepartmentRole.PARTICIPATING if n else DepartmentRole.LEAD,
                clause=task.clause,
                order=n,
            )
            for task in tasks
            for n in range(_PER_TASK)
        ),
        batch_size=_BATCH,
    )
    Milestone.objects.bulk_create(
        (
            Milestone(
                task=task,
                number=1,
                due_on=date(2025 + task.order % 6, 12, 31),
                due_text=f"{2025 + task.order % 6}年底",
                text="建成",
                clause=task.clause,
                quote="节水工程",
                start=0,
                end=4,
                order=0,
            )
            for task in tasks
        ),
        batch_size=_BATCH,
    )


@transaction.atomic
def build_people(city: str) -> None:
    """A clerk of `city`, a reviewer of its province, and one of every province, with three open
    years everywhere; who is there already is left, but for the provinces that came since."""
    provinces = list(Region.objects.filter(level=RegionLevel.PROVINCE))
    ReportingYear.objects.bulk_create(
        (
            ReportingYear(province=province, year=year, due_on=date(year + 1, 4, 30))
            for province in provinces
            for year in (WAITING_YEAR - 2, WAITING_YEAR - 1, WAITING_YEAR)
        ),
        ignore_conflicts=True,
    )
    water = Department.objects.get(region=city, function=WATER)
    clerk, every, one = (
        User.objects.get_or_create(username=name)[0]
        for name in (CLERK, REVIEWER, PROVINCE_REVIEWER)
    )
    Membership.objects.get_or_create(
        user=clerk, region_id=city, department=water, role=Role.EDITOR.value
    )
    Membership.objects.bulk_create(
        (
            Membership(user=user, region=province, role=Role.REVIEWER.value)
            for user in (every, one)
            for province in provinces
            if user == every or province.code == f"{city[:2]}0000"
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def submit(number: int) -> int:
    """Corrections of so many published values of `WAITING_YEAR`, that wait for review since."""
    lock_all()
    rows = list(
        Actual.objects.filter(year=WAITING_YEAR, state=ActualState.APPROVED.value).order_by(
            "region_id", "indicator_id"
        )[:number]
    )
    clerk = User.objects.get(username=CLERK)
    records = Record.objects.in_bulk([row.record_id for row in rows])
    steps = []
    for row in rows:
        before = content_of(row).as_json()
        row.value = (row.value or 0) + Decimal("0.02")
        row.state = ActualState.SUBMITTED.value
        row.version += 1
        row.updated_at = row.submitted_at = _SUBMITTED
        row.submitted_by = clerk
        steps.append(
            HistoryStep(
                records[row.record_id],
                Action.SUBMIT,
                _SUBMITTED,
                clerk,
                _DOOR,
                before,
                content_of(row).as_json(),
            )
        )
    update_locked(rows, ["value", "state", "version", "updated_at", "submitted_at", "submitted_by"])
    for part in chunks(steps):
        append(part)
    return len(rows)
