"""Cities: the list, and everything that is known of one."""

from collections.abc import Collection
from datetime import date
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.as_of import moment_of, shows_the_past
from common.downloads import conditions, origin_of, table_response
from common.language import local_name
from common.listing import filter_form, filtered
from common.moments import Moment
from common.tables import Sheet
from departments.filters import RegionFilter
from departments.models import Region
from departments.people import ANYONE, ancestors_of, person_of
from departments.rules.permissions import READ, scope_of
from departments.rules.successions import Lineage
from departments.selectors import departments, lineage, regions, successions_of
from indicators.actuals.selectors.passports import passports
from indicators.assessments.filters import CityFilter
from indicators.plans.models import PlanIndicator
from indicators.plans.selectors import plans as select
from indicators.plans.selectors.years import last_full_year, years_available
from indicators.plans.viewmodels.promise_sheets import promise_sheets
from siwei.pages.selectors.changes import Asked, changes, since
from siwei.pages.selectors.city import PlanContents, city_year, plan_contents, values_beside
from siwei.pages.selectors.summaries import plan_summaries
from siwei.pages.viewmodels.changes import change_days, has_demo
from siwei.pages.viewmodels.city_promises import CityPromises, city_promises
from siwei.pages.viewmodels.city_sheets import city_sheets
from siwei.pages.viewmodels.options import province_options
from siwei.pages.viewmodels.plan_pages import elsewhere, plan_pages
from siwei.pages.viewmodels.successions import succession_lines
from siwei.pages.viewmodels.summary_sheet import summary_sheet
from tasks.selectors.late import LateMilestone, late_milestones
from tasks.viewmodels.thread import MilestoneRow, late_work

# As many of the last changes as stand on the page of a city; it leads to the others.
MOST_CHANGES = 8


def city_list(request: HttpRequest) -> HttpResponse:
    with_plans = select.regions_with_plans()
    found, wanted = filtered(request, RegionFilter, with_plans)
    context = {
        "rows": plan_summaries(select.plans().filter(region__in=found)),
        "form": filter_form(wanted, {"parent": province_options(list(with_plans))}),
    }
    return render(request, "siwei/cities.html", context)


def city_list_table(request: HttpRequest, kind: str) -> HttpResponseBase:
    with_plans = select.regions_with_plans()
    found, wanted = filtered(request, RegionFilter, with_plans)
    form = filter_form(wanted, {"parent": province_options(list(with_plans))})

    def sheets() -> list[Sheet]:
        rows = plan_summaries(select.plans().filter(region__in=found))
        return [summary_sheet(rows, origin_of(request, conditions(wanted, form)))]

    return table_response(request, kind, "cities", sheets)


@shows_the_past
def city_page(request: HttpRequest, code: str) -> HttpResponse:
    """An older code of a region leads to today's; the year that was asked for goes along."""
    region, today = find_region(code), moment_of(request).today
    known = lineage()
    codes = known.series(region.code)
    if codes[0] != region.code:
        return _to_todays_code(request, "city", codes[0])
    _rows, wanted = filtered(request, CityFilter, PlanIndicator.objects.none())
    year = wanted.asked["year"] or last_full_year(today=today)
    successions = successions_of(codes)
    summaries = plan_summaries(select.plans().filter(region__in=codes))
    contents = plan_contents([one.plan.pk for one in summaries], codes=codes, today=today)
    plans = plan_pages(summaries, contents)
    promises = _promises(region, contents, known, year, today)
    late, reads_all = _late_work(request, region, codes)
    lately = _last_changes(region, wanted.asked["since"], moment_of(request), known)
    context = {
        "region": region,
        "plans": plans,
        "promises": promises,
        "late": len({row.milestone.task_id for row, _one in late}),
        "late_work": late,
        "reads_all": reads_all,
        "form": filter_form(wanted),
        "demo": promises.demo or has_demo(lately["days"]),
        "promised_in": elsewhere(contents, plans),
        "departments": list(departments().filter(region__in=codes)),
        "successions": succession_lines(successions, codes),
        "beside": values_beside(successions, codes),
    }
    return render(request, "siwei/city.html", context | lately)


@shows_the_past
def city_table(request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
    """The promises of a city with their verdicts, in a year and in all of them; and their targets
    as they are printed."""
    region, today = find_region(code), moment_of(request).today
    known = lineage()
    codes = known.series(region.code)
    if codes[0] != region.code:
        return _to_todays_code(request, "city_table", codes[0], kind)
    _rows, wanted = filtered(request, CityFilter, PlanIndicator.objects.none())
    year = wanted.asked["year"] or last_full_year(today=today)
    sheets = partial(_sheets, request, region, known, year, today)
    return table_response(request, kind, f"{region.code}-{year}", sheets)


def _sheets(
    request: HttpRequest, region: Region, known: Lineage, year: int, today: date
) -> list[Sheet]:
    codes = known.series(region.code)
    plans = select.plans().filter(region__in=codes)
    contents = plan_contents([one.pk for one in plans], codes=codes, today=today)
    rows = [row for those in contents.promises.values() for row in those]
    promises = _promises(region, contents, known, year, today)
    shown = [one.series for one in promises.rows]
    stamps = passports(
        regions={one.row.region for one in shown},
        indicators={one.row.indicator for one in shown},
        years={year, *(at for one in shown for at in range(one.first, one.last + 1))},
    )
    titles = {row.plan.slug: row.plan.title for row in rows}
    origin = origin_of(request)
    title = _("%(name)s的指标承诺") % {"name": local_name(region)}
    return [
        *city_sheets(promises, region, titles, stamps, origin),
        *(promise_sheets(rows, title, origin) if rows else []),
    ]


def _to_todays_code(request: HttpRequest, name: str, *at: str) -> HttpResponse:
    """Not for good: a succession can be corrected, and a browser would remember it."""
    asked = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(reverse(name, args=at) + asked)


def _promises(
    region: Region, contents: PlanContents, known: Lineage, year: int, today: date
) -> CityPromises:
    return city_promises(
        city_year(region=region, lineage=known, year=year, today=today),
        region=region,
        year=year,
        years=years_available(),
        promises=[row for rows in contents.promises.values() for row in rows],
    )


def _late_work(
    request: HttpRequest, region: Region, codes: Collection[str]
) -> tuple[list[tuple[MilestoneRow, LateMilestone]], bool]:
    """What is late with what was said of it, and whether the reader sees all of that: of the past
    everybody sees what was public."""
    moment = moment_of(request)
    reader = None if moment.at else request.user
    late = late_milestones(codes, reader, today=moment.today)
    person = ANYONE if reader is None else person_of(reader)
    reads_all = scope_of(person, READ).reaches(ancestors_of(region))
    return late_work(late, today=moment.today), reads_all


def _last_changes(
    region: Region, day: date | None, moment: Moment, known: Lineage
) -> dict[str, Any]:
    """What changed in the region and its counties from that day until `moment`."""
    first = since(day, today=moment.today)
    asked = Asked(first, regions=[region.code])
    found = changes(asked, now=moment.instant, today=moment.today, limit=MOST_CHANGES, known=known)
    return {
        "since": timezone.localdate(first),
        "days": change_days(found),
        "older": found.older,
    }


def find_region(code: str) -> Region:
    """The region of an address. Raises `Http404` with words."""
    found = regions().filter(code=code).select_related("parent__parent__parent").first()
    if found is None:
        raise Http404(_("没有代码为“%s”的行政区。") % code)
    return found
