"""What is due when as a table of a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.labels import label
from common.language import local_name
from common.tables import Column, Paper, Sheet
from siwei.calendar.rules.entries import CalendarEntry, MilestoneEntry
from siwei.calendar.viewmodels.entries import entry_title, place_names

if TYPE_CHECKING:
    from common.downloads import Origin
    from common.tables import Value


def calendar_sheet(entries: Iterable[CalendarEntry], title: str, origin: Origin) -> Sheet:
    """A row an entry, day by day."""
    return Sheet(
        name=_("日历"),
        title=title,
        columns=[
            Column(_("日期")),
            Column(_("类别")),
            Column(_("状态")),
            Column(_("行政区代码")),
            Column(_("行政区")),
            Column(_("事项")),
            Column(_("规划的到期日")),
            Column(_("时限原文")),
            Column(_("所涉行政区")),
            Column(_("职责")),
            Column(_("责任单位")),
            Column(_("任务编号")),
            Column(_("主要任务")),
            Column(_("规划")),
            Column(_("规划标识")),
            Column(_("条款")),
            Column(_("原话")),
        ],
        rows=[_cells(one) for one in entries],
        notes=origin.notes,
        notes_name=pgettext("tab", "说明"),
        paper=Paper.A3,
    )


def _cells(one: CalendarEntry) -> list[Value]:
    common: list[Value] = [
        one.day,
        label(one.kind),
        label(one.status),
        one.region.code,
        local_name(one.region),
        entry_title(one),
    ]
    if not isinstance(one, MilestoneEntry):
        return common + [None] * 11
    return [
        *common,
        one.due_on,
        one.due_text,
        place_names(one.named),
        label(one.role) if one.role else None,
        _("、").join(one.answering),
        one.task,
        one.task_title,
        one.plan_title,
        one.plan,
        one.clause,
        one.quote,
    ]
