"""The table of a comparison as a file, number for number what the page and the API say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.labels import label
from common.tables import Chart, ChartKind, ChartSeries, Column, Sheet
from indicators.assessments.charts.palette import CITIES, CONTROL
from indicators.assessments.rules.statuses import Status
from indicators.assessments.viewmodels.verdict_cells import published_value, yes
from indicators.assessments.wording import ground_note, target_phrase
from indicators.assessments.wording.labels import meaning
from indicators.plans.rules.enums import TargetForm

if TYPE_CHECKING:
    from common.downloads import Origin
    from common.tables import Value
    from indicators.actuals.selectors.passports import Passports
    from indicators.assessments.viewmodels.comparison import ComparisonRow, ComparisonTable

# The columns that the chart is drawn from, from 0.
_CITY, _ACTUAL, _LIMIT = 1, 11, 14


def comparison_sheet(table: ComparisonTable, passports: Passports, origin: Origin) -> Sheet:
    """What may be compared comes first, and is drawn."""
    found = table.comparison
    year = {"year": found.year}
    columns = [
        Column(_("行政区代码")),
        Column(_("城市")),
        Column(_("规划")),
        Column(_("规划标识")),
        Column(_("指标属性")),
        Column(_("比较符")),
        Column(_("目标值"), table.unit),
        Column(_("目标年")),
        Column(_("基期年")),
        Column(_("目标措辞")),
        Column(_("每年要求下降"), "%"),
        Column(_("%(year)d 年实际值") % year, table.unit),
        Column(_("推算的 %(year)d 年值") % year, table.unit),
        Column(_("实际值的基期年")),
        Column(_("%(year)d 年限值") % year, table.unit),
        Column(_("限值依据")),
        Column(_("占限值"), "%"),
        Column(_("状态")),
        Column(_("理由")),
        Column(_("可比性")),
        Column(_("可比性说明")),
        Column(_("出处")),
        Column(_("原话")),
        Column(_("演示数据")),
        Column(_("已撤回发布")),
        Column(pgettext("value", "初步数")),
        Column(_("目标形式说明")),
        Column(_("出处所在规划标识")),
        Column(_("比上年"), table.change_unit),
    ]
    title = _("%(indicator)s，%(year)d 年比较") % {
        "indicator": table.name,
        "year": found.year,
    }
    return Sheet(
        name=_("比较"),
        title=title,
        columns=columns,
        rows=[_cells(row, passports) for row in table.rows],
        notes=_notes(table, origin),
        notes_name=pgettext("tab", "说明"),
        charts=_charts(table),
    )


def _cells(row: ComparisonRow, passports: Passports) -> list[Value]:
    one = row.compared
    aim, limit = one.target, one.assessment.limit
    citation = next(iter(row.target.citations.all()), None) if row.target else None
    return [
        one.region.code,
        row.name,
        row.plan.title,
        row.plan.slug,
        label(one.row.nature),
        aim.comparator.value if aim is not None else None,
        aim.value if aim is not None and not aim.is_change else None,
        aim.year if aim is not None else None,
        aim.base_year if aim is not None else None,
        aim.wording if aim is not None else None,
        one.annual_rate,
        published_value(one.row, one.assessment, passports),
        one.derived if one.actual is None else None,
        row.base_year if one.actual is not None or one.derived is not None else None,
        one.assessment.shown_limit,
        label(limit.basis) if limit is not None else None,
        row.attainment,
        label(row.status),
        row.reason,
        label(one.by_target.level),
        ground_note(one.by_target.notes),
        citation.clause.key if citation else None,
        citation.quote if citation else None,
        yes(row.demo),
        yes(one.assessment.withdrawn is not None),
        yes(row.preliminary),
        _form(row),
        # Where the quotation stands: a later document may have amended or set the target.
        row.target.plan_indicator.plan.slug if citation and row.target else None,
        row.change,
    ]


def _charts(table: ComparisonTable) -> list[Chart]:
    """The year's values beside their limits, of the promises that may be compared."""
    verdicts = [row.compared.assessment for row in table.together]
    if all(one.actual is None for one in verdicts):
        return []
    title = _("%(indicator)s，%(year)d 年实际值与限值") % {
        "indicator": table.name,
        "year": table.comparison.year,
    }
    series = [ChartSeries(_ACTUAL, CITIES[0].colour), ChartSeries(_LIMIT, CONTROL)]
    return [Chart(ChartKind.BARS, title, _CITY, series, len(verdicts), unit=table.unit)]


def _form(row: ComparisonRow) -> str | None:
    """What a target asks that is no plain value: a range, a change, a goal without a year, …"""
    target = row.compared.target
    if target is None or target.value is None:
        return None
    if target.is_undated:
        return label(target.goal_kind)
    if target.form is TargetForm.VALUE and target.aim is None:
        return None
    return target_phrase(row.compared.row.promise, target)


def _notes(table: ComparisonTable, origin: Origin) -> list[str]:
    lines = [_("单位：%(unit)s") % {"unit": table.unit}]
    if table.rebased:
        lines.append(_("年均降幅：把总降幅按复利平均到每年，从基期年到目标年。"))
    lines += [f"{note.mark} {note.text}" for note in table.footnotes]
    lines += [
        _("不能比较：%(name)s。%(reason)s")
        % {"name": row.name, "reason": ground_note(row.compared.by_target.notes)}
        for row in table.apart
    ]
    lines += [_("%(name)s没有承诺这个指标。") % {"name": name} for name in table.absent]
    if any(row.demo for row in table.rows):
        lines.append(_("含演示数据：不是真实填报的数值。"))
    used = {row.status for row in table.rows}
    lines += [
        _("%(status)s：%(meaning)s。")
        % {"status": label(status), "meaning": meaning(status).rstrip("。.")}
        for status in Status
        if status in used
    ]
    lines.append(_("来源：各市规划原文，审核发布的年度实际值。"))
    return [*lines, *origin.notes]
