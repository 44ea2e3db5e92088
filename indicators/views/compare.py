"""One indicator across regions in one year: charts, table, downloads. The address is the state."""

from datetime import date
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from indicators.forms.compare import View, Wanted, wanted
from indicators.presentation.comparison import ComparisonTable, comparison_table, lead
from indicators.presentation.comparison_charts import charts
from indicators.presentation.comparison_form import form_of, region_names
from indicators.presentation.comparison_sheet import comparison_sheet
from indicators.selectors.comparison import comparison
from siwei.lib.csp import with_charts
from siwei.lib.sheets import CSV_TYPE, XLSX_TYPE, as_csv, as_xlsx

FIRST_INDICATOR = "total_water_use"


class Asked(NamedTuple):
    """A comparison as it was asked for, with its table."""

    wanted: Wanted
    table: ComparisonTable
    today: date


@with_charts
def compare(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    if "indicator" not in request.GET or "year" not in request.GET:
        return redirect(f"{request.path}?{asked.wanted.query()}")
    table, state = asked.table, asked.wanted
    context = {
        "table": table,
        "lead": lead(table),
        "charts": charts(table, state.view, today=asked.today),
        "wanted": state,
        "form": form_of(state),
        "rate_asked": state.view is View.RATE,
    }
    return render(request, "indicators/compare.html", context)


def compare_csv(request: HttpRequest) -> HttpResponse:
    return _file(request, "csv")


def compare_xlsx(request: HttpRequest) -> HttpResponse:
    return _file(request, "xlsx")


def _file(request: HttpRequest, kind: str) -> HttpResponse:
    asked = _asked(request)
    query = asked.wanted.query()
    address = request.build_absolute_uri(f"{reverse('compare')}?{query}")
    sheet = comparison_sheet(asked.table, address=address, today=asked.today)
    write, content_type = (as_csv, CSV_TYPE) if kind == "csv" else (as_xlsx, XLSX_TYPE)
    name = f"siwei-{asked.wanted.indicator.code}-{asked.wanted.year}.{kind}"
    return HttpResponse(
        write(sheet),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _asked(request: HttpRequest) -> Asked:
    """Raises `BadFilterError` for an address that can't be understood."""
    today = timezone.localdate()
    default = {"indicator": FIRST_INDICATOR, "year": str(today.year - 1)}
    state = wanted(request.GET, default=default)
    found = comparison(indicator=state.indicator, year=state.year, scope=state.scope, today=today)
    return Asked(state, comparison_table(found, region_names(state.regions)), today)
