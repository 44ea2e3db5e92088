"""What stands between a request and a page: its language, who may read and keep it, refusals."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.urls import is_valid_path
from django.utils import translation
from django.utils.cache import patch_vary_headers

from common.api.problems import PREFIX
from common.frame import unavailable
from common.outages import is_outage, log

# Half a character: one of the two that UTF-16 makes of a rare one.
HALVES = re.compile("[\ud800-\udfff]")
REFUSALS = {
    Http404: 404,
    BadRequest: 400,
    PermissionDenied: 403,
    # Django's words for these are for programmers; the page has its own.
    RequestDataTooBig: 413,
    TooManyFieldsSent: 413,
    TooManyFilesSent: 413,
}


class LanguageMiddleware(LocaleMiddleware):
    """Pages are Chinese until somebody switches; programs say `Accept-Language`.

    Django would follow the browser, and a colleague whose Windows is English would never see
    the language in which the plans are written. The administration is Chinese throughout: half of
    its words are Django's and the models' own.
    """

    def process_request(self, request: HttpRequest) -> None:
        if request.path_info.startswith(PREFIX):
            super().process_request(request)
            return
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = chosen in dict(settings.LANGUAGES) and not is_administration(request)
        translation.activate(chosen if known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        response.headers.setdefault("Content-Language", translation.get_language() or "")
        return response


def is_administration(request: HttpRequest) -> bool:
    """Whether a page of the administration is asked for."""
    return request.path_info.startswith("/admin/")


class PrivateMiddleware:
    """A response is cached for nobody else: it may depend on a cookie (log-in, language)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ["Cookie"])
        return response


class CompressedPagesMiddleware(GZipMiddleware):
    """Pages are sent compressed: a nation's table is three megabytes of much the same words.

    The API's answers aren't: compression weakens the ETag that a write has to name.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> Any:
        if not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)


class PublicReadMiddleware(LoginRequiredMiddleware):
    """With `SIWEI_PUBLIC_READ=false`, nothing is read without logging in."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if settings.PUBLIC_READ:
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class UnstorableTextMiddleware:
    """Keeps text from the request that no database takes: with a NUL, or half a character.

    A cookie with such text is none of ours, so it counts as absent: a 400 would keep its browser
    out until somebody deletes the cookie. A header with it is refused. Paths, parameters and
    fields are checked by what reads them, so that a refusal names them (`RefusalMiddleware`,
    filters, forms, parsers).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        for name, value in list(request.COOKIES.items()):
            if not (storable(name) and storable(value)):
                del request.COOKIES[name]
        # What a header holds is read as Latin-1, so that half a character can't come of it.
        if any(not storable(value) for name, value in request.headers.items() if name != "Cookie"):
            return refusal(request, 400, None)
        return self.get_response(request)


def storable(text: str) -> bool:
    """Whether a database takes it: PostgreSQL no NUL, and neither takes half a character."""
    return "\x00" not in text and (text.isascii() or not HALVES.search(text))


class RefusalMiddleware:
    """A page that refuses says why in words, in a debugging server too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # PostgreSQL takes no such text, so nothing can have this address.
        if "\x00" in request.path_info:
            return refusal(request, 404, None)
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            return _method_refused(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        # Django's own pages ask the database for whatever they are sent. Not before the view is
        # known: how much of a body is read is its to say (`common.uploads`).
        if is_administration(request) and _sends_nul(request):
            return refusal(request, 400, None)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if is_outage(exception):
            log(exception)
            return unavailable(request)
        status = status_of(exception)
        return refusal(request, status, exception) if status else None


def status_of(exception: Exception | None, *, otherwise: int = 0) -> int:
    """The status of a refusal."""
    found = (status for kind, status in REFUSALS.items() if isinstance(exception, kind))
    return next(found, otherwise)


def _sends_nul(request: HttpRequest) -> bool:
    sent = [*request.GET.lists(), *request.POST.lists()]
    return any("\x00" in text for name, values in sent for text in (name, *values))


def _method_refused(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A page that leads on, where Django's own answer is empty: an address to which a form is
    sent was opened or reloaded, as after a log-in."""
    allowed = response.headers.get("Allow", "")
    is_page = "GET" in allowed.split(", ")
    leads_on = request.path_info if is_page else _page_above(request.path_info)
    context = {"leads_on": leads_on, "is_page": is_page, "shared": False}
    page = render(request, "405.html", context, status=405)
    page.headers["Allow"] = allowed
    return page


def _page_above(path: str) -> str:
    """The nearest address above `path` that there is; the first page where there is none."""
    parts = path.strip("/").split("/")[:-1]
    while parts:
        above = f"/{'/'.join(parts)}/"
        if is_valid_path(above):
            return above
        parts.pop()
    return "/"


def refusal(request: HttpRequest, status: int, exception: Exception | None) -> HttpResponse:
    """The page of a refusal, with the words of the exception where they are meant for people.

    Django's own exceptions carry a message or, from the resolver, a table: only words count.
    """
    first = exception.args[0] if exception and exception.args and status != 413 else ""
    context = {
        "reason": first if isinstance(first, str) else "",
        "wrong": getattr(exception, "wrong", []),
        "shared": False,
    }
    return render(request, f"{status}.html", context, status=status)
