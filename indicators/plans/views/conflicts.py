"""Every place where a plan contradicts itself, or another document."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from common.as_of import shows_the_past
from common.downloads import conditions, origin_of, table_response
from common.filters import FilterSet
from common.listing import FilterForm, filter_form, filtered, narrows
from common.tables import Sheet
from indicators.plans.filters import ConflictPageFilter
from indicators.plans.models import Target
from indicators.plans.selectors import plans as select
from indicators.plans.viewmodels.conflicts import each_once
from indicators.plans.viewmodels.options import indicator_options, plan_options
from indicators.plans.viewmodels.plan_sheets import conflict_sheet


@shows_the_past
def conflict_list(request: HttpRequest) -> HttpResponse:
    targets, wanted = filtered(request, ConflictPageFilter, select.conflicts())
    found = select.with_readings(targets)
    context = {"conflicts": each_once(found), "form": _form(wanted, found)}
    return render(request, "plans/conflicts.html", context)


@shows_the_past
def conflict_table(request: HttpRequest, kind: str) -> HttpResponseBase:
    targets, wanted = filtered(request, ConflictPageFilter, select.conflicts())

    def sheets() -> list[Sheet]:
        found = select.with_readings(targets)
        origin = origin_of(request, conditions(wanted, _form(wanted, found)))
        return [conflict_sheet(each_once(found), origin)]

    return table_response(request, kind, "conflicts", sheets)


def _form(wanted: FilterSet, found: Sequence[Target]) -> FilterForm:
    """The filter offers the plans and indicators of all conflicts; `found` are those it chose."""
    every = select.conflicts().prefetch_related(None) if narrows(wanted) else found
    owners = [target.plan_indicator for target in every]
    choices = {"plan": plan_options(owners), "indicator": indicator_options(owners)}
    return filter_form(wanted, choices)
