"""Every place where a plan contradicts itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.filters import ConflictFilter
from indicators.presentation.options import indicator_options, plan_options
from indicators.selectors import plans as select
from siwei.lib.listing import filter_form, filtered


def conflict_list(request: HttpRequest) -> HttpResponse:
    targets, wanted = filtered(request, ConflictFilter, select.conflicts())
    owners = [target.plan_indicator for target in select.conflicts().prefetch_related(None)]
    choices = {"plan": plan_options(owners), "indicator": indicator_options(owners)}
    rows = [(target, select.readings(target)) for target in targets]
    context = {"conflicts": rows, "form": filter_form(wanted, choices)}
    return render(request, "indicators/conflicts.html", context)
