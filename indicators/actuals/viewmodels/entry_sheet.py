"""The grid of a region and year as a table of a file.

Its heads are those by which an import knows region, indicator, year, value and texts again
(`rules.table_columns`): what was exported and isn't changed changes nothing when it comes back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.labels import label
from common.language import local_name
from common.tables import Column, Paper, Passport, Sheet, Stamped
from indicators.actuals.rules.enums import ActualState, ObsStatus
from indicators.plans.rules.enums import Nature
from indicators.plans.viewmodels.unit_cells import unit_cells, unit_columns

if TYPE_CHECKING:
    from common.downloads import Origin
    from common.tables import Value
    from indicators.actuals.models import Actual
    from indicators.actuals.selectors.entry import EntryRow, Grid


def entry_sheet(grid: Grid, origin: Origin) -> Sheet:
    """The rows of the grid as they stand, those that no plan requires last."""
    notes = [
        _("应填 %(required)d 项，已填 %(filled)d 项。")
        % {"required": grid.required, "filled": grid.filled},
        *([_("含演示数据：不是真实填报的数值。")] if grid.shows_demo else []),
        *origin.notes,
    ]
    return Sheet(
        name=_("填报表"),
        title=_("%(name)s %(year)d 年实际值填报")
        % {"name": local_name(grid.region), "year": grid.year},
        columns=[
            Column(_("行政区代码")),
            Column(_("行政区")),
            Column(_("指标代码")),
            Column(pgettext("column", "指标")),
            *unit_columns(),
            Column(_("年份")),
            Column(_("基期年")),
            Column(_("实际值")),
            Column(_("数据状态")),
            Column(pgettext("column", "来源")),
            Column(pgettext("column", "说明")),
            Column(_("对提示的解释")),
            Column(_("审核状态")),
            Column(_("上年值")),
            Column(_("推算值")),
            Column(_("本年限值")),
            Column(_("限值依据")),
            Column(_("指标属性")),
            Column(_("规划要求")),
            Column(_("责任单位")),
            Column(_("演示数据")),
        ],
        rows=[
            *(_cells(grid, row, required=True) for row in grid.rows),
            *(_cells(grid, row, required=False) for row in grid.others),
        ],
        notes=notes,
        notes_name=pgettext("tab", "说明"),
        paper=Paper.A3,
    )


def _cells(grid: Grid, row: EntryRow, *, required: bool) -> list[Value]:
    actual = row.actual if row.filled else None
    promise = row.promised.row if row.promised else None
    return [
        row.key.region,
        local_name(grid.region),
        row.key.indicator,
        local_name(row.name),
        *unit_cells(row.indicator.unit),
        row.key.year,
        row.key.base_year,
        None if actual is None else working_value(actual),
        None if actual is None else label(ObsStatus(actual.obs_status)),
        None if actual is None else actual.source,
        None if actual is None else actual.note,
        None if actual is None else actual.explanation,
        None if row.actual is None else label(ActualState(row.actual.state)),
        None if row.last_year is None else working_value(row.last_year),
        row.derived,
        row.shown_limit,
        None if row.limit is None else label(row.limit.basis),
        None if promise is None else label(Nature(promise.nature)),
        _("是") if required else None,
        ""
        if promise is None
        else _("、").join(one.department.name for one in promise.responsibilities.all()),
        _("是") if row.actual is not None and row.actual.demo else None,
    ]


def working_value(actual: Actual) -> Value:
    """The value that is being worked on; where it is what is published, with its passport."""
    value, version = actual.printed_value, actual.published_version
    if value is None or version is None or value != actual.printed_published_value:
        return value
    return Stamped(value, Passport(str(actual.key), version))
