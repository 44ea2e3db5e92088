"""Cities: the list, and everything that is known of one."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from common.listing import filter_form, filtered
from departments.filters import RegionFilter
from departments.models import Region
from departments.selectors import departments, regions
from indicators.assessments.filters import CityFilter
from indicators.plans.models import PlanIndicator
from indicators.plans.rules.enums import Origin
from indicators.plans.selectors import plans as select
from indicators.plans.selectors.years import last_full_year, years_available
from indicators.plans.viewmodels.table import PromiseTable, promise_table
from siwei.pages.options import province_options
from siwei.pages.standing import city_standing
from siwei.pages.summaries import PlanSummary, plan_summaries
from siwei.pages.years import year_links
from tasks.models import Task
from tasks.selectors import late_by_region, tasks
from tasks.viewmodels import TaskRow, task_rows


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What the page of a city says of one of its plans."""

    summary: PlanSummary
    promises: list[PlanIndicator]
    table: PromiseTable
    tasks: list[TaskRow]


def city_list(request: HttpRequest) -> HttpResponse:
    with_plans = regions().filter(plans__isnull=False).select_related("parent").distinct()
    found, wanted = filtered(request, RegionFilter, with_plans)
    context = {
        "rows": plan_summaries(select.plans().filter(region__in=found)),
        "form": filter_form(wanted, {"parent": province_options(with_plans)}),
    }
    return render(request, "siwei/cities.html", context)


def city_page(request: HttpRequest, code: str) -> HttpResponse:
    region, today = find_region(code), timezone.localdate()
    _rows, wanted = filtered(request, CityFilter, PlanIndicator.objects.none())
    year = wanted.asked["year"] or last_full_year(today=today)
    plans = _plan_pages(plan_summaries(select.plans().filter(region=region)), today)
    standing = city_standing(
        region=region,
        year=year,
        years=years_available(),
        today=today,
        promises=[row for plan in plans for row in plan.promises],
    )
    context = {
        "region": region,
        "plans": plans,
        "standing": standing,
        "late": late_by_region(today=today, region=region.code).get(region.code, 0),
        "form": filter_form(wanted),
        "years": year_links(request, standing.years, year),
        "demo": standing.demo,
        "departments": departments().filter(region=region),
    }
    return render(request, "siwei/city.html", context)


def find_region(code: str) -> Region:
    """The region of an address. Raises `Http404` with words."""
    found = regions().filter(code=code).select_related("parent").first()
    if found is None:
        raise Http404(_("没有代码为“%s”的行政区。") % code)
    return found


def _plan_pages(summaries: list[PlanSummary], today: date) -> list[PlanPage]:
    """A fixed number of queries, however many plans the city has."""
    plans = [summary.plan.pk for summary in summaries]
    promises: dict[int, list[PlanIndicator]] = defaultdict(list)
    for row in select.plan_indicators().filter(plan__in=plans):
        promises[row.plan_id].append(row)
    work: dict[int, list[Task]] = defaultdict(list)
    for task in tasks(today=today).filter(plan__in=plans):
        work[task.plan_id].append(task)
    return [_plan_page(one, promises[one.plan.pk], work[one.plan.pk]) for one in summaries]


def _plan_page(summary: PlanSummary, promises: list[PlanIndicator], work: list[Task]) -> PlanPage:
    """The plan's promises: its table, then its text, then what it promises for a county."""
    promises = sorted(promises, key=lambda row: (_is_county(row), row.origin != Origin.ANNEX))
    return PlanPage(
        summary=summary,
        promises=promises,
        table=promise_table(promises, _group, with_duties=True),
        tasks=task_rows(work),
    )


def _group(row: PlanIndicator) -> str:
    if _is_county(row):
        return _("对县（市、区）的承诺")
    return _("附表中的指标") if row.origin == Origin.ANNEX else _("正文中的承诺")


def _is_county(row: PlanIndicator) -> bool:
    return row.region_id != row.plan.region_id
