"""The reviewer's queue and how far each city is, as tables of a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.labels import label
from common.language import local_name
from common.tables import Column, Paper, Sheet
from indicators.actuals.rules.enums import ObsStatus
from indicators.actuals.viewmodels.entry_sheet import working_value
from indicators.actuals.wording import finding_statements
from indicators.plans.rules.enums import Nature
from indicators.plans.wording import unit_name

if TYPE_CHECKING:
    from common.downloads import Origin
    from common.tables import Value
    from indicators.actuals.selectors.progress import Progress, YearProgress
    from indicators.assessments.viewmodels.review import QueuePart, ReviewLine


def review_sheets(
    parts: Sequence[QueuePart], progress: Sequence[YearProgress], origin: Origin
) -> list[Sheet]:
    """What waits, in the order of the page, and how far each city is with each open year."""
    lines = [line for part in parts for line in part.lines]
    demo = [_("含演示数据：不是真实填报的数值。")]
    return [
        Sheet(
            name=_("待审核"),
            title=_("待审核的数值"),
            columns=[
                Column(_("行政区代码")),
                Column(_("行政区")),
                Column(_("指标代码")),
                Column(pgettext("column", "指标")),
                Column(_("单位")),
                Column(_("指标属性")),
                Column(_("年份")),
                Column(_("基期年")),
                Column(_("上年值")),
                Column(_("填报值")),
                Column(_("数据状态")),
                Column(_("现发布")),
                Column(_("变化")),
                Column(_("本年限值")),
                Column(_("限值依据")),
                Column(_("通过后的评估")),
                Column(_("提示")),
                Column(_("对提示的解释")),
                Column(pgettext("column", "来源")),
                Column(pgettext("column", "说明")),
                Column(_("佐证")),
                Column(_("提交人")),
                Column(_("提交时间")),
                Column(_("上次退回的理由")),
                Column(_("演示数据")),
            ],
            rows=[_waiting(line) for line in lines],
            notes=[*(demo if any(one.row.shows_demo for one in lines) else []), *origin.notes],
            notes_name=pgettext("tab", "说明"),
            paper=Paper.A3,
        ),
        progress_sheet(progress, origin),
    ]


def _waiting(line: ReviewLine) -> list[Value]:
    row, actual = line.row, line.row.actual
    by = actual.submitted_by
    return [
        actual.region_id,
        local_name(actual.region),
        actual.indicator_id,
        local_name(row.name),
        unit_name(actual.indicator.unit),
        label(Nature(row.promised.row.nature)) if row.promised else None,
        actual.year,
        actual.base_year,
        None if row.last_year is None else working_value(row.last_year),
        actual.printed_value,
        label(ObsStatus(actual.obs_status)),
        actual.printed_published_value,
        line.change,
        row.shown_limit,
        None if row.limit is None else label(row.limit.basis),
        None if line.verdict is None else label(line.verdict.status),
        finding_statements(row.findings) if row.findings else None,
        actual.explanation,
        actual.source,
        actual.note,
        _("、").join(one.name for one in row.evidence),
        None if by is None else by.get_full_name() or by.get_username(),
        actual.submitted_at,
        None if row.sent_back is None else row.sent_back.reason,
        _("是") if actual.demo else None,
    ]


def progress_sheet(progress: Iterable[YearProgress], origin: Origin) -> Sheet:
    return Sheet(
        name=_("各市填报进度"),
        title=_("各市填报进度"),
        columns=[
            Column(_("年份")),
            Column(_("开放填报")),
            Column(_("行政区代码")),
            Column(_("行政区")),
            Column(_("应填")),
            Column(pgettext("count", "已审核")),
            Column(pgettext("count", "待审核")),
            Column(pgettext("count", "已退回")),
            Column(pgettext("count", "填报中")),
            Column(pgettext("count", "未填")),
            Column(_("更正中")),
            Column(_("已撤回发布")),
        ],
        rows=[_progress(year, one) for year in progress for one in year.regions],
        notes=origin.notes,
        notes_name=pgettext("tab", "说明"),
    )


def _progress(year: YearProgress, one: Progress) -> list[Value]:
    return [
        year.year,
        _("是") if year.is_open else None,
        one.region.code,
        local_name(one.region),
        one.required,
        one.approved,
        one.submitted,
        one.returned,
        one.in_work,
        one.missing,
        one.in_correction,
        one.withdrawn,
    ]
