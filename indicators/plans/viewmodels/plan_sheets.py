"""The list of plans, and the places where they contradict themselves, as tables of a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.labels import label
from common.language import local_name
from common.tables import Column, Sheet
from indicators.plans.rules.enums import Nature, PlanStatus
from indicators.plans.wording import unit_name

if TYPE_CHECKING:
    from common.downloads import Origin
    from common.tables import Value
    from indicators.plans.models import Plan, Target


def plan_sheet(plans: Sequence[Plan], origin: Origin) -> Sheet:
    return Sheet(
        name=_("规划"),
        title=_("规划目录"),
        columns=[
            Column(_("规划标识")),
            Column(_("标题")),
            Column(_("行政区代码")),
            Column(_("城市")),
            Column(_("状态")),
            Column(_("文号")),
            Column(_("印发机关")),
            Column(_("日期")),
            Column(_("年份")),
        ],
        rows=[
            [
                one.slug,
                one.title,
                one.region_id,
                local_name(one.region),
                label(PlanStatus(one.status)),
                one.doc_number,
                one.issuer,
                one.date_text,
                one.year,
            ]
            for one in plans
        ],
        notes=origin.notes,
        notes_name=pgettext("tab", "说明"),
    )


def conflict_sheet(targets: Sequence[Target], origin: Origin) -> Sheet:
    """A row a reading of each target (of `with_readings`), the adopted one first."""
    return Sheet(
        name=_("文本矛盾"),
        title=_("规划的文本矛盾"),
        columns=[
            Column(_("编号")),
            Column(_("行政区代码")),
            Column(_("行政区")),
            Column(_("指标代码")),
            Column(_("原文名称")),
            Column(_("指标属性")),
            Column(_("目标年")),
            Column(_("基期年")),
            Column(_("所述数值")),
            Column(_("单位")),
            Column(_("读法")),
            Column(_("规划")),
            Column(_("规划标识")),
            Column(_("出处")),
            Column(_("原话")),
            Column(pgettext("column", "说明")),
        ],
        rows=[
            _reading(number, target, at)
            for number, target in enumerate(targets, start=1)
            for at in range(len(target.all_readings))
        ],
        notes=[
            _("同一目标有两个不同的数值。编号相同的各行是同一目标的不同读法。"),
            *origin.notes,
        ],
        notes_name=pgettext("tab", "说明"),
    )


def _reading(number: int, target: Target, at: int) -> list[Value]:
    reading, promise = target.all_readings[at], target.plan_indicator
    owner, citation = reading.target.plan_indicator, reading.citation
    return [
        number,
        promise.region_id,
        local_name(promise.region),
        promise.indicator_id,
        promise.printed_name,
        label(Nature(promise.nature)),
        target.year,
        target.base_year,
        citation.printed_value,
        unit_name(owner.unit),
        _of(target, at),
        owner.plan.title,
        owner.plan.slug,
        citation.clause.key,
        citation.quote,
        target.note,
    ]


def _of(target: Target, at: int) -> str:
    """What the page says of the reading at that place."""
    reading = target.all_readings[at]
    if reading.target.pk != target.pk:
        return _("另一文件")
    if reading.citation.stated_value != target.value:
        return _("另一读法")
    return _("采用") if at == 0 else _("与采用值一致")
