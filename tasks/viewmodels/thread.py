"""What was said about a task, as its page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from common.options import Options
from tasks.rules.enums import StatementKind
from tasks.rules.status import MilestoneStatus

if TYPE_CHECKING:
    from departments.models import Department
    from tasks.models import Milestone, Statement, Task

# Where the page has it, and where the form leads back to.
ANCHOR = "said-"


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone with its day, original and extended, and for how many days it has been late.

    `asked`: the extension that waits for a decision, if the reader may know.
    """

    milestone: Milestone
    status: MilestoneStatus
    extended_to: date | None
    days_late: int
    asked: Statement | None


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """How far a department says that it is, with the report that says so: of the task, or of an
    item of it."""

    department: Department
    report: Statement


def milestone_rows(
    milestones: Iterable[Milestone], *, today: date, asked: Iterable[Statement] = ()
) -> list[MilestoneRow]:
    """Milestones of `tasks.selectors`, which have `status` and `due`; `asked` are the extensions
    that wait for a decision."""
    by_milestone = {one.milestone_id: one for one in asked}
    return [_milestone_row(one, today, by_milestone.get(one.pk)) for one in milestones]


def _milestone_row(one: Milestone, today: date, asked: Statement | None) -> MilestoneRow:
    status, due = MilestoneStatus(one.status), one.due  # type: ignore[attr-defined]
    late = (today - due).days if status is MilestoneStatus.OVERDUE else 0
    return MilestoneRow(one, status, due if due != one.due_on else None, late, asked)


def department_rows(reports: Iterable[Statement]) -> list[DepartmentRow]:
    """The last reports of each department, of `tasks.selectors`."""
    return [DepartmentRow(one.department, one) for one in reports]


def part_options(task: Task, kind: StatementKind) -> Options:
    """What of the task a statement can be about, as `tasks.forms` names it."""
    milestones = [
        (f"milestone:{one.number}", _("节点：%s") % f"{one.due_text} {one.text}"[:60])
        for one in task.milestones.all()
        if kind is not StatementKind.EXTENSION or one.due_on
    ]
    if kind is StatementKind.EXTENSION:
        return milestones
    items = [
        (
            f"item:{one.number}",
            _("具体任务 %(number)s：%(text)s") % {"number": one.number, "text": one.text[:50]},
        )
        for one in task.items.all()
    ]
    return [("", _("整项任务")), *items, *milestones]


def departments_as_options(departments: Sequence[Department]) -> Options:
    return [(str(one.pk), one.name) for one in departments]
