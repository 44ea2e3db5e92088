"""Tasks as pages show them: who does what of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicators.plans.rules.enums import DepartmentRole
from indicators.plans.viewmodels.duties import Duty, by_role
from tasks.rules.enums import WorkState
from tasks.rules.parts import Part, answering
from tasks.rules.progress import LastReport, task_progress

if TYPE_CHECKING:
    from tasks.models import Item, Task


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task with all who answer for it, whatever part of it they do, and how far it is by the
    reports that the reader may see."""

    task: Task
    duties: list[Duty]
    progress: WorkState | None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item of a task with those who answer for it."""

    item: Item
    duties: list[Duty]


def task_rows(tasks: Sequence[Task]) -> list[TaskRow]:
    return [TaskRow(task, duties_of(task), progress_of(task)) for task in tasks]


def progress_of(task: Task) -> WorkState | None:
    """How far the task (of `tasks.selectors.tasks`) is, by the reports that its reader may see:
    None where no department that answers for it has reported."""
    reports = (
        LastReport(one.department_id, one.item_id, WorkState(one.state), one.at)
        for one in task.last_reports  # type: ignore[attr-defined]
    )
    parts = (Part(one.department_id, DepartmentRole(one.role)) for one in task.assignments.all())
    answer = answering(parts, water=task.water_bureau)  # type: ignore[attr-defined]
    return task_progress(reports, answer)


def duties_of(task: Task) -> list[Duty]:
    """All who answer for the task or a part of it."""
    return by_role((one.role, one.department) for one in task.assignments.all())


def whole_task_duties(task: Task) -> list[Duty]:
    """Those whom the plan names for the task itself, not for one of its items."""
    whole = [one for one in task.assignments.all() if not one.items.all()]
    return by_role((one.role, one.department) for one in whole)


def item_rows(task: Task) -> list[ItemRow]:
    """The items of a task, each with those whom the plan names for it."""
    shares = [(one, {item.pk for item in one.items.all()}) for one in task.assignments.all()]
    return [
        ItemRow(
            item, by_role((one.role, one.department) for one, items in shares if item.pk in items)
        )
        for item in task.items.all()
    ]
