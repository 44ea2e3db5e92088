"""What every answer of the API has: an ETag, and for an error a problem, never a page."""

from collections.abc import Callable

from csp.constants import HEADER
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag

from common.api.languages import language_of
from common.api.problems import CONTENT_TYPE, PREFIX, problem_response


class ApiMiddleware:
    """Stands outside everything that can answer, so that no error slips past it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path_info.startswith(PREFIX):
            return response
        if response.status_code >= 400:
            return _as_problem(request, response)
        if request.method in ("GET", "HEAD"):
            patch_vary_headers(response, ["Accept-Language", "Authorization"])
            return _conditional(request, response)
        return response


def _conditional(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The answer with its ETag, or a 304; a HEAD says the same as its GET.

    The page of the description has a new token in it each time, and so no ETag.
    """
    if not isinstance(response, HttpResponse) or response["Content-Type"].startswith("text/html"):
        return response
    if not response.has_header("ETag"):
        set_response_etag(response)
    answer = get_conditional_response(request, etag=response.get("ETag"), response=response)
    return answer or response


def _as_problem(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """An error that Django itself answered (an unknown address, a fault) becomes a problem.

    Whatever else the answer says (`Allow`, `Retry-After`, what protects its reader) stays.
    """
    if response.headers.get("Content-Type", "").startswith(CONTENT_TYPE):
        return response
    wanted = (
        language_of(request.GET.get("lang", ""))
        or translation.get_language()
        or settings.LANGUAGE_CODE
    )
    with translation.override(wanted):
        problem = problem_response(response.status_code)
    for name, value in response.headers.items():
        if not name.lower().startswith("content-") or name == HEADER:
            problem.headers[name] = value
    problem.cookies = response.cookies
    problem["Content-Language"] = wanted
    return problem
