"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.selectors import plans as select
from siwei.pages.summaries import plan_summaries, totals


def overview(request: HttpRequest) -> HttpResponse:
    rows = plan_summaries(select.plans())
    return render(request, "pages/overview.html", {"rows": rows, "totals": totals(rows)})
