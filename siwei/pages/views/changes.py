"""What changed before the public since a day."""

from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from common.as_of import moment_of, shows_the_past
from common.downloads import conditions, origin_of, table_response
from common.filters import FilterSet
from common.labels import options
from common.listing import FilterForm, filter_form, filtered
from common.options import named
from common.tables import Sheet
from indicators.plans.models import PlanIndicator
from indicators.plans.selectors import plans as select
from siwei.pages.filters import ChangeFilter
from siwei.pages.rules import ChangeKind
from siwei.pages.selectors.changes import Asked, changes, since
from siwei.pages.viewmodels.change_sheet import change_sheet
from siwei.pages.viewmodels.changes import change_days, has_demo
from siwei.pages.viewmodels.options import province_options

# Of each change it is judged what it did to verdicts: more would keep a worker for long.
MOST_IN_A_FILE = 5_000


@shows_the_past
def change_list(request: HttpRequest) -> HttpResponse:
    moment = moment_of(request)
    today = moment.today
    _rows, wanted = filtered(request, ChangeFilter, PlanIndicator.objects.none())
    asked = _asked(wanted, since(wanted.asked["since"], today=today))
    found = changes(asked, now=moment.instant, today=today)
    days = change_days(found)
    context = {
        "since": timezone.localdate(asked.since),
        "days": days,
        "not_yet": asked.since > moment.instant,
        "older": found.older,
        "later": asked.before,
        "demo": has_demo(days),
        "form": _form(wanted),
    }
    return render(request, "siwei/changes.html", context)


@shows_the_past
def change_table(request: HttpRequest, kind: str) -> HttpResponseBase:
    """All changes since that day, as far as a file holds them."""
    moment = moment_of(request)
    today = moment.today
    _rows, wanted = filtered(request, ChangeFilter, PlanIndicator.objects.none())
    asked = replace(_asked(wanted, since(wanted.asked["since"], today=today)), before=None)
    first = timezone.localdate(asked.since)

    def sheets() -> list[Sheet]:
        found = changes(asked, now=moment.instant, today=today, limit=MOST_IN_A_FILE)
        said = conditions(wanted, _form(wanted), but=["since", "after"])
        origin = origin_of(request, said, cut=len(found.news) if found.older else 0)
        return [change_sheet(change_days(found), first, origin)]

    return table_response(request, kind, f"changes-{first.isoformat()}", sheets)


def _asked(wanted: FilterSet, first: datetime) -> Asked:
    asked = wanted.asked
    return Asked(
        since=first,
        regions=asked["region"],
        provinces=asked["province"],
        indicators=asked["indicator"],
        kinds=[ChangeKind(one) for one in asked["kind"]],
        before=asked["after"] or None,
    )


def _form(wanted: FilterSet) -> FilterForm:
    with_plans = list(select.regions_with_plans())
    choices = {
        "province": province_options(with_plans),
        "region": named(with_plans),
        "indicator": named(list(select.catalogue())),
        "kind": options(ChangeKind),
    }
    return filter_form(wanted, choices)
