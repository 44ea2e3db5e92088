"""What changed as a table of a file, line for line what the page tells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.labels import label
from common.language import local_name
from common.tables import Column, Paper, Sheet
from indicators.assessments.viewmodels.verdict_cells import yes

if TYPE_CHECKING:
    from datetime import date

    from common.downloads import Origin
    from common.tables import Value
    from siwei.pages.viewmodels.changes import ChangeDay, ChangeLine, TurnLine


def change_sheet(days: Iterable[ChangeDay], since: date, origin: Origin) -> Sheet:
    """The newest first. Values are in the words of the page, with their units."""
    return Sheet(
        name=_("变化"),
        title=_("自 %(day)s 起的变化") % {"day": since.isoformat()},
        columns=[
            Column(_("日期")),
            Column(_("时间")),
            Column(_("行政区代码")),
            Column(_("行政区")),
            Column(pgettext("column", "指标")),
            Column(_("年份")),
            Column(_("基期年")),
            Column(_("类别")),
            Column(_("变化")),
            Column(_("原为")),
            Column(_("现为")),
            Column(_("评估变化")),
            Column(_("单位（机关）")),
            Column(_("理由")),
            Column(pgettext("column", "来源")),
            Column(_("规划")),
            Column(_("条款")),
            Column(_("数值标识")),
            Column(_("演示数据")),
        ],
        rows=[_cells(line) for day in days for line in day.lines],
        notes=[
            _("判定的变化按发布或修订前后公开的内容比较。"),
            *origin.notes,
        ],
        notes_name=pgettext("tab", "说明"),
        paper=Paper.A3,
    )


def _cells(line: ChangeLine) -> list[Value]:
    return [
        timezone.localdate(line.at),
        line.at if line.timed else None,
        line.region.code,
        local_name(line.region),
        None if line.name is None else local_name(line.name),
        line.year,
        line.base_year,
        label(line.kind),
        line.what,
        line.before,
        line.after,
        "\n".join(_turn(one) for one in line.turns),
        line.organ,
        line.reason,
        line.source,
        None if line.plan is None else line.plan.title,
        line.clause,
        None if line.actual is None else str(line.actual),
        yes(line.demo),
    ]


def _turn(one: TurnLine) -> str:
    """2025 年 达标 → 突破红线, 转为突破, 现为 达标."""
    year = _("%(year)d 年") % {"year": one.year} if one.year else ""
    plan = _("%(year)d 年规划") % {"year": one.plan_year} if one.plan else ""
    before = f"{label(one.before)} →" if one.changed else ""
    now = _("现为 %(status)s") % {"status": label(one.now)} if one.now else ""
    return " ".join(filter(None, (year, plan, before, label(one.after), one.words, now)))
