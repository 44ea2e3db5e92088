"""Every place where a plan contradicts itself, or another document."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.as_of import shows_the_past
from common.listing import filter_form, filtered
from indicators.plans.filters import ConflictPageFilter
from indicators.plans.selectors import plans as select
from indicators.plans.viewmodels.conflicts import each_once
from indicators.plans.viewmodels.options import indicator_options, plan_options


@shows_the_past
def conflict_list(request: HttpRequest) -> HttpResponse:
    targets, wanted = filtered(request, ConflictPageFilter, select.conflicts())
    owners = [target.plan_indicator for target in select.conflicts().prefetch_related(None)]
    choices = {"plan": plan_options(owners), "indicator": indicator_options(owners)}
    rows = each_once(select.with_readings(targets))
    context = {"conflicts": rows, "form": filter_form(wanted, choices)}
    return render(request, "plans/conflicts.html", context)
