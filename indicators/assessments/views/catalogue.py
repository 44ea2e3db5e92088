"""The catalogue, and one indicator across the cities."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.as_of import moment_of, shows_the_past
from common.csp import with_charts
from common.downloads import conditions, origin_of, table_response
from common.filters import FilterSet
from common.html import html_for_anybody
from common.kept import Kept
from common.labels import options
from common.language import local_name
from common.listing import FilterForm, filter_form, filtered, narrows, page_of, with_default
from common.ordering import ORDERING
from common.tables import Sheet
from departments.rules.roles import RegionLevel
from indicators.actuals.selectors.passports import passports
from indicators.assessments.filters import IndicatorPageFilter
from indicators.assessments.forms import Wanted, first_view
from indicators.assessments.selectors.comparison import (
    NO_SOURCES,
    compare_series,
    comparison,
    sources,
)
from indicators.assessments.selectors.series import kept_series
from indicators.assessments.viewmodels.catalogue import IndicatorFacts, ThemeGroup, by_theme
from indicators.assessments.viewmodels.catalogue_sheet import catalogue_sheet
from indicators.assessments.viewmodels.comparison import ComparisonTable, comparison_table
from indicators.assessments.viewmodels.comparison_answer import answer_of
from indicators.assessments.viewmodels.comparison_charts import indicator_charts, shows_demo
from indicators.assessments.viewmodels.comparison_order import in_its_order
from indicators.assessments.viewmodels.comparison_sheet import comparison_sheet
from indicators.assessments.viewmodels.comparison_words import lead
from indicators.plans.filters import CatalogueFilter
from indicators.plans.models import Indicator, PlanIndicator
from indicators.plans.rules.enums import Direction, Nature, Theme
from indicators.plans.selectors import plans as select
from indicators.plans.selectors.years import years_available
from indicators.plans.viewmodels.options import (
    plans_as_options,
    regions_as_options,
    year_options,
)
from indicators.plans.viewmodels.promise_sheets import promise_sheets
from indicators.plans.viewmodels.table import promise_table

# Promises in full, each with its sentences, on one page.
SIZE = 50
# Regions that an address can name.
MOST_NAMED = 100


def indicator_list(request: HttpRequest) -> HttpResponse:
    rows, wanted = filtered(request, CatalogueFilter, select.catalogue_with_counts())
    context = {"groups": _groups(rows, wanted), "form": filter_form(wanted, _catalogue_choices())}
    return render(request, "assessments/indicators.html", context)


def indicator_list_table(request: HttpRequest, kind: str) -> HttpResponseBase:
    rows, wanted = filtered(request, CatalogueFilter, select.catalogue_with_counts())
    origin = origin_of(request, conditions(wanted, filter_form(wanted, _catalogue_choices())))

    def sheets() -> list[Sheet]:
        return [catalogue_sheet(_groups(rows, wanted), origin)]

    return table_response(request, kind, "indicators", sheets)


def _groups(rows: QuerySet[Indicator], wanted: FilterSet) -> list[ThemeGroup]:
    return by_theme(list(rows), promised_first=not wanted.asked[ORDERING])


def _catalogue_choices() -> dict[str, list[tuple[str, str]]]:
    return {"theme": options(Theme), "direction": options(Direction)}


@with_charts
@shows_the_past
def indicator_page(request: HttpRequest, code: str) -> HttpResponse:
    """`?year=` is that of the comparison; the filters narrow everything alike.

    The opening sentence and the charts are of all promises, tables and quotations of a page of
    them.
    """
    today = moment_of(request).today
    shown = _KEPT.get(_question(request, today), lambda: _indicator_page(request, code, today))
    return render(request, "assessments/indicator.html", {"shown": shown})


def _question(request: HttpRequest, today: date) -> Hashable:
    return request.get_full_path(), get_language(), today


@dataclass(frozen=True, slots=True)
class _IndicatorPage:
    """What the page shows of a nation, the same to everybody: as HTML the answer in its head, and
    all that stands below, with its charts some megabytes."""

    indicator: Indicator
    answer: str
    html: str
    has_other_pages: bool


@dataclass(frozen=True, slots=True)
class _Promised:
    """What the plans say on one page of it. `html`: their promises and what the indicator means."""

    page: Page[PlanIndicator]
    form: FilterForm
    html: str


_KEPT = Kept[_IndicatorPage](most=12)
_PROMISED = Kept[_Promised](most=12, values=False)


def _indicator_page(request: HttpRequest, code: str, today: date) -> _IndicatorPage:
    indicator = find_indicator(code)
    every = promises_of(indicator)
    promises, wanted = filtered(request, IndicatorPageFilter, every)
    year = wanted.asked["year"] or today.year - 1
    promised = _PROMISED.get(
        _question(request, today),
        lambda: _promised(request, indicator, promises, _page_form(wanted, every, year)),
    )
    compared = compared_in(indicator, year, promises, today)
    quoted = {row.pk for row in promised.page}
    rows = [one for one in compared.comparison.rows if one.row.pk in quoted]
    table = compared.only(quoted, sources(rows, list(promised.page)))
    charts = indicator_charts(compared, today=today)
    narrowed = narrows(wanted, but=["year"])
    context = {
        "indicator": indicator,
        "year": year,
        "compared": in_its_order(table, wanted.asked[ORDERING]),
        "wanted": _comparison_of(compared, narrowed=narrowed),
        "charts": charts,
        "demo": shows_demo(compared, charts),
        "page_obj": promised.page,
        "form": promised.form,
        "promised": promised.html,
    }
    answers = bool(table.rows) or promised.form.active
    head = {
        "answer": answer_of(compared, narrowed=narrowed) if answers else None,
        "lead": lead(compared, narrowed=narrowed) if compared.rows else "",
    }
    return _IndicatorPage(
        indicator,
        html_for_anybody(request, "assessments/_indicator_answer.html", head),
        html_for_anybody(request, "assessments/_indicator_page.html", context),
        promised.page.has_other_pages(),
    )


def _promised(
    request: HttpRequest,
    indicator: Indicator,
    promises: QuerySet[PlanIndicator],
    form: FilterForm,
) -> _Promised:
    page = page_of(request, promises, size=SIZE)
    context = {
        "indicator": indicator,
        "facts": IndicatorFacts(indicator),
        "table": promise_table(list(page)),
        "page_obj": page,
        "form": form,
    }
    html = html_for_anybody(request, "assessments/_indicator_promised.html", context)
    return _Promised(page, form, html)


@shows_the_past
def indicator_table(request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
    """The comparison of the page's year with its charts, and every target as it is printed."""
    indicator, today = find_indicator(code), moment_of(request).today
    every = promises_of(indicator)
    promises, wanted = filtered(request, IndicatorPageFilter, every)
    year = wanted.asked["year"] or today.year - 1

    def sheets() -> list[Sheet]:
        compared = in_its_order(
            compared_in(indicator, year, promises, today, quoted=True), wanted.asked[ORDERING]
        )
        stamps = passports(
            regions=[row.compared.region.code for row in compared.rows],
            indicators=[indicator.code],
            years=[year],
        )
        form = _page_form(wanted, every, year)
        origin = origin_of(request, conditions(wanted, form, but=["year"]))
        title = _("各市承诺的%(indicator)s") % {"indicator": local_name(indicator)}
        promised = promise_sheets(list(promises), title, origin)
        return [comparison_sheet(compared, stamps, origin), *promised]

    return table_response(request, kind, f"{indicator.code}-{year}", sheets)


def promises_of(indicator: Indicator) -> QuerySet[PlanIndicator]:
    every = select.plan_indicators().filter(indicator=indicator)
    return every.prefetch_related("plan__superseded_by")


def compared_in(
    indicator: Indicator,
    year: int,
    promises: QuerySet[PlanIndicator],
    today: date,
    *,
    quoted: bool = False,
) -> ComparisonTable:
    """Of all promises. `quoted`: with the plans and the targets of all, for a file: of what is
    asked for that seldom nothing is kept."""
    scope = PlanIndicator.objects.filter(pk__in=promises.order_by().values("pk"))
    if quoted:
        found = comparison(indicator=indicator, year=year, scope=scope, today=today)
        return comparison_table(found, sources(found.rows))
    found = compare_series(indicator, year, kept_series(scope, today=today))
    return comparison_table(found, NO_SOURCES)


def _page_form(wanted: FilterSet, every: QuerySet[PlanIndicator], year: int) -> FilterForm:
    regions, plans = select.offered(every)
    choices = {
        "year": year_options(years_available()),
        "region": regions_as_options(regions),
        "plan": plans_as_options(plans),
        "nature": options(Nature),
    }
    return with_default(filter_form(wanted, choices), "year", str(year))


def _comparison_of(compared: ComparisonTable, *, narrowed: bool) -> Wanted:
    """The comparison to which the page leads: of the same regions, unless they are too many."""
    found = compared.comparison
    regions = {row.compared.region.code: row.compared.region.level for row in compared.rows}
    counties = any(level != RegionLevel.CITY for level in regions.values())
    named = (narrowed or counties) and len(regions) <= MOST_NAMED
    return Wanted(
        found.indicator,
        tuple(sorted(regions)) if named else (),
        found.year,
        first_view(found.indicator),
    )


def find_indicator(code: str) -> Indicator:
    """The indicator of an address. Raises `Http404` with words."""
    found = select.catalogue_with_parts().filter(code=code).first()
    if found is None:
        raise Http404(_("指标目录里没有代码为“%s”的指标。") % code)
    return found
