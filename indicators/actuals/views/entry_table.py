"""The grid of a region and year as a file."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from common.downloads import origin_of, table_response
from indicators.actuals.viewmodels.entry_sheet import entry_sheet
from indicators.actuals.views.grid import code_in_year, entry_grid


@login_required
def entry_table(request: HttpRequest, code: str, year: int, kind: str) -> HttpResponseBase:
    """The grid as it stands; who sees the page may have it."""
    if other := code_in_year(request, code, year):
        return redirect("entry_table", other, year, kind)
    grid = entry_grid(request, code, year, cited=False)
    name = f"entry-{code}-{year}"
    return table_response(request, kind, name, lambda: [entry_sheet(grid, origin_of(request))])
