"""Departments × tasks of one plan: who leads, who takes part, and in what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from common.labels import label
from indicators.plans.rules.enums import DepartmentRole
from tasks.rules.board import ROLE_SIGNS, number_ranges

if TYPE_CHECKING:
    from departments.models import Department
    from indicators.plans.models import Plan
    from tasks.models import Task

# For each department of a task, in which role it answers for which items; none: the whole task.
Parts = dict[int, dict[DepartmentRole, list[int]]]


@dataclass(frozen=True, slots=True)
class Part:
    """One role of a department in a task. `items` in short (1–3, 7); empty: the whole task."""

    role: DepartmentRole
    items: str

    @property
    def sign(self) -> str:
        return ROLE_SIGNS[self.role]

    @property
    def words(self) -> str:
        """What the sign says: 牵头（具体任务 1–3、7）."""
        if not self.items:
            return label(self.role)
        return _("%(role)s（具体任务 %(items)s）") % {"role": label(self.role), "items": self.items}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one department does of one task; without parts nothing."""

    department: Department
    parts: list[Part]

    @property
    def words(self) -> str:
        return _("；").join(part.words for part in self.parts)


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A task, a cell for each column, and how many departments have a part of it; None where the
    plan names nobody, or its page is lost: that isn't known to be none."""

    task: Task
    cells: list[Cell]
    departments: int | None


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    label: str
    rows: list[MatrixRow]


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """A department with the number of its tasks, and in how many of them it has each role."""

    department: Department
    tasks: int
    by_role: Mapping[DepartmentRole, int]


@dataclass(frozen=True, slots=True)
class MatrixTotal:
    """A line below the tasks: of each department, in how many of them it has the role."""

    label: str
    sign: str
    counts: list[int]


@dataclass(frozen=True, slots=True)
class DutyMatrix:
    plan: Plan
    columns: list[MatrixColumn]
    groups: list[MatrixGroup]

    @property
    def rows(self) -> list[MatrixRow]:
        return [row for group in self.groups for row in group.rows]

    @property
    def totals(self) -> list[MatrixTotal]:
        """For each role that is there, then for all of them."""
        roles = [role for role in ROLE_SIGNS if any(one.by_role[role] for one in self.columns)]
        return [
            *(
                MatrixTotal(
                    label(role), ROLE_SIGNS[role], [one.by_role[role] for one in self.columns]
                )
                for role in roles
            ),
            MatrixTotal(_("任务合计"), "", [one.tasks for one in self.columns]),
        ]

    @property
    def width(self) -> int:
        """How many columns the table has."""
        return len(self.columns) + 2


def duty_matrix(plan: Plan, tasks: Sequence[Task]) -> DutyMatrix:
    """The matrix of the plan's `tasks` (of `tasks.selectors.board`), as they are ordered."""
    parts = {task.pk: _parts(task) for task in tasks}
    columns = _columns(tasks, parts)
    groups: dict[str, list[MatrixRow]] = defaultdict(list)
    for task in tasks:
        groups[task.group_label].append(_row(task, columns, parts[task.pk]))
    return DutyMatrix(plan, columns, [MatrixGroup(*group) for group in groups.items()])


def _parts(task: Task) -> Parts:
    """Who answers for what of the task; a role for every item is one for the whole of it."""
    every = {item.number for item in task.items.all()}
    found: dict[int, dict[DepartmentRole, list[int]]] = defaultdict(lambda: defaultdict(list))
    for one in task.assignments.all():
        numbers = [item.number for item in one.items.all()]
        found[one.department_id][DepartmentRole(one.role)] += numbers or every
    return {
        department: {role: [] if set(own) == every else own for role, own in roles.items()}
        for department, roles in found.items()
    }


def _columns(tasks: Sequence[Task], parts: Mapping[int, Parts]) -> list[MatrixColumn]:
    """Every department with a part, who leads most tasks first, else in the printed order."""
    departments = {
        one.department_id: one.department for task in tasks for one in task.assignments.all()
    }
    columns = [_column(department, parts.values()) for department in departments.values()]
    return sorted(columns, key=lambda one: [-one.by_role[role] for role in ROLE_SIGNS])


def _column(department: Department, parts: Iterable[Parts]) -> MatrixColumn:
    own = [of_task[department.pk] for of_task in parts if department.pk in of_task]
    counts = {role: sum(role in roles for roles in own) for role in ROLE_SIGNS}
    return MatrixColumn(department, len(own), counts)


def _row(task: Task, columns: Sequence[MatrixColumn], parts: Parts) -> MatrixRow:
    cells = [
        Cell(
            column.department,
            [
                Part(role, number_ranges(parts[column.department.pk][role]))
                for role in ROLE_SIGNS
                if role in parts.get(column.department.pk, {})
            ],
        )
        for column in columns
    ]
    return MatrixRow(task, cells, len(parts) or None)
