"""The pages that say what went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.middleware import refusal, status_of


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusal(request, status_of(exception, otherwise=400), exception)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusal(request, 403, exception)


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was not sent from its page as it stands now: logged in or out elsewhere, say.

    `reason` is Django's, for whoever runs the server: its log has it.
    """
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusal(request, 404, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks neither the database nor the session: either may be what has failed."""
    return render(None, "500.html", status=500)
