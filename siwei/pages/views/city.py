"""One city: how it stands in a year, what it promises, its work, its departments, its changes.

Each is a page of its own, which reads what it shows and nothing else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from common.as_of import moment_of, shows_the_past
from common.downloads import origin_of, table_response
from common.language import local_name
from common.listing import FilterForm, filter_form, filtered
from common.moments import Moment
from common.ordering import ORDERING
from common.sorting import Order
from common.tables import Sheet
from departments.models import Region
from departments.people import ANYONE, ancestors_of, person_of
from departments.rules.permissions import READ, scope_of
from departments.rules.successions import Lineage
from departments.selectors import departments, lineage, successions_of
from indicators.actuals.selectors.passports import passports
from indicators.assessments.filters import CityFilter, StandingFilter
from indicators.plans.models import PlanIndicator
from indicators.plans.selectors import plans as select
from indicators.plans.selectors.years import last_full_year, years_available
from indicators.plans.viewmodels.promise_sheets import promise_sheets
from siwei.pages.selectors.changes import Asked, changes, since
from siwei.pages.selectors.city import city_year, promises_of, tasks_of, values_beside
from siwei.pages.selectors.summaries import PlanSummary, plan_summaries
from siwei.pages.viewmodels.changes import change_days, has_demo
from siwei.pages.viewmodels.city_promises import CityPromises, city_promises
from siwei.pages.viewmodels.city_sheets import city_sheets
from siwei.pages.viewmodels.city_tabs import CityTab, city_tabs, tab_name
from siwei.pages.viewmodels.plan_pages import elsewhere, plan_pages, plan_work
from siwei.pages.viewmodels.successions import succession_lines
from siwei.pages.views.cities import find_region, to_todays_code
from tasks.selectors.late import LateMilestone, late_milestones
from tasks.viewmodels.thread import MilestoneRow, late_work

Context = dict[str, Any]

# The routes whose promises can be put in another order.
_STANDING = (CityTab.STANDING.value, "city_table")

# As many of the last changes as stand on their own tab, and on the first one.
MOST_CHANGES, FEW_CHANGES = 8, 3


@dataclass(frozen=True, slots=True)
class City:
    """The city of an address, under the code that it has today, and what is asked of it.

    `codes`: all that it had, today's first. `kept`: what the address says, for the other tabs.
    `order`: that of the table of promises.
    """

    region: Region
    known: Lineage
    codes: tuple[str, ...]
    year: int
    since: date | None
    moment: Moment
    form: FilterForm
    kept: Mapping[str, object]
    order: list[Order]

    @property
    def today(self) -> date:
        return self.moment.today


@shows_the_past
def city_page(request: HttpRequest, code: str) -> HttpResponse:
    """How it stands. An older code of a region leads to today's, as on every tab; what was asked
    for goes along."""
    return _tab(request, code, CityTab.STANDING, "siwei/city.html", _standing)


@shows_the_past
def city_plan(request: HttpRequest, code: str) -> HttpResponse:
    """What its plans promise, as they print it."""
    return _tab(request, code, CityTab.PLAN, "siwei/city_plan.html", _plans)


@shows_the_past
def city_tasks(request: HttpRequest, code: str) -> HttpResponse:
    """The work of its plans, what is late before all."""
    return _tab(request, code, CityTab.TASKS, "siwei/city_tasks.html", _tasks)


@shows_the_past
def city_departments(request: HttpRequest, code: str) -> HttpResponse:
    """Who answers for its promises and its work."""
    return _tab(request, code, CityTab.DEPARTMENTS, "siwei/city_departments.html", _departments)


@shows_the_past
def city_changes(request: HttpRequest, code: str) -> HttpResponse:
    """What changed since a day, there and in its counties."""
    return _tab(request, code, CityTab.CHANGES, "siwei/city_changes.html", _changes)


@shows_the_past
def city_table(request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
    """The promises of a city with their verdicts, in a year and in all of them; and their targets
    as they are printed."""
    city = _city(request, code, "city_table", kind)
    if isinstance(city, HttpResponse):
        return city
    sheets = partial(_sheets, request, city)
    return table_response(request, kind, f"{city.region.code}-{city.year}", sheets)


def _city(request: HttpRequest, code: str, name: str, *further: str) -> City | HttpResponse:
    """The city that an address means; to the same page of today's code where it is an older one.

    Raises `Http404` for an unknown region, `BadFilterError` for what can't be asked.
    """
    region, moment = find_region(code), moment_of(request)
    known = lineage()
    codes = known.series(region.code)
    if codes[0] != region.code:
        return to_todays_code(request, name, codes[0], *further)
    filters = StandingFilter if name in _STANDING else CityFilter
    _rows, wanted = filtered(request, filters, PlanIndicator.objects.none())
    year, day = wanted.asked["year"], wanted.asked["since"]
    order = wanted.asked.get(ORDERING, [])
    asked = {"year": year, "since": day}
    return City(
        region=region,
        known=known,
        codes=codes,
        year=year or last_full_year(today=moment.today),
        since=day,
        moment=moment,
        form=filter_form(wanted),
        kept={name: value for name, value in asked.items() if value is not None},
        order=order,
    )


def _tab(
    request: HttpRequest,
    code: str,
    tab: CityTab,
    template: str,
    read: Callable[[HttpRequest, City], Context],
) -> HttpResponse:
    """One tab: its frame, and what it alone reads."""
    city = _city(request, code, tab.value)
    if isinstance(city, HttpResponse):
        return city
    shared = {
        "region": city.region,
        "year": city.year,
        "asked_since": city.since,
        "form": city.form,
        "tabs": city_tabs(city.region.code, city.kept, tab),
        "tab_name": tab_name(tab),
    }
    return render(request, template, shared | read(request, city))


def _standing(request: HttpRequest, city: City) -> Context:
    successions = successions_of(city.codes)
    summaries = _summaries(city)
    promised = promises_of([one.plan.pk for one in summaries], city.codes)
    promises = _promises(city, promised)
    late, reads_all = _late_work(request, city)
    lately = _last_changes(city, FEW_CHANGES)
    return lately | {
        "summaries": summaries,
        "promises": promises,
        "late": len({row.milestone.task_id for row, _one in late}),
        "late_work": late,
        "reads_all": reads_all,
        "demo": promises.demo or has_demo(lately["days"]),
        "promised_in": elsewhere(promised, summaries),
        "successions": succession_lines(successions, city.codes),
        "beside": values_beside(successions, city.codes),
    }


def _plans(request: HttpRequest, city: City) -> Context:
    summaries = _summaries(city)
    promised = promises_of([one.plan.pk for one in summaries], city.codes)
    return {
        "plans": plan_pages(summaries, promised),
        "promised_in": elsewhere(promised, summaries),
        "any_plan": bool(summaries) or select.plans().exists(),
    }


def _tasks(request: HttpRequest, city: City) -> Context:
    summaries = _summaries(city)
    work = tasks_of([one.plan.pk for one in summaries], today=city.today)
    late, reads_all = _late_work(request, city)
    promised = {} if summaries else promises_of([], city.codes)
    return {
        "work": plan_work(summaries, work),
        "summaries": summaries,
        "promised_in": elsewhere(promised, summaries),
        "any_plan": bool(summaries) or select.plans().exists(),
        "late_work": late,
        "reads_all": reads_all,
    }


def _departments(request: HttpRequest, city: City) -> Context:
    return {"departments": list(departments().filter(region__in=city.codes))}


def _changes(request: HttpRequest, city: City) -> Context:
    lately = _last_changes(city, MOST_CHANGES)
    return lately | {"demo": has_demo(lately["days"])}


def _summaries(city: City) -> list[PlanSummary]:
    return plan_summaries(select.plans().filter(region__in=city.codes))


def _sheets(request: HttpRequest, city: City) -> list[Sheet]:
    plans = select.plans().filter(region__in=city.codes)
    promised = promises_of([one.pk for one in plans], city.codes)
    rows = [row for those in promised.values() for row in those]
    promises = _promises(city, promised)
    shown = [one.series for one in promises.rows]
    stamps = passports(
        regions={one.row.region for one in shown},
        indicators={one.row.indicator for one in shown},
        years={city.year, *(at for one in shown for at in range(one.first, one.last + 1))},
    )
    titles = {row.plan.slug: row.plan.title for row in rows}
    origin = origin_of(request)
    title = _("%(name)s的指标承诺") % {"name": local_name(city.region)}
    return [
        *city_sheets(promises, city.region, titles, stamps, origin),
        *(promise_sheets(rows, title, origin) if rows else []),
    ]


def _promises(city: City, promised: Mapping[int, list[PlanIndicator]]) -> CityPromises:
    found = city_year(region=city.region, lineage=city.known, year=city.year, today=city.today)
    return city_promises(
        found,
        region=city.region,
        year=city.year,
        years=years_available(),
        promises=[row for rows in promised.values() for row in rows],
    ).in_order(city.order)


def _late_work(
    request: HttpRequest, city: City
) -> tuple[list[tuple[MilestoneRow, LateMilestone]], bool]:
    """What is late with what was said of it, and whether the reader sees all of that: of the past
    everybody sees what was public."""
    reader = None if city.moment.at else request.user
    late = late_milestones(city.codes, reader, today=city.today)
    person = ANYONE if reader is None else person_of(reader)
    reads_all = scope_of(person, READ).reaches(ancestors_of(city.region))
    return late_work(late, today=city.today), reads_all


def _last_changes(city: City, number: int) -> Context:
    """What changed in the region and its counties from the day asked for until the moment."""
    moment = city.moment
    first = since(city.since, today=moment.today)
    asked = Asked(first, regions=[city.region.code])
    found = changes(asked, now=moment.instant, today=moment.today, limit=number, known=city.known)
    return {
        "since": timezone.localdate(first),
        "days": change_days(found),
        "older": found.older,
    }
