"""One indicator across regions in one year: charts, table, downloads. The address is the state."""

from dataclasses import replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from common.as_of import moment_of, shows_the_past
from common.csp import with_charts
from common.downloads import origin_of, table_response
from common.listing import page_of
from common.tables import Sheet
from indicators.actuals.selectors.passports import passports
from indicators.assessments.forms import Wanted, wanted
from indicators.assessments.rules.enums import COMPARED_COLUMNS
from indicators.assessments.selectors.choices import comparison_choices, named_regions
from indicators.assessments.selectors.comparison import NO_SOURCES, comparison, sources
from indicators.assessments.viewmodels.comparison import ComparisonTable, comparison_table
from indicators.assessments.viewmodels.comparison_answer import answer_of
from indicators.assessments.viewmodels.comparison_charts import charts, shows_demo
from indicators.assessments.viewmodels.comparison_form import form_of, region_names
from indicators.assessments.viewmodels.comparison_order import in_its_order
from indicators.assessments.viewmodels.comparison_sheet import comparison_sheet
from indicators.assessments.viewmodels.comparison_words import lead, why_no_chart
from indicators.plans.selectors.catalogue import first_indicator

# Promises on one page, as on the page of an indicator; answer, sentence and chart are of all.
SIZE = 50


@with_charts
@shows_the_past
def compare(request: HttpRequest) -> HttpResponse:
    """Raises `BadFilterError` for an address that can't be understood."""
    today = moment_of(request).today
    state = state_of(request, today)
    if "indicator" not in request.GET or "year" not in request.GET:
        return redirect(f"{request.path}?{state.query}")
    table = table_of(state, today)
    shown = charts(table, state.view, today=today)
    ordered = in_its_order(table, state.ordering)
    page = page_of(request, ordered.rows, size=SIZE)
    quoting = sources([row.compared for row in page])
    request.orderings = COMPARED_COLUMNS  # type: ignore[attr-defined]  # for the heads
    context = {
        "table": ordered.only({row.compared.row.pk for row in page}, quoting),
        "page_obj": page,
        "answer": answer_of(table, narrowed=bool(state.regions)),
        "lead": lead(table, narrowed=bool(state.regions)),
        "charts": shown,
        "why_no_chart": "" if shown else why_no_chart(table, state.view),
        "demo": shows_demo(table, shown),
        "wanted": state,
        "form": form_of(state, comparison_choices()),
    }
    return render(request, "assessments/compare.html", context)


@shows_the_past
def compare_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    today = moment_of(request).today
    state = state_of(request, today)

    def sheets() -> list[Sheet]:
        table = in_its_order(table_of(state, today, quoted=True), state.ordering)
        stamps = passports(
            regions=[row.compared.region.code for row in table.rows],
            indicators=[state.indicator.code],
            years=[state.year],
        )
        origin = replace(origin_of(request), address=_address(request, state))
        return [comparison_sheet(table, stamps, origin)]

    return table_response(request, kind, f"{state.indicator.code}-{state.year}", sheets)


def _address(request: HttpRequest, state: Wanted) -> str:
    """That of the page, with all that its own address leaves unsaid."""
    return request.build_absolute_uri(f"{reverse('compare')}?{state.query}")


def state_of(request: HttpRequest, today: date) -> Wanted:
    default = {"year": str(today.year - 1)}
    if "indicator" not in request.GET:
        default["indicator"] = first_indicator()
    return wanted(request.GET, default=default)


def table_of(state: Wanted, today: date, *, quoted: bool = False) -> ComparisonTable:
    """`quoted`: with the plans and the targets of all."""
    found = comparison(indicator=state.indicator, year=state.year, scope=state.scope, today=today)
    asked = region_names(named_regions(state.regions))
    return comparison_table(found, sources(found.rows) if quoted else NO_SOURCES, asked)
