"""What one department owes: in which role, and of a task which items."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from departments.models import Department
    from indicators.plans.models import PlanIndicator
    from tasks.models import Item, Task


@dataclass(frozen=True, slots=True)
class OwedTask:
    """What a department does of a task in one role; without items, the whole of it."""

    task: Task
    role: str
    items: list[Item]


def owed_promises(department: Department) -> Callable[[PlanIndicator], str]:
    """Says in which role the department answers for a promise."""

    def role(promise: PlanIndicator) -> str:
        links = promise.responsibilities.all()
        own = (one for one in links if one.department_id == department.pk)
        return next((one.get_role_display() for one in own), "")

    return role


def owed_tasks(department: Department, tasks: Sequence[Task]) -> list[OwedTask]:
    """The tasks (of `tasks.selectors.tasks.tasks`) of a department, one row a role."""
    return [
        OwedTask(task, one.role, list(one.items.all()))
        for task in tasks
        for one in task.assignments.all()
        if one.department_id == department.pk
    ]
