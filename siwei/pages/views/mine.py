"""What waits for me."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from common.downloads import origin_of, table_response
from common.tables import Sheet
from departments.people import person_of
from departments.rules.permissions import READ, scope_of
from siwei.notifications.selectors.waiting import waiting_in, work_of
from siwei.notifications.viewmodels import waiting_list
from siwei.pages.viewmodels.mine_sheet import waiting_sheet


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    person, today = person_of(request.user), timezone.localdate()
    work = work_of(request.user, today=today)
    context = {
        "waiting": waiting_list(waiting_in(work), today=today),
        "places": [(one, one.overdue(today)) for one in work.places],
        "in_hand": work.in_hand,
        "preliminary": work.preliminary,
        "queues": work.queues,
        "takes_part": bool(scope_of(person, READ)),
    }
    return render(request, "siwei/mine.html", context)


@login_required
def mine_table(request: HttpRequest, kind: str) -> HttpResponseBase:
    def sheets() -> list[Sheet]:
        today = timezone.localdate()
        waiting = waiting_list(waiting_in(work_of(request.user, today=today)), today=today)
        address = request.build_absolute_uri("/").rstrip("/")
        return [waiting_sheet(waiting, address, origin_of(request))]

    return table_response(request, kind, "mine", sheets)
