"""The pages that say what went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from siwei.lib.gates import refusal


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusal(request, 400, exception)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusal(request, 403, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusal(request, 404, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks neither the database nor the session: either may be what has failed."""
    return render(None, "500.html", status=500)
