"""The first page: who keeps which promise in one year, and what each city has promised."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypedDict

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.as_of import moment_of, shows_the_past
from common.downloads import Origin, conditions, origin_of, table_response
from common.filters import FilterSet
from common.html import html_for_anybody
from common.kept import Kept
from common.labels import options
from common.listing import FilterForm, filter_form, filtered
from common.ordering import ORDERING
from common.sorting import Order
from common.tables import Sheet
from departments.rules.successions import Lineage
from departments.selectors import lineage
from indicators.actuals.selectors.passports import passports
from indicators.assessments.filters import OverviewFilter
from indicators.assessments.selectors.assessments import Overview
from indicators.assessments.selectors.assessments import overview as city_overview
from indicators.assessments.selectors.caveats import caveats
from indicators.assessments.selectors.provinces import cities_by_province, province_overview
from indicators.plans.models import PlanIndicator
from indicators.plans.rules.enums import Nature, Theme
from indicators.plans.selectors import plans as select
from indicators.plans.selectors.years import last_full_year
from siwei.pages.selectors.summaries import PlanSummary, plan_summaries
from siwei.pages.selectors.tiles import tiles_of
from siwei.pages.viewmodels.matrix import Matrix, matrix
from siwei.pages.viewmodels.options import province_options
from siwei.pages.viewmodels.overview_sheet import overview_sheets, province_sheet
from siwei.pages.viewmodels.provinces import province_table
from siwei.pages.viewmodels.strip import CityCard, by_severity, cards
from siwei.pages.viewmodels.summary_sheet import summary_sheet
from siwei.pages.viewmodels.tiles import tiles
from tasks.selectors.tasks import late_by_region


class CitiesShown(TypedDict):
    """What a page shows of some cities in one year."""

    overview: Overview
    matrix: Matrix
    cards: list[CityCard]
    sentence: str
    rows: list[PlanSummary]


# As many cities as one takes in at a glance. Where there are more, in several provinces, the page
# opens with the provinces, and each of them leads to its cities.
MOST_AT_A_GLANCE = 30


@shows_the_past
def overview(request: HttpRequest) -> HttpResponse:
    today = moment_of(request).today
    scope, wanted = filtered(request, OverviewFilter, PlanIndicator.objects.all())
    year = wanted.asked["year"] or last_full_year(today=today)
    provinces = _provinces_of_page(request, scope, year, today, wanted.asked[ORDERING])
    shown: Mapping[str, Any] = provinces or cities_shown(scope, year, today, lineage())
    return render(request, "siwei/overview.html", {**shown, "form": _form(wanted)})


# What one page of each kind shows of a nation: some 30 kB, the same to everybody who may read it.
_KEPT = Kept[dict[str, Any]](most=32)


def _provinces_of_page(
    request: HttpRequest,
    scope: QuerySet[PlanIndicator],
    year: int,
    today: date,
    order: Sequence[Order],
) -> dict[str, Any]:
    """`_provinces`, and the HTML of their map and table, kept until anything is written."""

    def made() -> dict[str, Any]:
        shown = _provinces(scope, year, today, lineage(), order)
        if not shown:
            return {}
        return {**shown, "html": html_for_anybody(request, "siwei/_provinces.html", shown)}

    return _KEPT.get((request.get_full_path(), get_language(), year, today), made)


@shows_the_past
def overview_table(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The page as a workbook: the provinces of many cities, or each verdict and the cities."""
    today = moment_of(request).today
    scope, wanted = filtered(request, OverviewFilter, PlanIndicator.objects.all())
    year = wanted.asked["year"] or last_full_year(today=today)

    def sheets() -> list[Sheet]:
        origin = origin_of(request, conditions(wanted, _form(wanted), but=["year"]))
        return _sheets(scope, year, today, wanted.asked[ORDERING], origin)

    return table_response(request, kind, f"overview-{year}", sheets)


def _sheets(
    scope: QuerySet[PlanIndicator], year: int, today: date, order: Sequence[Order], origin: Origin
) -> list[Sheet]:
    known = lineage()
    if shown := _provinces(scope, year, today, known, order):
        return [province_sheet(shown["provinces"], origin)]
    return sheets_of_cities(cities_shown(scope, year, today, known), origin)


def sheets_of_cities(shown: CitiesShown, origin: Origin) -> list[Sheet]:
    """Every verdict on the cities of a page with its passport, and their plans."""
    table = shown["matrix"]
    titles = {row.plan.slug: row.plan.title for row in shown["rows"]}
    stamps = passports(
        regions=[one.code for one in table.overview.cities],
        indicators=[one.code for one in table.overview.indicators],
        years=[table.overview.year],
    )
    sheets = overview_sheets(table, titles, stamps, origin)
    return [*sheets, summary_sheet(shown["rows"], origin)]


@shows_the_past
def city_verdicts(request: HttpRequest, code: str) -> HttpResponse:
    """What the verdicts on one city rest on, the worst first: a row of the first page, in full.

    Its filters are those of the first page. It is fetched when a card of a city is opened on a
    phone and, of many cities, when a verdict is pointed at.
    """
    today = moment_of(request).today
    scope, wanted = filtered(request, OverviewFilter, PlanIndicator.objects.all())
    year = wanted.asked["year"] or last_full_year(today=today)
    shown = city_overview(
        year=year, today=today, scope=scope.filter(region__in=lineage().series(code))
    )
    if not shown.cities:
        raise Http404(_("没有代码为“%s”、作了这些承诺的城市。") % code)
    return render(
        request, "siwei/_city_verdicts.html", {"groups": by_severity(matrix(shown, {}).cells)}
    )


def _provinces(
    scope: QuerySet[PlanIndicator], year: int, today: date, known: Lineage, order: Sequence[Order]
) -> dict[str, Any]:
    """Each province, counted, and of its cities nothing else; empty where the page opens with the
    cities."""
    cities = cities_by_province(scope, known)
    if len(cities) == 1 or sum(map(len, cities.values())) <= MOST_AT_A_GLANCE:
        return {}
    shown = province_overview(year=year, today=today, scope=scope, cities=cities)
    table = province_table(shown, late_by_region(known, today=today)).in_order(order)
    stand = {one.code: one.constraints.counts for one in shown.provinces}
    return {
        "overview": shown,
        "provinces": table,
        "sentence": table.sentence,
        "tiles": tiles(tiles_of(), stand),
    }


def cities_shown(
    scope: QuerySet[PlanIndicator], year: int, today: date, known: Lineage
) -> CitiesShown:
    """Every verdict on every city, and their plans."""
    shown = city_overview(year=year, today=today, scope=scope)
    codes = known.all_of(one.code for one in shown.cities)
    late = late_by_region(known, today=today, regions=codes)
    table = matrix(shown, late, caveats(shown))
    return {
        "overview": shown,
        "matrix": table,
        "cards": cards(table),
        "sentence": table.sentence if table.rows else "",
        "rows": plan_summaries(select.plans().filter(region__in=codes)),
    }


def _form(wanted: FilterSet) -> FilterForm:
    choices = {
        "province": province_options(list(select.regions_with_plans())),
        "theme": options(Theme),
        "nature": options(Nature),
    }
    return filter_form(wanted, choices)
