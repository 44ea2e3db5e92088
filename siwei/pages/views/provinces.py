"""One province: its cities on a map, as cards and as a table, and its own word."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from common.as_of import moment_of, shows_the_past
from common.downloads import conditions, origin_of, table_response
from common.filters import FilterSet
from common.labels import options
from common.listing import FilterForm, filter_form, filtered
from common.ordering import ORDERING
from common.tables import Sheet
from departments.models import Region
from departments.rules.roles import RegionLevel
from departments.selectors import lineage, within
from indicators.assessments.filters import ProvincePageFilter
from indicators.assessments.selectors.assessments import overview as own_overview
from indicators.plans.models import PlanIndicator
from indicators.plans.rules.enums import Nature, Theme
from indicators.plans.selectors.years import last_full_year
from siwei.pages.selectors.tiles import map_of, tiles_of
from siwei.pages.viewmodels.matrix import matrix
from siwei.pages.viewmodels.province_map import province_map
from siwei.pages.viewmodels.provinces import city_table
from siwei.pages.viewmodels.strip import StatusGroup, by_severity
from siwei.pages.viewmodels.tiles import tiles
from siwei.pages.views.cities import find_region, to_todays_code
from siwei.pages.views.overview import cities_shown, sheets_of_cities


@shows_the_past
def province_page(request: HttpRequest, code: str) -> HttpResponse:
    """An older code of a province leads to today's; what was asked for goes along."""
    region, known, today = find_province(code), lineage(), moment_of(request).today
    codes = known.series(region.code)
    if codes[0] != region.code:
        return to_todays_code(request, "province", codes[0])
    scope, wanted = _scope(request, codes)
    year = wanted.asked["year"] or last_full_year(today=today)
    shown = cities_shown(scope, year, today, known)
    cities = shown["overview"].cities
    on_map = tiles(tiles_of(region.code), {one.code: one.promises.counts for one in cities})
    context: dict[str, Any] = {
        **shown,
        "region": region,
        "table": city_table(shown["matrix"]).in_order(wanted.asked[ORDERING]),
        "tiles": on_map,
        "province_map": province_map(map_of(region.code), on_map, cities, year),
        "narrowed": any(wanted.asked[name] for name in ("plan", "theme", "nature")),
        "own": _own_promises(scope, year, today),
        "form": _form(wanted),
    }
    return render(request, "siwei/province.html", context)


@shows_the_past
def province_table(request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
    """Each verdict on the cities of the province, and its cities in numbers."""
    region, known, today = find_province(code), lineage(), moment_of(request).today
    codes = known.series(region.code)
    if codes[0] != region.code:
        return to_todays_code(request, "province_table", codes[0], kind)
    scope, wanted = _scope(request, codes)
    year = wanted.asked["year"] or last_full_year(today=today)

    def sheets() -> list[Sheet]:
        origin = origin_of(request, conditions(wanted, _form(wanted), but=["year"]))
        return sheets_of_cities(cities_shown(scope, year, today, known), origin)

    return table_response(request, kind, f"{region.code}-{year}", sheets)


def find_province(code: str) -> Region:
    """The province of an address. Raises `Http404` with words."""
    region = find_region(code)
    if region.level != RegionLevel.PROVINCE:
        raise Http404(_("“%s”不是省级行政区。") % region.name)
    return region


def _scope(
    request: HttpRequest, codes: tuple[str, ...]
) -> tuple[QuerySet[PlanIndicator], FilterSet]:
    """What the province and its regions promise, under any of its codes."""
    return filtered(request, ProvincePageFilter, PlanIndicator.objects.filter(within(codes)))


def _own_promises(scope: QuerySet[PlanIndicator], year: int, today: date) -> list[StatusGroup]:
    """How the promises stand that the province makes itself, the worst first."""
    level = RegionLevel.PROVINCE
    if not scope.filter(region__level=level.value).exists():
        return []
    return by_severity(
        matrix(own_overview(year=year, today=today, scope=scope, level=level), {}).cells
    )


def _form(wanted: FilterSet) -> FilterForm:
    return filter_form(wanted, {"theme": options(Theme), "nature": options(Nature)})
