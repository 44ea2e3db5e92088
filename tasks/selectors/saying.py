"""What the form for a statement offers: whether a person may say it, and for or to whom."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from departments.models import Department
from departments.people import person_of
from departments.rules.permissions import Person
from tasks.models import Statement, Task
from tasks.rules.enums import OF_DEPARTMENTS, StatementKind
from tasks.rules.offers import Reply, askable, may_extend, opening, replies
from tasks.rules.parts import Work, speaking_for
from tasks.selectors.work import work_of


def offered_to(
    user: AbstractBaseUser | AnonymousUser,
    task: Task,
    kind: StatementKind,
    about: Statement | None,
) -> bool:
    """Whether `user` may say something of that kind, in reply to `about` if that is one. Whether
    it still waits for a decision the service looks at."""
    person, work = person_of(user), work_of([task])[task.pk]
    if about is not None:
        known = Reply(StatementKind(about.kind), about.department_id, about.by_id, waits=True)
        return kind in replies(person, work, known)
    if kind is StatementKind.EXTENSION:
        return may_extend(person, work)
    return kind in opening(person, work)


def speakable_departments(
    user: AbstractBaseUser | AnonymousUser,
    task: Task,
    kind: StatementKind,
    about: Statement | None,
) -> list[Department]:
    """For which departments `user` may say it, or to which, in the order of the plan."""
    if about is not None:
        return [about.department]
    found = _departments(person_of(user), work_of([task])[task.pk], kind)
    known = Department.objects.select_related("region").in_bulk(found)
    return [known[pk] for pk in found]


def _departments(person: Person, work: Work, kind: StatementKind) -> list[int]:
    if kind not in OF_DEPARTMENTS:
        return askable(person, work)
    involved = work.involved()
    if kind is StatementKind.EXTENSION:
        involved = [one for one in involved if one in work.answering]
    return speaking_for(person, work, involved)
