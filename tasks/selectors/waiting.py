"""What waits for one person of the work of plans."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from tasks.models import Milestone, Task
from tasks.rules.matters import MatterKind


@dataclass(frozen=True, slots=True)
class TaskMatter:
    """One thing that a person owes a task: by when, where it has a day, and since when."""

    kind: MatterKind
    task: Task
    milestone: Milestone | None = None
    statement: object | None = None
    due_on: date | None = None
    since: datetime | None = None


def waiting_tasks(user: AbstractBaseUser | AnonymousUser, *, today: date) -> list[TaskMatter]:
    """What `user` owes the tasks of plans: nothing, as long as nobody reports on them here."""
    return []
