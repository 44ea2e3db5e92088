"""Which reports there are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.as_of import moment_of, shows_the_past
from common.listing import filter_form, filtered
from departments.selectors import lineage, with_parents
from departments.selectors import regions as every_region
from indicators.plans.selectors.plans import regions_with_plans
from indicators.plans.selectors.years import last_full_year, years_available
from siwei.reports.filters import ReportListFilter
from siwei.reports.viewmodels.listing import reports_by_province


@shows_the_past
def report_list(request: HttpRequest) -> HttpResponse:
    """The regions that have a plan, each by the code that it has today."""
    regions, wanted = filtered(request, ReportListFilter, regions_with_plans())
    years, known = years_available(), lineage()
    year = wanted.asked["year"] or last_full_year(today=moment_of(request).today)
    current = {known.current(code) for code in regions.values_list("code", flat=True)}
    named = list(with_parents(every_region().filter(code__in=current)))
    context = {
        "provinces": reports_by_province(named) if year in years else [],
        "year": year,
        "years": years,
        "form": filter_form(wanted),
    }
    return render(request, "reports/reports.html", context)
