"""The grid of a region and year as a file."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from common.downloads import origin_of, table_response
from indicators.actuals.viewmodels.entry_sheet import entry_sheet
from indicators.actuals.views.grid import code_in_year, entry_grid


@login_required
def entry_table(request: HttpRequest, code: str, year: int, kind: str) -> HttpResponse:
    """The grid as it stands; who sees the page may have it."""
    if other := code_in_year(request, code, year):
        return redirect("entry_table", other, year, kind)
    sheet = entry_sheet(entry_grid(request, code, year, cited=False), origin_of(request))
    return table_response(kind, f"entry-{code}-{year}", sheet)
