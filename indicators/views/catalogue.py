"""The catalogue, and one indicator across the cities."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from indicators.filters import IndicatorFilter, PlanIndicatorFilter
from indicators.models import Indicator
from indicators.presentation.options import enumeration, plan_options, region_options
from indicators.presentation.table import promise_table
from indicators.rules.words import Direction, Nature, Theme
from indicators.selectors import plans as select
from siwei.lib.listing import filter_form, filtered


def indicator_list(request: HttpRequest) -> HttpResponse:
    rows, wanted = filtered(request, IndicatorFilter, select.catalogue_with_counts())
    choices = {"theme": enumeration(Theme), "direction": enumeration(Direction)}
    context = {"indicators": rows, "form": filter_form(wanted, choices)}
    return render(request, "indicators/indicators.html", context)


def indicator_page(request: HttpRequest, code: str) -> HttpResponse:
    indicator = find_indicator(code)
    every = select.plan_indicators().filter(indicator=indicator)
    promises, wanted = filtered(request, PlanIndicatorFilter, every)
    rows = every.prefetch_related(None)
    choices = {
        "region": region_options(rows),
        "plan": plan_options(rows),
        "nature": enumeration(Nature),
    }
    context = {
        "indicator": indicator,
        "table": promise_table(promises),
        "promises": promises,
        "form": filter_form(wanted, choices),
    }
    return render(request, "indicators/indicator.html", context)


def find_indicator(code: str) -> Indicator:
    """The indicator of an address. Raises `Http404` with words."""
    found = select.catalogue().filter(code=code).select_related("level_of").first()
    if found is None:
        raise Http404(_("指标目录里没有代码为“%s”的指标。") % code)
    return found
