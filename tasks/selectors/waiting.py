"""What of the work waits for one person."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from departments.people import person_of
from departments.rules.permissions import EDIT, OVERSEE, REPORT, Person, Scope, scope_of
from departments.selectors import reached
from tasks.models import Assignment, Milestone, Statement, Task
from tasks.rules.enums import StatementKind
from tasks.rules.matters import MatterKind, reply_due
from tasks.rules.parts import Work, can_report, decides, speaking_for
from tasks.rules.status import MilestoneStatus
from tasks.selectors.open import waits
from tasks.selectors.standing import with_status
from tasks.selectors.work import work_of

# So many days before its day a milestone waits for a report.
AHEAD = timedelta(days=60)
_KINDS = {
    StatementKind.QUESTION: MatterKind.QUESTION,
    StatementKind.URGING: MatterKind.URGING,
    StatementKind.REPORT: MatterKind.CONFIRMATION,
    StatementKind.EXTENSION: MatterKind.EXTENSION,
}


@dataclass(frozen=True, slots=True)
class TaskMatter:
    """Something to do about a task: a milestone to report on, by its day, or a statement to reply
    to, which has waited since some time, by the day of `reply_due`."""

    kind: MatterKind
    task: Task
    milestone: Milestone | None
    statement: Statement | None
    due_on: date
    since: datetime | None


def waiting_tasks(user: AbstractBaseUser | AnonymousUser, *, today: date) -> list[TaskMatter]:
    """What waits for `user`: milestones that are late or due soon, questions and urgings to
    answer, reports to confirm and extensions to decide on. In no order; a fixed number of queries.
    """
    person = person_of(user)
    bureau, overseen = scope_of(person, EDIT).whole, scope_of(person, OVERSEE).whole
    own = [department for _region, department in scope_of(person, REPORT).parts]
    if not own and not overseen:
        return []
    milestones = list(_to_report(_of(own, bureau), today))
    said = _open_statements(_of(own, overseen))
    tasks = {one.task_id: one.task for one in milestones} | {one.task_id: one.task for one in said}
    work = work_of(list(tasks.values()))
    return [
        *_reports(person, milestones, work),
        *_replies(person, said, work),
    ]


def _of(departments: Collection[int], regions: Collection[str]) -> Q:
    """What belongs to a task in which one of the departments has a part, or of one of the
    regions."""
    taking_part = Assignment.objects.filter(department__in=departments).order_by().values("task")
    theirs = Task.objects.filter(reached(Scope(whole=frozenset(regions)), "plan__region"))
    # Not one condition with OR, for which the database looks at every task of the country.
    return Q(task__in=theirs.order_by().values("pk").union(taking_part))


def _to_report(mine: Q, today: date) -> QuerySet[Milestone]:
    late_or_soon = Q(status=MilestoneStatus.OVERDUE.value) | Q(
        status=MilestoneStatus.UPCOMING.value, due__lte=today + AHEAD
    )
    dated = Milestone.objects.filter(mine, due_on__lte=today + AHEAD)
    rows = with_status(dated, today=today).filter(late_or_soon)
    return rows.select_related("task__plan__region").prefetch_related("task__assignments__items")


def _open_statements(mine: Q) -> list[Statement]:
    rows = Statement.objects.filter(mine).filter(waits())
    return list(
        rows.select_related("task__plan__region", "milestone", "department")
        .prefetch_related("task__assignments__items")
        .order_by("pk")
    )


def _reports(
    person: Person, milestones: Iterable[Milestone], work: Mapping[int, Work]
) -> Iterator[TaskMatter]:
    for one in milestones:
        known = work[one.task_id]
        if speaking_for(person, known, known.answering):
            due: date = one.due  # type: ignore[attr-defined]
            yield TaskMatter(MatterKind.REPORT, one.task, one, None, due, None)


def _replies(
    person: Person, said: Iterable[Statement], work: Mapping[int, Work]
) -> Iterator[TaskMatter]:
    for one in said:
        kind, known = StatementKind(one.kind), work[one.task_id]
        if kind in (StatementKind.QUESTION, StatementKind.URGING):
            concerned = can_report(person, known, one.department_id)
        else:
            concerned = _decides(person, known, one)
        if concerned:
            due = reply_due(timezone.localdate(one.at))
            yield TaskMatter(_KINDS[kind], one.task, one.milestone, one, due, one.at)


def _decides(person: Person, work: Work, said: Statement) -> bool:
    """Whether it is this person's to decide: the water bureau's, of what others report; a
    reviewer's, of what the bureau itself reports or asks for, or where it has nobody."""
    if not decides(person, work, reporter=said.by_id, department=said.department_id):
        return False
    by_the_bureau = said.department_id == work.water or said.on_behalf
    is_bureau = bool(scope_of(person, EDIT).whole)
    return is_bureau or by_the_bureau or work.water not in work.manned
