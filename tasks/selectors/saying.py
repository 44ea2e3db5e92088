"""What the form for a statement offers: whether a person may say it, and for or to whom."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from departments.models import Department
from departments.people import person_of
from tasks.models import Statement, Task
from tasks.rules.enums import StatementKind
from tasks.rules.offers import Reply, concerned, replies
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
        return kind in replies(person, work, replied_to(about))
    return bool(concerned(person, work, kind))


def replied_to(about: Statement, *, waits: bool = True) -> Reply:
    """A statement as the question what may be replied to it needs it."""
    return Reply(StatementKind(about.kind), about.department_id, about.by_id, waits)


def speakable_departments(
    user: AbstractBaseUser | AnonymousUser,
    task: Task,
    kind: StatementKind,
    about: Statement | None,
) -> list[Department]:
    """For which departments `user` may say it, or to which, in the order of the plan."""
    if about is not None:
        return [about.department]
    found = concerned(person_of(user), work_of([task])[task.pk], kind)
    known = Department.objects.select_related("region").in_bulk(found)
    return [known[pk] for pk in found]
