"""The calendar: what is due when, by month."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from common.downloads import conditions, origin_of, table_response
from common.filters import FilterSet
from common.labels import options
from common.listing import FilterForm, filter_form, filtered, narrows, page_of
from common.options import named
from common.tables import Sheet
from departments.viewmodels import department_options
from indicators.plans.models import Plan
from indicators.plans.selectors import plans as select
from indicators.plans.viewmodels.options import plans_as_options
from siwei.calendar.filters import CalendarFilter
from siwei.calendar.rules.entries import EntryKind
from siwei.calendar.rules.periods import period
from siwei.calendar.selectors.entries import Sources, asked_for, entries, keys_of
from siwei.calendar.viewmodels.calendar_sheet import calendar_sheet
from siwei.calendar.viewmodels.entries import entry_days
from siwei.calendar.viewmodels.month import period_view
from siwei.calendar.wording import weekdays
from tasks.selectors.board import offered_departments

SIZE = 100
PERIOD = ("year", "month")


def calendar_page(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    _rows, wanted = filtered(request, CalendarFilter, Plan.objects.none())
    asked = wanted.asked
    wished = period(asked["year"], asked["month"], today=today)
    keys = keys_of(_sources(wanted), wished.counted, today=today)
    page = page_of(request, [key for key in keys if key.day in wished.shown], size=SIZE)
    context = {
        "view": period_view(wished, keys, page_size=SIZE, today=today),
        "days": entry_days(entries(list(page), today=today), today=today),
        "weekdays": weekdays(),
        "today": today,
        "page_obj": page,
        "form": _form(wanted),
        "narrowed": narrows(wanted, but=PERIOD),
        "region": next(iter(asked["region"]), ""),
    }
    return render(request, "calendar/calendar.html", context)


def calendar_table(request: HttpRequest, kind: str) -> HttpResponseBase:
    """All entries of the days that the page of this address lists."""
    today = timezone.localdate()
    _rows, wanted = filtered(request, CalendarFilter, Plan.objects.none())
    wished = period(wanted.asked["year"], wanted.asked["month"], today=today)
    span = {"first": wished.shown.first.isoformat(), "last": wished.shown.last.isoformat()}

    def sheets() -> list[Sheet]:
        keys = keys_of(_sources(wanted), wished.counted, today=today)
        found = entries([key for key in keys if key.day in wished.shown], today=today)
        origin = origin_of(request, conditions(wanted, _form(wanted)))
        return [calendar_sheet(found, _("%(first)s 至 %(last)s 到期的事项") % span, origin)]

    return table_response(request, kind, f"calendar-{span['first']}", sheets)


def _sources(wanted: FilterSet) -> Sources:
    asked = wanted.asked
    return asked_for(
        regions=asked["region"],
        plans=asked["plan"],
        departments=asked["department"],
        kinds=asked["kind"],
    )


def _form(wanted: FilterSet) -> FilterForm:
    # All where they are few; of thousands those of the region or plan that is asked for.
    plans, regions = wanted.asked["plan"], wanted.asked["region"]
    offered = offered_departments((), ())
    if not offered and (plans or regions):
        offered = offered_departments(plans, regions)
    choices = {
        "region": named(list(select.regions_with_plans())),
        "plan": plans_as_options(list(select.plans())),
        "department": department_options(offered),
        "kind": options(EntryKind),
    }
    return filter_form(wanted, choices)
