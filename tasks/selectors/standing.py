"""How milestones and tasks stand, as the database computes it: `tasks.rules.status` in SQL."""

from datetime import date

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from departments.selectors import editors
from indicators.plans.rules.enums import DepartmentRole
from tasks.models import Milestone, Statement
from tasks.rules.enums import StatementKind, WorkState
from tasks.rules.parts import ANSWERING
from tasks.rules.status import MilestoneStatus, Standing, TaskStatus

# What decides whether a milestone is met: a report of who answers for it, or a decision on one.
DECISIVE = Q(
    kind__in=[
        StatementKind.REPORT.value,
        StatementKind.CONFIRMATION.value,
        StatementKind.REJECTION.value,
    ]
) & ~Q(role=DepartmentRole.PARTICIPATING.value)
# What the same department reports of a milestone afterwards, or what is decided on that.
LATER = Statement.objects.filter(
    DECISIVE,
    milestone=OuterRef("milestone"),
    department=OuterRef("department"),
    pk__gt=OuterRef("pk"),
)


def with_due(milestones: QuerySet[Milestone]) -> QuerySet[Milestone]:
    """The same milestones with `due`: the day of the extension that was granted last, else
    `due_on`."""
    granted = Statement.objects.filter(milestone=OuterRef("pk"), kind=StatementKind.GRANT.value)
    until = granted.order_by("-pk").values("until")[:1]
    return milestones.annotate(granted=Subquery(until)).annotate(
        due=Case(
            When(granted__gt=F("due_on"), then=F("granted")),
            default=F("due_on"),
            output_field=DateField(),
        )
    )


def with_status(milestones: QuerySet[Milestone], *, today: date) -> QuerySet[Milestone]:
    """The same milestones with `standing` (a `Standing` value), `due` and `status` (a
    `MilestoneStatus` value) as of `today`."""
    last = Statement.objects.filter(DECISIVE, ~Exists(LATER), milestone=OuterRef("pk"))
    confirmed = last.filter(kind=StatementKind.CONFIRMATION.value)
    reported = last.filter(kind=StatementKind.REPORT.value, state=WorkState.DONE.value)
    standing = Case(
        When(Exists(confirmed), then=Value(Standing.MET.value)),
        When(Exists(reported), then=Value(Standing.REPORTED.value)),
        default=Value(Standing.OPEN.value),
        output_field=CharField(),
    )
    return with_due(milestones).annotate(standing=standing).annotate(status=_status(today))


def _status(today: date) -> Case:
    return Case(
        When(standing=Standing.MET.value, then=Value(MilestoneStatus.MET.value)),
        When(standing=Standing.REPORTED.value, then=Value(MilestoneStatus.REPORTED.value)),
        When(due__isnull=True, then=Value(MilestoneStatus.UNDATED.value)),
        When(due__gte=today, then=Value(MilestoneStatus.UPCOMING.value)),
        When(reportable(), then=Value(MilestoneStatus.OVERDUE.value)),
        default=Value(MilestoneStatus.UNREPORTABLE.value),
        output_field=CharField(),
    )


def reportable() -> Q:
    """Whether anybody could report on a milestone: somebody of a department that answers for its
    task, or of the water bureau of the plan's region, who reports for those without anybody."""
    own = editors().filter(
        department__assignments__role__in=[role.value for role in ANSWERING],
        department__assignments__task=OuterRef("task"),
    )
    water = editors().filter(
        department__function__enters_every_indicator=True,
        region=OuterRef("task__plan__region"),
    )
    return Q(Exists(own)) | Q(Exists(water))


def task_status(*, today: date) -> Coalesce:
    """The most urgent status of the milestones of a task, a `TaskStatus` value."""
    ranks = [
        When(status=status.value, then=Value(rank)) for rank, status in enumerate(MilestoneStatus)
    ]
    milestones = with_status(Milestone.objects.filter(task=OuterRef("pk")), today=today)
    urgent = milestones.annotate(rank=Case(*ranks)).order_by("rank", "pk").values("status")[:1]
    return Coalesce(Subquery(urgent), Value(TaskStatus.UNDATED.value), output_field=CharField())
