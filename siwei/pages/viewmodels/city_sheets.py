"""A city in one year as a workbook: its promises with their verdicts, every year of them, what it
published beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.labels import label
from common.language import local_name
from common.tables import Column, Paper, Passport, Sheet, Stamped
from indicators.actuals.rules.enums import ObsStatus
from indicators.assessments.rules.statuses import Status
from indicators.assessments.viewmodels.verdict_cells import verdict_cells, verdict_columns, yes
from indicators.assessments.wording.labels import meaning
from indicators.plans.viewmodels.unit_cells import unit_cells, unit_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from common.downloads import Origin
    from common.tables import Value
    from departments.models import Region
    from indicators.actuals.selectors.actuals import PublishedView
    from indicators.actuals.selectors.passports import Passports
    from indicators.assessments.rules.assessment import Assessment
    from siwei.pages.viewmodels.city_promises import CityPromises, PromiseInYear


def city_sheets(
    promises: CityPromises,
    region: Region,
    titles: Mapping[str, str],
    passports: Passports,
    origin: Origin,
) -> list[Sheet]:
    """Of `region`: the year, all years, and what no plan promises. `titles`: of plans, by slug.

    The heads are those by which an import knows region, indicator, year and value again.
    """
    known = {"name": local_name(region), "year": promises.year}
    used = {row.assessment.status for row in promises.rows}
    notes = [
        *([promises.sentence] if promises.rows else []),
        *(
            _("%(status)s：%(meaning)s。")
            % {"status": label(status), "meaning": meaning(status).rstrip("。.")}
            for status in Status
            if status in used
        ),
        *([_("含演示数据：不是真实填报的数值。")] if promises.demo else []),
        *origin.notes,
    ]

    def sheet(name: str, title: str, columns: list[Column], rows: list[list[Value]]) -> Sheet:
        return Sheet(name, title, columns, rows, notes, pgettext("tab", "说明"), Paper.A3)

    heads = [*_heads(), *verdict_columns(), *_sources()]
    found = [
        sheet(
            _("承诺与判定"),
            _("%(name)s %(year)d 年承诺与判定") % known,
            heads,
            [_cells(row, row.assessment, region, titles, passports) for row in promises.ordered],
        ),
        sheet(
            _("历年"),
            _("%(name)s历年承诺与判定") % known,
            heads,
            [
                _cells(row, point.assessment, region, titles, passports, cited=False)
                for row in promises.ordered
                for point in row.series.points()
            ],
        ),
    ]
    if promises.beside:
        found.append(
            sheet(
                _("没有列入规划的数据"),
                _("%(name)s %(year)d 年没有列入规划的数据") % known,
                _beside_heads(),
                [_beside(one) for one in promises.beside],
            )
        )
    return found


def _heads() -> list[Column]:
    return [
        Column(_("行政区代码")),
        Column(_("行政区")),
        Column(_("指标代码")),
        Column(pgettext("column", "指标")),
        *unit_columns(),
        Column(_("指标属性")),
    ]


def _sources() -> list[Column]:
    return [
        Column(_("规划")),
        Column(_("规划标识")),
        Column(_("条款所在规划标识")),
        Column(_("条款")),
        Column(_("原话")),
    ]


def _cells(
    row: PromiseInYear,
    verdict: Assessment,
    region: Region,
    titles: Mapping[str, str],
    passports: Passports,
    *,
    cited: bool = True,
) -> list[Value]:
    """`cited`: with the words that promise the limit of the page's year."""
    one = row.series.row
    citation = row.citation if cited else None
    return [
        one.region,
        local_name(row.region or region),
        one.indicator,
        one.printed_name,
        *unit_cells(one.unit),
        label(one.nature),
        *verdict_cells(one, verdict, passports),
        titles.get(one.plan, one.plan),
        one.plan,
        None if citation is None else row.plan,
        None if citation is None else citation.clause.key,
        None if citation is None else citation.quote,
    ]


def _beside_heads() -> list[Column]:
    return [
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
        Column(_("演示数据")),
    ]


def _beside(one: PublishedView) -> list[Value]:
    return [
        one.key.region,
        local_name(one.region),
        one.key.indicator,
        local_name(one.indicator),
        *unit_cells(one.indicator.unit),
        one.key.year,
        one.key.base_year,
        None if one.value is None else Stamped(one.value, Passport(str(one.key), one.version)),
        label(ObsStatus(one.obs_status)),
        one.source,
        one.note,
        yes(one.demo),
    ]
