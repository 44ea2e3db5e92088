"""What one department owes: in which role, of a task which items, and how far it says it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tasks.rules.enums import WorkState
from tasks.rules.progress import LastReport, by_department

if TYPE_CHECKING:
    from departments.models import Department
    from indicators.plans.models import PlanIndicator
    from tasks.models import Item, Task


@dataclass(frozen=True, slots=True)
class OwedTask:
    """What a department does of a task in one role; without items, the whole of it.

    `role` is empty where the plan gives the task to nobody. `state`: how far the department says
    that it is with the task, as far as the reader may see its reports.
    """

    task: Task
    role: str
    items: list[Item]
    state: WorkState | None


def owed_promises(department: Department) -> Callable[[PlanIndicator], str]:
    """Says in which role the department answers for a promise."""

    def role(promise: PlanIndicator) -> str:
        links = promise.responsibilities.all()
        own = (one for one in links if one.department_id == department.pk)
        return next((one.get_role_display() for one in own), "")

    return role


def owed_tasks(
    department: Department, tasks: Sequence[Task], unassigned: Sequence[Task]
) -> list[OwedTask]:
    """The tasks (of `tasks.selectors.tasks`) of a department, one row a role; then those that the
    plan gives to nobody."""
    assigned = [
        OwedTask(task, one.role, list(one.items.all()), _state(department, task))
        for task in tasks
        for one in task.assignments.all()
        if one.department_id == department.pk
    ]
    return assigned + [OwedTask(task, "", [], _state(department, task)) for task in unassigned]


def _state(department: Department, task: Task) -> WorkState | None:
    reports = (
        LastReport(one.department_id, one.item_id, WorkState(one.state), one.at)
        for one in task.last_reports  # type: ignore[attr-defined]
    )
    return by_department(reports).get(department.pk)
