"""The matrix of a plan as a workbook, sign for sign what the page shows."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.labels import label
from common.tables import Column, Paper, Sheet, Value
from tasks.rules.board import ROLE_SIGNS
from tasks.viewmodels.matrix import Cell, DutyMatrix, MatrixRow, MatrixTotal


def matrix_sheet(matrix: DutyMatrix, *, address: str, today: date, conditions: list[str]) -> Sheet:
    """`address` is that of the page, `conditions` are what its filter asks for, in words."""
    title = _("%(plan)s：部门分工矩阵") % {"plan": matrix.plan.title}
    return Sheet(
        name=_("部门分工矩阵"),
        title=title,
        columns=[
            Column(_("主要任务")),
            Column(_("重点任务")),
            *(Column(one.department.name, is_upright=True) for one in matrix.columns),
            Column(_("部门数"), is_upright=True),
        ],
        rows=[
            *(_cells(group.label, row) for group in matrix.groups for row in group.rows),
            *(_total(total) for total in matrix.totals),
        ],
        notes=_notes(address, today, conditions),
        notes_name=pgettext("tab", "说明"),
        paper=Paper.A3,
    )


def _cells(group: str, row: MatrixRow) -> list[Value]:
    return [row.task.numbered_title, group, *(_signs(cell) for cell in row.cells), row.departments]


def _signs(cell: Cell) -> str:
    """● for the whole task, ● 1–3 for some of its items."""
    return "\n".join(f"{part.sign} {part.items}".strip() for part in cell.parts)


def _total(total: MatrixTotal) -> list[Value]:
    return [f"{total.sign} {total.label}".strip(), "", *total.counts, None]


def _notes(address: str, today: date, conditions: list[str]) -> list[str]:
    signs = (f"{sign} {label(role)}" for role, sign in ROLE_SIGNS.items())
    return [
        _("；").join(signs),
        _("符号旁的数字是具体任务的序号；没有数字的，是整项任务。"),
        *conditions,
        _("来源：规划原文，%(date)s 的内容。") % {"date": today.isoformat()},
        address,
    ]
