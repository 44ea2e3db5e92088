"""Cities: the list, and everything that is known of one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from common.as_of import moment_of, shows_the_past
from common.listing import filter_form, filtered
from departments.filters import RegionFilter
from departments.models import Region
from departments.selectors import departments, regions
from indicators.assessments.filters import CityFilter
from indicators.plans.models import PlanIndicator
from indicators.plans.selectors import plans as select
from indicators.plans.selectors.years import last_full_year, years_available
from siwei.pages.selectors.city import city_year, plan_contents
from siwei.pages.selectors.summaries import plan_summaries
from siwei.pages.viewmodels.city_promises import city_promises
from siwei.pages.viewmodels.options import province_options
from siwei.pages.viewmodels.plan_pages import plan_pages
from siwei.pages.viewmodels.years import year_links
from tasks.selectors import late_by_region


def city_list(request: HttpRequest) -> HttpResponse:
    with_plans = regions().filter(plans__isnull=False).select_related("parent__parent").distinct()
    found, wanted = filtered(request, RegionFilter, with_plans)
    context = {
        "rows": plan_summaries(select.plans().filter(region__in=found)),
        "form": filter_form(wanted, {"parent": province_options(list(with_plans))}),
    }
    return render(request, "siwei/cities.html", context)


@shows_the_past
def city_page(request: HttpRequest, code: str) -> HttpResponse:
    region, today = find_region(code), moment_of(request).today
    _rows, wanted = filtered(request, CityFilter, PlanIndicator.objects.none())
    year = wanted.asked["year"] or last_full_year(today=today)
    summaries = plan_summaries(select.plans().filter(region=region))
    contents = plan_contents([one.plan.pk for one in summaries], today=today)
    plans = plan_pages(summaries, contents)
    promises = city_promises(
        city_year(region=region, year=year, today=today),
        region=region,
        year=year,
        years=years_available(),
        promises=[row for plan in plans for row in plan.promises],
    )
    context = {
        "region": region,
        "plans": plans,
        "promises": promises,
        "late": late_by_region(today=today, region=region.code).get(region.code, 0),
        "form": filter_form(wanted),
        "years": year_links(request, promises.years, year),
        "demo": promises.demo,
        "departments": list(departments().filter(region=region)),
    }
    return render(request, "siwei/city.html", context)


def find_region(code: str) -> Region:
    """The region of an address. Raises `Http404` with words."""
    found = regions().filter(code=code).select_related("parent").first()
    if found is None:
        raise Http404(_("没有代码为“%s”的行政区。") % code)
    return found
