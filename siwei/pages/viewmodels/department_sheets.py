"""Departments, and what one of them owes, as tables of a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.labels import label
from common.language import local_name
from common.tables import Column, Paper, Sheet
from indicators.plans.rules.enums import DepartmentRole
from tasks.rules.enums import WorkState
from tasks.rules.status import TaskStatus

if TYPE_CHECKING:
    from common.downloads import Origin
    from common.tables import Value
    from departments.models import Department
    from siwei.pages.viewmodels.department import PeerRow
    from siwei.pages.viewmodels.owed import OwedTask
    from tasks.models import Statement
    from tasks.viewmodels.thread import MilestoneRow


def department_sheet(rows: Iterable[Department], origin: Origin) -> Sheet:
    """Departments with their `promise_count` and `task_count`."""
    return Sheet(
        name=_("部门"),
        title=_("部门"),
        columns=[
            Column(_("行政区代码")),
            Column(_("行政区")),
            Column(_("部门")),
            Column(_("别名")),
            Column(_("职能")),
            Column(_("指标数")),
            Column(_("主要任务数")),
        ],
        rows=[
            [
                one.region_id,
                local_name(one.region),
                one.name,
                _("、").join(one.other_names),
                local_name(one.function),
                one.promise_count,  # type: ignore[attr-defined]
                one.task_count,  # type: ignore[attr-defined]
            ]
            for one in rows
        ],
        notes=origin.notes,
        notes_name=pgettext("tab", "说明"),
    )


def owed_sheets(
    department: Department,
    sentence: str,
    owed: Sequence[OwedTask],
    milestones: Sequence[MilestoneRow],
    origin: Origin,
) -> list[Sheet]:
    """The tasks of a department by its role in each, and the milestones of these by their day."""
    name = {"name": department.full_name}
    return [
        Sheet(
            name=_("承担的任务"),
            title=_("%(name)s承担的任务") % name,
            columns=[
                *_task_columns(),
                Column(_("职责")),
                Column(_("具体任务")),
                Column(_("进度")),
                Column(_("状态")),
            ],
            rows=[_owed(one) for one in owed],
            notes=[sentence, *origin.notes],
            notes_name=pgettext("tab", "说明"),
            paper=Paper.A3,
        ),
        Sheet(
            name=_("时限节点"),
            title=_("%(name)s的时限节点") % name,
            columns=[
                Column(_("到期日")),
                Column(_("延期至")),
                Column(_("时限原文")),
                Column(_("节点内容")),
                *_task_columns(),
                Column(_("状态")),
                Column(_("逾期天数")),
            ],
            rows=[_milestone(one) for one in milestones],
            notes=[],
            notes_name=pgettext("tab", "说明"),
            paper=Paper.A3,
        ),
    ]


def work_sheets(reports: Sequence[Statement], peers: Sequence[PeerRow]) -> list[Sheet]:
    """The latest reports of a department, and who does the same work elsewhere; each where there
    is any."""
    found = []
    if reports:
        found.append(_report_sheet(reports))
    if peers:
        found.append(_peer_sheet(peers))
    return found


def _task_columns() -> list[Column]:
    return [
        Column(_("规划")),
        Column(_("规划标识")),
        Column(_("任务编号")),
        Column(_("主要任务")),
    ]


def _owed(one: OwedTask) -> list[Value]:
    task = one.task
    items = "\n".join(f"{item.number}. {item.text}" for item in one.items)
    return [
        task.plan.title,
        task.plan.slug,
        task.key,
        task.numbered_title,
        label(DepartmentRole(one.role)) if one.role else _("规划未写明部门"),
        items or _("整项任务"),
        label(one.state) if one.state else _("没有可见的整项报告"),
        label(TaskStatus(task.status)),  # type: ignore[attr-defined]
    ]


def _milestone(row: MilestoneRow) -> list[Value]:
    one, task = row.milestone, row.milestone.task
    return [
        one.due_on,
        row.extended_to,
        one.due_text,
        one.text,
        task.plan.title,
        task.plan.slug,
        task.key,
        task.numbered_title,
        label(row.status),
        row.days_late or None,
    ]


def _report_sheet(reports: Sequence[Statement]) -> Sheet:
    return Sheet(
        name=_("最近的报告"),
        title=_("最近的报告"),
        columns=[
            Column(_("时间")),
            *_task_columns(),
            Column(_("进度")),
            Column(_("完成比例"), "%"),
            Column(_("内容")),
            Column(_("水行政主管部门代报")),
            Column(_("演示数据")),
        ],
        rows=[
            [
                one.at,
                one.task.plan.title,
                one.task.plan.slug,
                one.task.key,
                one.task.numbered_title,
                label(WorkState(one.state)),
                one.percent,
                one.text,
                _("是") if one.on_behalf else None,
                _("是") if one.demo else None,
            ]
            for one in reports
        ],
        notes=[],
        notes_name=pgettext("tab", "说明"),
        paper=Paper.A3,
    )


def _peer_sheet(peers: Sequence[PeerRow]) -> Sheet:
    return Sheet(
        name=_("其他城市的同类部门"),
        title=_("其他城市的同类部门"),
        columns=[
            Column(_("行政区")),
            Column(_("部门")),
            Column(_("负责的任务")),
            *(Column(label(state)) for state in WorkState),
            Column(_("已完成的节点")),
            Column(_("已到期的节点")),
            Column(_("演示数据")),
        ],
        rows=[
            [
                local_name(one.department.region),
                one.department.name,
                one.tasks,
                *(dict(one.states).get(state, 0) for state in WorkState),
                one.met,
                one.late,
                _("是") if one.demo else None,
            ]
            for one in peers
        ],
        notes=[],
        notes_name=pgettext("tab", "说明"),
    )
