"""The first page: who keeps which promise in one year, and what each city has promised."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from common.listing import filter_form, filtered
from departments.selectors import regions
from indicators.assessments.filters import OverviewFilter
from indicators.assessments.selectors.assessments import overview as verdicts
from indicators.plans.models import PlanIndicator
from indicators.plans.rules.enums import Nature, Theme
from indicators.plans.selectors import plans as select
from indicators.plans.selectors.years import last_full_year
from indicators.plans.viewmodels.options import enumeration
from siwei.pages.matrix import matrix
from siwei.pages.options import province_options
from siwei.pages.summaries import plan_summaries
from siwei.pages.years import year_links
from tasks.selectors import late_by_region


def overview(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    scope, wanted = filtered(request, OverviewFilter, PlanIndicator.objects.all())
    year = wanted.asked["year"] or last_full_year(today=today)
    shown = verdicts(year=year, today=today, scope=scope)
    with_plans = regions().filter(plans__isnull=False).select_related("parent").distinct()
    choices = {
        "province": province_options(with_plans),
        "theme": enumeration(Theme),
        "nature": enumeration(Nature),
    }
    context = {
        "matrix": matrix(shown, late_by_region(today=today)),
        "form": filter_form(wanted, choices),
        "years": year_links(request, shown.years, year),
        "demo": shown.demo,
        "rows": plan_summaries(select.plans().filter(region__in=[c.code for c in shown.cities])),
    }
    return render(request, "siwei/overview.html", context)


def city_verdicts(request: HttpRequest, code: str) -> HttpResponse:
    """What the verdicts on one city rest on: a row of the first page, in full.

    Its filters are those of the first page; of many cities a row is fetched when it is asked for.
    """
    today = timezone.localdate()
    scope, wanted = filtered(request, OverviewFilter, PlanIndicator.objects.all())
    year = wanted.asked["year"] or last_full_year(today=today)
    shown = verdicts(year=year, today=today, scope=scope.filter(region=code))
    if not shown.cities:
        raise Http404(_("没有代码为“%s”、作了这些承诺的城市。") % code)
    return render(request, "siwei/_verdict_cards.html", {"matrix": matrix(shown, {})})
