"""The catalogue, and one indicator across the cities."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from common.as_of import moment_of, shows_the_past
from common.csp import with_charts
from common.labels import options
from common.listing import filter_form, filtered, narrows, page_of, with_default
from departments.rules.roles import RegionLevel
from indicators.assessments.filters import IndicatorPageFilter
from indicators.assessments.forms import View, Wanted
from indicators.assessments.selectors.comparison import comparison, sources
from indicators.assessments.viewmodels.catalogue import IndicatorFacts, by_theme
from indicators.assessments.viewmodels.comparison import ComparisonTable, comparison_table
from indicators.assessments.viewmodels.comparison_charts import indicator_charts, shows_demo
from indicators.assessments.viewmodels.comparison_words import lead
from indicators.plans.filters import IndicatorFilter
from indicators.plans.models import Indicator, PlanIndicator
from indicators.plans.rules.enums import Direction, Nature, Theme
from indicators.plans.selectors import plans as select
from indicators.plans.selectors.years import years_available
from indicators.plans.viewmodels.options import (
    plan_options,
    region_options,
    year_options,
)
from indicators.plans.viewmodels.table import promise_table

# Promises in full, each with its sentences, on one page.
SIZE = 50
# Regions that an address can name.
MOST_NAMED = 100


def indicator_list(request: HttpRequest) -> HttpResponse:
    rows, wanted = filtered(request, IndicatorFilter, select.catalogue_with_counts())
    choices = {"theme": options(Theme), "direction": options(Direction)}
    context = {"groups": by_theme(list(rows)), "form": filter_form(wanted, choices)}
    return render(request, "assessments/indicators.html", context)


@with_charts
@shows_the_past
def indicator_page(request: HttpRequest, code: str) -> HttpResponse:
    """`?year=` is that of the comparison; the filters narrow everything alike.

    The opening sentence and the charts are of all promises, tables and quotations of a page of
    them.
    """
    indicator, today = find_indicator(code), moment_of(request).today
    every = select.plan_indicators().filter(indicator=indicator)
    every = every.prefetch_related("plan__superseded_by")
    promises, wanted = filtered(request, IndicatorPageFilter, every)
    year = wanted.asked["year"] or today.year - 1
    found = comparison(
        indicator=indicator,
        year=year,
        scope=PlanIndicator.objects.filter(pk__in=promises.order_by().values("pk")),
        today=today,
    )
    page = page_of(request, promises, size=SIZE)
    shown = list(page)
    compared = comparison_table(found, sources(found))
    charts = indicator_charts(compared, today=today)
    rows = list(every.prefetch_related(None))
    choices = {
        "year": year_options(years_available()),
        "region": region_options(rows),
        "plan": plan_options(rows),
        "nature": options(Nature),
    }
    narrowed = narrows(wanted, but=["year"])
    form = with_default(filter_form(wanted, choices), "year", str(year))
    context = {
        "indicator": indicator,
        "facts": IndicatorFacts(indicator),
        "year": year,
        "lead": lead(compared, narrowed=narrowed) if compared.rows else "",
        "compared": compared.only({row.pk for row in shown}),
        "wanted": _files(compared, narrowed=narrowed),
        "charts": charts,
        "demo": shows_demo(compared, charts),
        "table": promise_table(shown),
        "page_obj": page,
        "form": form,
    }
    return render(request, "assessments/indicator.html", context)


def _files(compared: ComparisonTable, *, narrowed: bool) -> Wanted:
    """The comparison of which the files are: of the same regions, unless they are too many."""
    found = compared.comparison
    regions = {row.compared.region.code: row.compared.region.level for row in compared.rows}
    counties = any(level != RegionLevel.CITY for level in regions.values())
    named = (narrowed or counties) and len(regions) <= MOST_NAMED
    return Wanted(
        found.indicator, tuple(sorted(regions)) if named else (), found.year, View.TRAJECTORY
    )


def find_indicator(code: str) -> Indicator:
    """The indicator of an address. Raises `Http404` with words."""
    found = select.catalogue_with_parts().filter(code=code).first()
    if found is None:
        raise Http404(_("指标目录里没有代码为“%s”的指标。") % code)
    return found
