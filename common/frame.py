"""What holds for every answer, whichever part of Siwei or of Django made it.

Errors that Django itself answers, such as an address that nobody has, a host that isn't allowed
or a fault in another middleware, pass by the middlewares that stand further in.
"""

from collections.abc import Callable
from typing import Any

from corsheaders.middleware import CorsMiddleware
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_vary_headers

from common.api.problems import PREFIX, problem_response
from common.outages import RETRY_AFTER


class FrameMiddleware:
    """Stands outside all others: an outage becomes a 503, and no header of safety is missing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        # Each leaves alone what is there already.
        self.framing: tuple[Any, ...] = (
            SecurityMiddleware(get_response),
            XFrameOptionsMiddleware(get_response),
            CSPMiddleware(get_response),
        )

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # A thread speaks the language of the request before, until somebody asks for another.
        translation.activate(settings.LANGUAGE_CODE)
        response = self.get_response(request)
        if getattr(request, "failed_by_outage", False) and response.status_code != 503:
            response = unavailable(request)
        for one in self.framing:
            response = one.process_response(request, response)
        if response.status_code >= 400:
            response.headers.setdefault("Cache-Control", "private, no-cache")
            patch_vary_headers(response, ["Cookie"])
        return response


class PublicCorsMiddleware(CorsMiddleware):
    """Lets scripts of other sites read what is public, and nothing else; never with a log-in."""

    def is_enabled(self, request: HttpRequest) -> bool:
        public = settings.PUBLIC_READ and request.method in ("GET", "HEAD", "OPTIONS")
        return public and bool(super().is_enabled(request))


def unavailable(request: HttpRequest) -> HttpResponse:
    """The 503, as a problem under /api/ and as a page elsewhere; it asks no database, no session
    and no template that does."""
    if request.path_info.startswith(PREFIX):
        answer = problem_response(503)
    else:
        answer = HttpResponse(render_to_string("503.html"), status=503)
    answer["Retry-After"] = RETRY_AFTER
    answer["Cache-Control"] = "no-store"
    answer["Content-Language"] = translation.get_language()
    return answer
