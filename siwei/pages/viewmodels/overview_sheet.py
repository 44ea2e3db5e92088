"""The overview as a workbook: each verdict, the matrix, and how every city or province stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.labels import label
from common.language import local_name
from common.tables import Chart, ChartKind, ChartSeries, Column, Paper, Sheet
from indicators.assessments.charts.palette import CONTROL, INK_SOFT, LINE, STATUS
from indicators.assessments.rules.statuses import Status
from indicators.assessments.viewmodels.verdict_cells import verdict_cells, verdict_columns
from indicators.assessments.wording.labels import meaning
from indicators.plans.wording import unit_name

if TYPE_CHECKING:
    from common.downloads import Origin
    from common.tables import Value
    from indicators.actuals.selectors.passports import Passports
    from indicators.assessments.selectors.assessments import OverviewCell, OverviewCity
    from siwei.pages.viewmodels.matrix import Matrix, MatrixCity
    from siwei.pages.viewmodels.matrix_cell import MatrixCell
    from siwei.pages.viewmodels.provinces import ProvinceTable, RegionSums

# Side by side in one bar the statuses that pages show in one grey have to differ.
_NOT_JUDGED = {
    Status.NO_DATA: INK_SOFT,
    Status.NOT_DUE: CONTROL,
    Status.NOT_ASSESSABLE: LINE,
}


def overview_sheets(
    matrix: Matrix, titles: Mapping[str, str], passports: Passports, origin: Origin
) -> list[Sheet]:
    """Every verdict in a row of its own, the matrix of the page, the cities in numbers with their
    chart. `titles`: of the plans, by slug."""
    return [
        _verdicts(matrix, titles, passports, origin),
        _matrix(matrix, origin),
        _cities(matrix, origin),
    ]


def province_sheet(table: ProvinceTable, origin: Origin) -> Sheet:
    """The provinces of a whole country in numbers, with their chart."""
    year = table.overview.year
    rows = [[row.code, local_name(row), *_sums(row.sums)] for row in table.rows]
    first = 3
    return Sheet(
        name=_("各省统计"),
        title=_("总览，%(year)d 年各省统计") % {"year": year},
        columns=[
            Column(_("行政区代码")),
            Column(_("省")),
            Column(_("城市数")),
            *(_status_column(status) for status in table.statuses),
            Column(_("全部承诺：达标（含接近红线）或进度正常")),
            Column(_("全部承诺：可评")),
            Column(_("已填")),
            Column(_("应填")),
            Column(_("逾期未完成的任务")),
        ],
        rows=rows,
        totals=[["", _("合计"), *_sums(table.total)]],
        notes=_notes(origin, table.statuses, demo=table.overview.demo),
        notes_name=pgettext("tab", "说明"),
        paper=Paper.A3,
        charts=_charts(year, table.statuses, first=first, rows=len(rows)),
    )


def _sums(sums: RegionSums) -> list[Value]:
    counts = [one.number for one in sums.counts]
    return [sums.cities, *counts, sums.good, sums.judged, sums.filled, sums.required, sums.late]


def _verdicts(
    matrix: Matrix, titles: Mapping[str, str], passports: Passports, origin: Origin
) -> Sheet:
    year, provinces = matrix.overview.year, _provinces(matrix)
    rows = [
        _verdict(one, cell, provinces, titles, passports)
        for row in matrix.rows
        for one in row.promised
        for cell in (one.cell, *one.cell.others)
    ]
    used = {cell.cell.status for cell in matrix.cells}
    return Sheet(
        name=_("承诺与判定"),
        title=_("总览，%(year)d 年") % {"year": year},
        columns=[
            Column(_("行政区代码")),
            Column(_("城市")),
            Column(_("省")),
            Column(_("指标代码")),
            Column(pgettext("column", "指标")),
            Column(_("单位")),
            Column(_("指标属性")),
            *verdict_columns(),
            Column(_("规划")),
            Column(_("规划标识")),
        ],
        rows=rows,
        notes=_notes(origin, [one for one in Status if one in used], demo=matrix.overview.demo),
        notes_name=pgettext("tab", "说明"),
        paper=Paper.A3,
    )


def _verdict(
    one: MatrixCell,
    cell: OverviewCell,
    provinces: Mapping[str, str],
    titles: Mapping[str, str],
    passports: Passports,
) -> list[Value]:
    city, indicator, row = one.city, one.indicator, cell.row
    return [
        city.code,
        local_name(city),
        provinces[city.code],
        indicator.code,
        local_name(indicator),
        unit_name(indicator.unit),
        label(cell.nature),
        *verdict_cells(row, cell.judged, passports),
        titles.get(row.plan, row.plan),
        row.plan,
    ]


def _matrix(matrix: Matrix, origin: Origin) -> Sheet:
    """The table of the page, a row an indicator, a column a city; limits are in the first sheet."""
    cities = matrix.overview.cities
    return Sheet(
        name=_("城市与指标"),
        title=_("总览，%(year)d 年：城市与指标") % {"year": matrix.overview.year},
        columns=[
            Column(pgettext("column", "指标")),
            Column(_("单位")),
            *(Column(local_name(city)) for city in cities),
        ],
        rows=[
            [
                local_name(row.indicator),
                unit_name(row.indicator.unit),
                *(_shown(cell) for cell in row.cells),
            ]
            for row in matrix.rows
        ],
        notes=origin.notes,
        notes_name=pgettext("tab", "说明"),
        paper=Paper.A3,
    )


def _shown(one: MatrixCell | None) -> str | None:
    """■ 突破 2.41, with what marks the value."""
    if one is None:
        return None
    marks = [
        pgettext("mark", "初") if one.cell.preliminary else "",
        "*" if one.cell.demo else "",
        _("已撤回发布") if one.withdrawn else "",
    ]
    return " ".join(filter(None, (one.cell.status.symbol, one.label, one.value, *marks)))


def _cities(matrix: Matrix, origin: Origin) -> Sheet:
    statuses = list(_used(matrix.overview.cities))
    rows = [
        _city(one, local_name(province), statuses)
        for province in matrix.provinces
        for one in province.cities
    ]
    return Sheet(
        name=_("各市统计"),
        title=_("总览，%(year)d 年各市统计") % {"year": matrix.overview.year},
        columns=[
            Column(_("行政区代码")),
            Column(_("城市")),
            Column(_("省")),
            *(_status_column(status) for status in statuses),
            Column(_("约束性：达标（含接近红线）或进度正常")),
            Column(_("约束性：可评")),
            Column(_("全部承诺：达标（含接近红线）或进度正常")),
            Column(_("全部承诺：可评")),
            Column(_("已填")),
            Column(_("应填")),
            Column(_("已审核")),
            Column(_("逾期未完成的任务")),
        ],
        rows=rows,
        notes=origin.notes,
        notes_name=pgettext("tab", "说明"),
        paper=Paper.A3,
        charts=_charts(matrix.overview.year, statuses, first=3, rows=len(rows)),
    )


def _city(one: MatrixCity, province: str, statuses: Sequence[Status]) -> list[Value]:
    city, done = one.city, one.city.completeness
    return [
        city.code,
        local_name(city),
        province,
        *(city.constraints.counts.get(status, 0) for status in statuses),
        city.constraints.good,
        city.constraints.judged,
        city.promises.good,
        city.promises.judged,
        done.filled,
        done.required,
        done.approved,
        one.late,
    ]


def _used(cities: Sequence[OverviewCity]) -> Iterator[Status]:
    """The statuses that any binding promise has, the best first."""
    for status in Status:
        if any(city.constraints.counts.get(status) for city in cities):
            yield status


def _status_column(status: Status) -> Column:
    return Column(_("约束性：%(status)s") % {"status": label(status)})


def _charts(year: int, statuses: Sequence[Status], *, first: int, rows: int) -> list[Chart]:
    """How many binding promises stand how; `first`: the column of the first status."""
    if not statuses or not rows:
        return []
    colours = STATUS | _NOT_JUDGED
    drawn = [ChartSeries(first + at, colours[status]) for at, status in enumerate(statuses)]
    title = _("%(year)d 年约束性指标的状态") % {"year": year}
    return [Chart(ChartKind.STACKED, title, 1, drawn, rows, unit=_("项"))]


def _notes(origin: Origin, statuses: Sequence[Status], *, demo: bool) -> list[str]:
    lines = [
        _("%(status)s：%(meaning)s。")
        % {"status": label(status), "meaning": meaning(status).rstrip("。.")}
        for status in statuses
    ]
    if demo:
        lines.append(_("含演示数据：不是真实填报的数值。"))
    return [*lines, *origin.notes]


def _provinces(matrix: Matrix) -> dict[str, str]:
    """What the province of each city is called."""
    return {one.city.code: local_name(of) for of in matrix.provinces for one in of.cities}
