"""What waits for me."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from departments.people import person_of
from departments.rules.permissions import READ, scope_of
from indicators.actuals.selectors.mine import (
    in_hand,
    open_places,
    queues,
    waiting_for_final,
)


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    person, today = person_of(request.user), timezone.localdate()
    context = {
        "places": [(one, one.overdue(today)) for one in open_places(person, today=today)],
        "in_hand": in_hand(request.user),
        "preliminary": waiting_for_final(request.user),
        "queues": queues(person),
        "takes_part": bool(scope_of(person, READ)),
    }
    return render(request, "siwei/mine.html", context)
