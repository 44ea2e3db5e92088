"""Every place where a plan contradicts itself, or another document."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from common.as_of import shows_the_past
from common.downloads import conditions, origin_of, table_response
from common.filters import FilterSet
from common.listing import FilterForm, filter_form, filtered
from common.tables import Sheet
from indicators.plans.filters import ConflictPageFilter
from indicators.plans.selectors import plans as select
from indicators.plans.viewmodels.conflicts import each_once
from indicators.plans.viewmodels.options import indicator_options, plan_options
from indicators.plans.viewmodels.plan_sheets import conflict_sheet


@shows_the_past
def conflict_list(request: HttpRequest) -> HttpResponse:
    targets, wanted = filtered(request, ConflictPageFilter, select.conflicts())
    rows = each_once(select.with_readings(targets))
    context = {"conflicts": rows, "form": _form(wanted)}
    return render(request, "plans/conflicts.html", context)


@shows_the_past
def conflict_table(request: HttpRequest, kind: str) -> HttpResponseBase:
    targets, wanted = filtered(request, ConflictPageFilter, select.conflicts())

    def sheets() -> list[Sheet]:
        rows = each_once(select.with_readings(targets))
        return [conflict_sheet(rows, origin_of(request, conditions(wanted, _form(wanted))))]

    return table_response(request, kind, "conflicts", sheets)


def _form(wanted: FilterSet) -> FilterForm:
    owners = [target.plan_indicator for target in select.conflicts().prefetch_related(None)]
    choices = {"plan": plan_options(owners), "indicator": indicator_options(owners)}
    return filter_form(wanted, choices)
