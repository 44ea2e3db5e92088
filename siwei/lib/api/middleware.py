"""What every answer of the API has: an ETag, and for an error a problem, never a page."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import patch_vary_headers

from siwei.lib.api.problems import CONTENT_TYPE, problem_response

PREFIX = "/api/"


class ApiMiddleware:
    """Stands outside everything that can answer, so that no error slips past it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.conditional = ConditionalGetMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path_info.startswith(PREFIX):
            return response
        if response.status_code >= 400:
            return _as_problem(response)
        if request.method == "GET":
            patch_vary_headers(response, ["Accept-Language", "Authorization"])
            return self.conditional.process_response(request, response)
        return response


def _as_problem(response: HttpResponseBase) -> HttpResponseBase:
    """An error that Django itself answered (an unknown address, a fault) becomes a problem."""
    if response.headers.get("Content-Type", "").startswith(CONTENT_TYPE):
        return response
    return problem_response(response.status_code)
