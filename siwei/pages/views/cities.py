"""Cities: the list of them."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common.downloads import conditions, origin_of, table_response
from common.filters import FilterSet
from common.listing import filter_form, filtered
from common.ordering import ORDERING, in_order
from common.tables import Sheet
from departments.models import Region
from departments.selectors import regions, with_parents
from indicators.plans.selectors import plans as select
from siwei.pages.filters import CityListFilter
from siwei.pages.selectors.summaries import PlanSummary, plan_summaries
from siwei.pages.viewmodels.options import province_options
from siwei.pages.viewmodels.summary_order import SUMMARY_ORDER
from siwei.pages.viewmodels.summary_sheet import summary_sheet


def city_list(request: HttpRequest) -> HttpResponse:
    with_plans = select.regions_with_plans()
    found, wanted = filtered(request, CityListFilter, with_plans)
    context = {
        "rows": _summaries(found, wanted),
        "form": filter_form(wanted, {"parent": province_options(list(with_plans))}),
    }
    return render(request, "siwei/cities.html", context)


def city_list_table(request: HttpRequest, kind: str) -> HttpResponseBase:
    with_plans = select.regions_with_plans()
    found, wanted = filtered(request, CityListFilter, with_plans)
    form = filter_form(wanted, {"parent": province_options(list(with_plans))})

    def sheets() -> list[Sheet]:
        rows = _summaries(found, wanted)
        return [summary_sheet(rows, origin_of(request, conditions(wanted, form)))]

    return table_response(request, kind, "cities", sheets)


def _summaries(found: QuerySet[Region], wanted: FilterSet) -> list[PlanSummary]:
    rows = plan_summaries(select.plans().filter(region__in=found))
    return in_order(rows, wanted.asked[ORDERING], SUMMARY_ORDER)


def find_region(code: str) -> Region:
    """The region of an address. Raises `Http404` with words."""
    found = with_parents(regions().filter(code=code)).first()
    if found is None:
        raise Http404(_("没有代码为“%s”的行政区。") % code)
    return found


def to_todays_code(request: HttpRequest, name: str, *at: str) -> HttpResponse:
    """Not for good: a succession can be corrected, and a browser would remember it."""
    asked = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(reverse(name, args=at) + asked)
