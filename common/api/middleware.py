"""What every answer of the API has: an ETag, and for an error a problem, never a page.

Answers are compressed here, after their ETag is known. Who watches the wire and makes somebody's
browser ask for words of his choice learns from the length of the answer what else is in it
(BREACH), since the links of a list repeat them. So an answer to a log-in isn't compressed. Nobody
can make another one's program send its key, and what everybody may read is no secret.
"""

import re
from collections.abc import Callable
from typing import Any

from csp.constants import HEADER
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers

from common.api.etags import sent_same, tag
from common.api.languages import language_of
from common.api.problems import CONTENT_TYPE, PREFIX, problem_response
from common.release import release

READS = ("GET", "HEAD")
# What an answer of the API depends on, beside its address.
VARIES = ("Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Cookie")
UNSAID = "private, no-cache"  # what `PrivateMiddleware` says where a view says nothing
# Texts of which much is the same; what is packed already isn't among them.
PACKED = re.compile(
    r"text/|application/(?:json|x-ndjson|problem\+json|vnd\.oai\.openapi|vnd\.sdmx\..*|.*\+json)"
)


class ApiMiddleware:
    """Stands outside everything that can answer, so that no error slips past it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.packing: Any = GZipMiddleware(get_response)
        release()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path_info.startswith(PREFIX):
            return response
        if response.status_code >= 400:
            return _as_problem(request, response)
        if request.method == "OPTIONS":
            return _methods_only(response)
        if request.method not in READS:
            return response
        patch_vary_headers(response, VARIES)
        if _is_for_anybody(request, response):
            response["Cache-Control"] = "public, no-cache"
        return _without_body(request, self._packed(request, _conditional(request, response)))

    def _packed(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer compressed, where the caller takes that.

        Not one with a strong ETag: that stands for these very bytes, and writes name it.
        """
        strong = response.get("ETag", "").startswith('"')
        if response.status_code != 200 or strong or not _is_text(response):
            return response
        logged_in = request.user.is_authenticated and "Authorization" not in request.headers
        if logged_in or not takes_gzip(request.headers.get("Accept-Encoding", "")):
            return response
        packed: HttpResponseBase = self.packing.process_response(request, response)
        return packed


def _methods_only(response: HttpResponseBase) -> HttpResponseBase:
    """What OPTIONS answers: `Allow`, and nothing in the form that a view has for its answers."""
    response.content = b""  # type: ignore[attr-defined]
    response["Content-Length"] = "0"
    del response["Content-Type"]
    return response


def takes_gzip(accepted: str) -> bool:
    """Whether `Accept-Encoding` names gzip, and not to refuse it (`gzip;q=0`)."""
    found = re.search(r"(?:^|,)\s*gzip\s*(?:;\s*q=([0-9.]+))?\s*(?:,|$)", accepted.lower())
    return found is not None and not (found[1] and not found[1].strip("0."))


def _is_text(response: HttpResponseBase) -> bool:
    return bool(PACKED.match(response.get("Content-Type", "")))


def _is_for_anybody(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether a shared cache may keep the answer: it is what everybody gets who hasn't logged in.

    `no-cache` lets it ask each time whether the answer still holds, which a 304 tells it.
    """
    return (
        settings.PUBLIC_READ
        and response.status_code in (200, 304)
        and response.get("Cache-Control") == UNSAID
        and not request.user.is_authenticated
        and "Authorization" not in request.headers
        and not response.cookies
    )


def _conditional(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The answer with its ETag, or a 304; a HEAD says the same as its GET.

    The page of the description has a new token in it each time, and so no ETag. What is sent while
    it is made has one where its view knows the stamp of it.
    """
    if response.status_code == 304:
        del response["Content-Length"]  # it would be that of the answer itself
    if response.status_code != 200 or response.get("Content-Type", "").startswith("text/html"):
        return response
    stamp = getattr(response, "stamp", "")
    content = response.content if isinstance(response, HttpResponse) else None
    if content is None and not stamp:
        return response
    if not response.has_header("ETag"):
        response["ETag"] = tag(content, stamp)
    etag = response["ETag"]
    same = sent_same(etag, request)
    answer: HttpResponseBase = (
        get_conditional_response(request, etag=same or etag, response=response)  # type: ignore[arg-type]
        or response
    )
    if answer.status_code == 412:
        return _as_problem(request, answer)
    if answer.status_code == 304:
        answer["ETag"] = etag
    return answer


def _without_body(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """To a HEAD the headers of a GET alone, whatever the server in front makes of it."""
    if request.method == "HEAD":
        if response.streaming:
            response.streaming_content = ()  # type: ignore[attr-defined]
        else:
            response.content = b""  # type: ignore[attr-defined]
    return response


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
