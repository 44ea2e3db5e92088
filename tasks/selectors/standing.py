"""How milestones and tasks stand, as the database computes it: `tasks.rules.status` in SQL."""

from collections.abc import Mapping
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
from django.db.models.functions import Coalesce, Substr

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
    confirmed, reported = _said_last()
    standing = Case(
        When(confirmed, then=Value(Standing.MET.value)),
        When(reported, then=Value(Standing.REPORTED.value)),
        default=Value(Standing.OPEN.value),
        output_field=CharField(),
    )
    status = _status(today, {one: one.value for one in MilestoneStatus})
    return with_due(milestones).annotate(standing=standing, status=status)


def _said_last() -> tuple[Exists, Exists]:
    """Whether the last word of some department on a milestone is confirmed, or says it is done."""
    last = Statement.objects.filter(DECISIVE, ~Exists(LATER), milestone=OuterRef("pk"))
    confirmed = last.filter(kind=StatementKind.CONFIRMATION.value)
    reported = last.filter(kind=StatementKind.REPORT.value, state=WorkState.DONE.value)
    return Exists(confirmed), Exists(reported)


def _status(today: date, words: Mapping[MilestoneStatus, str]) -> Case:
    """The status of a milestone of `with_due`, in these words.

    Every subquery stands in it once: an annotation that names another one repeats all of its SQL,
    and a database plans each copy again.
    """
    confirmed, reported = _said_last()
    # The day that counts is `due`: the later of both.
    not_over = Q(due_on__gte=today) | Q(granted__gte=today)
    return Case(
        When(confirmed, then=Value(words[MilestoneStatus.MET])),
        When(reported, then=Value(words[MilestoneStatus.REPORTED])),
        When(due_on__isnull=True, then=Value(words[MilestoneStatus.UNDATED])),
        When(not_over, then=Value(words[MilestoneStatus.UPCOMING])),
        When(reportable(), then=Value(words[MilestoneStatus.OVERDUE])),
        default=Value(words[MilestoneStatus.UNREPORTABLE]),
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
    # Each word behind its rank of one digit: the least is the most urgent.
    ranked = {status: f"{rank}{status.value}" for rank, status in enumerate(MilestoneStatus)}
    milestones = with_due(Milestone.objects.filter(task=OuterRef("pk")))
    urgent = milestones.annotate(ranked=_status(today, ranked)).order_by("ranked")
    status = Substr(Subquery(urgent.values("ranked")[:1]), 2)
    return Coalesce(status, Value(TaskStatus.UNDATED.value), output_field=CharField())
