"""What an answer says of the limit that its request was counted by, and which views cost more."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from common.limits.rules import UNCHANGED, WHOLE, Rate, Standing, rate_headers
from common.limits.services.rates import TALLIES

V = TypeVar("V", bound=Callable[..., Any])
_SPENT = "_spent"  # on the request


@dataclass(frozen=True, slots=True)
class Spent:
    """By which rate a request was counted, for whom, and how that stands now."""

    subject: str
    standing: Standing


def expensive(*methods: str) -> Callable[[V], V]:
    """Marks a view, or a class of the API, of which such a request (GET, unless others are named)
    costs a worker seconds: a whole file. It counts by a second, smaller limit as well."""

    def mark(view: V) -> V:
        view.expensive_methods = methods or ("GET",)  # type: ignore[attr-defined]
        return view

    return mark


def is_expensive(view: Callable[..., Any], method: str | None) -> bool:
    marked = getattr(view, "cls", view)  # the class, of a view of the API
    named: Collection[str] = getattr(marked, "expensive_methods", ())
    return method in named


def spend(request: HttpRequest, rate: Rate, subject: str, *, now: datetime) -> Standing:
    """Count a request of `subject`; its answer will say so."""
    standing = TALLIES.spend(rate, subject, now=now)
    setattr(request, _SPENT, [*getattr(request, _SPENT, []), Spent(subject, standing)])
    return standing


class RateHeadersMiddleware:
    """Stands outside whatever makes a 304, which takes back the most of what it was counted for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        standings = [
            _unchanged(one) if response.status_code == 304 else one.standing
            for one in getattr(request, _SPENT, [])
        ]
        if standings:
            for name, value in rate_headers(standings).items():
                response.headers[name] = value
        return response


def _unchanged(one: Spent) -> Standing:
    rate = one.standing.rate
    return TALLIES.give_back(rate, one.subject, WHOLE - UNCHANGED, now=timezone.now())
