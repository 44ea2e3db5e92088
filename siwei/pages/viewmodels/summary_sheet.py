"""Plans in numbers as a table of a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.labels import label
from common.language import local_name
from common.tables import Column, Sheet
from indicators.plans.rules.enums import PlanStatus

if TYPE_CHECKING:
    from common.downloads import Origin
    from siwei.pages.selectors.summaries import PlanSummary


def summary_sheet(rows: Sequence[PlanSummary], origin: Origin) -> Sheet:
    """Cities with their plans, as the overview and the list of cities show them."""
    return Sheet(
        name=_("各市的规划"),
        title=_("各市的规划"),
        columns=[
            Column(_("行政区代码")),
            Column(_("城市")),
            Column(_("规划")),
            Column(_("规划标识")),
            Column(_("文号")),
            Column(_("日期")),
            Column(_("状态")),
            Column(_("约束性")),
            Column(_("预期性")),
            Column(_("未注明")),
            Column(_("目标年份")),
            Column(_("主要任务")),
            Column(_("文本矛盾")),
        ],
        rows=[
            [
                one.plan.region_id,
                local_name(one.plan.region),
                one.plan.title,
                one.plan.slug,
                one.plan.doc_number,
                one.plan.date_text,
                label(PlanStatus(one.plan.status)),
                one.constraint,
                one.expected,
                one.unstated,
                _("、").join(map(str, one.years)),
                one.tasks,
                one.conflicts,
            ]
            for one in rows
        ],
        notes=origin.notes,
        notes_name=pgettext("tab", "说明"),
    )
