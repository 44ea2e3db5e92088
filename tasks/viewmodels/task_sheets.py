"""The list of tasks and the time line as tables of a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.labels import label
from common.language import local_name
from common.tables import Column, Paper, Sheet
from indicators.plans.rules.enums import DepartmentRole
from tasks.rules.status import MilestoneStatus, TaskStatus
from tasks.viewmodels.tasks import duties_of

if TYPE_CHECKING:
    from common.downloads import Origin
    from common.tables import Value
    from tasks.models import Milestone, Task
    from tasks.viewmodels.tasks import TaskRow


def task_sheet(rows: Sequence[TaskRow], origin: Origin) -> Sheet:
    """A row a task, in the order of the plans."""
    return Sheet(
        name=_("主要任务"),
        title=_("主要任务"),
        columns=[
            *_task_columns(),
            Column(_("具体任务")),
            *(Column(label(role)) for role in DepartmentRole),
            Column(_("时限")),
            Column(_("进展")),
            Column(_("状态")),
        ],
        rows=[_task(row) for row in rows],
        notes=origin.notes,
        notes_name=pgettext("tab", "说明"),
        paper=Paper.A3,
    )


def timeline_sheet(milestones: Sequence[Milestone], origin: Origin) -> Sheet:
    """A row a milestone, the earliest first, those without a day last."""
    return Sheet(
        name=_("时间线"),
        title=_("时限节点"),
        columns=[
            Column(_("到期日")),
            Column(_("规划的到期日")),
            Column(_("时限原文")),
            Column(_("节点内容")),
            Column(_("所涉行政区")),
            *_task_columns(),
            *(Column(label(role)) for role in DepartmentRole),
            Column(_("状态")),
        ],
        rows=[
            [
                one.due,  # type: ignore[attr-defined]
                one.due_on,
                one.due_text,
                one.text,
                _("、").join(local_name(region) for region in one.regions.all()),
                *_task_cells(one.task),
                *_departments(one.task),
                label(MilestoneStatus(one.status)),  # type: ignore[attr-defined]
            ]
            for one in milestones
        ],
        notes=origin.notes,
        notes_name=pgettext("tab", "说明"),
        paper=Paper.A3,
    )


def _task_columns() -> list[Column]:
    return [
        Column(_("行政区代码")),
        Column(_("城市")),
        Column(_("规划")),
        Column(_("规划标识")),
        Column(_("任务编号")),
        Column(_("重点任务")),
        Column(_("主要任务")),
    ]


def _task_cells(task: Task) -> list[Value]:
    return [
        task.plan.region_id,
        local_name(task.plan.region),
        task.plan.title,
        task.plan.slug,
        task.key,
        task.group_label,
        task.numbered_title,
    ]


def _task(row: TaskRow) -> list[Value]:
    task = row.task
    return [
        *_task_cells(task),
        _lines(f"{one.number}. {one.text}" for one in task.items.all()),
        *_departments(task),
        _lines(one.due_text for one in task.milestones.all()),
        label(row.progress) if row.progress else _("没有可见的整项报告"),
        label(TaskStatus(task.status)),  # type: ignore[attr-defined]
    ]


def _departments(task: Task) -> list[Value]:
    """Who does what of the task, in the order of the columns."""
    by_role = {duty.role: duty.departments for duty in duties_of(task)}
    return [
        _("、").join(one.name for one in by_role.get(role.value, [])) for role in DepartmentRole
    ]


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(texts)
