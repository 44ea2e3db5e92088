"""What stands before every view: how often somebody may ask, what a key may do, and that whoever
was given a password chooses their own before anything else."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from common.api.languages import language_of
from common.api.problems import PREFIX, problem_response
from common.limits.middleware import is_expensive, spend
from common.limits.rules import Rate, Standing
from common.proxies import client_address
from departments.authentication import valid_key
from departments.people import acting_by_key
from departments.receivers import MUST_CHANGE
from departments.rules.log_in_limits import network
from departments.wording import key_scope_refusal

# What works before: choosing the password, leaving, the language, and the checks of the process.
OPEN = {"password_change", "login", "logout", "set_language", "healthz", "readyz"}
SAFE = ("GET", "HEAD", "OPTIONS")

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class RateMiddleware:
    """Counts requests of the API, and of whatever is expensive, and refuses those beyond a limit.

    By key, whatever address it comes from; by person, of a session; by address, of anybody else,
    those with a wrong key among them: nobody can use up what another may ask.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(PREFIX):
            rate, subject = _counted(request)
            if answer := _spend(request, rate, subject):
                return answer
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *_at: object
    ) -> HttpResponseBase | None:
        if not is_expensive(view, request.method):
            return None
        _rate, subject = _counted(request)
        return _spend(request, settings.RATE_EXPENSIVE, subject)


def _counted(request: HttpRequest) -> tuple[Rate | None, str]:
    """By which rate a request counts, and for whom; for nobody where there is no address."""
    if "Authorization" in request.headers:
        if key := valid_key(request):
            return settings.RATE_KEY, f"key {key.prefix}"
    elif request.user.is_authenticated:
        return settings.RATE_KEY, f"person {request.user.pk}"
    address = client_address(request)
    return settings.RATE_ANONYMOUS, f"address {network(address)}" if address else ""


def _spend(request: HttpRequest, rate: Rate | None, subject: str) -> HttpResponse | None:
    """The answer to a request beyond the limit; None to one within it."""
    if rate is None or not subject:
        return None
    standing = spend(request, rate, subject, now=timezone.now())
    return _throttled(request, standing) if standing.is_over else None


def _throttled(request: HttpRequest, standing: Standing) -> HttpResponse:
    seconds = standing.seconds
    if request.path_info.startswith(PREFIX):
        answer = _problem(request, 429, "throttled", lambda: _wait(seconds))
    else:
        answer = render(request, "429.html", {"reason": _wait(seconds)}, status=429)
    answer["Retry-After"] = str(seconds)
    return answer


def _wait(seconds: int) -> str:
    words = ngettext("请在 %d 秒后再试。", "请在 %d 秒后再试。", seconds)
    return words % seconds


class KeyScopeMiddleware:
    """A key that only reads gets to no view with a request that writes, whatever the address.

    Where one that writes may do so is decided by the rules (`scope_of`). A view of which a POST
    only reads is marked by `post_reads = True`.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *_at: object
    ) -> HttpResponseBase | None:
        if "Authorization" not in request.headers or not _writes(view, request.method or ""):
            return None
        key = valid_key(request)
        if key is None or key.limits.writes:
            return None
        # The audit log says whose key it was.
        request.user, request.auth = acting_by_key(key), key  # type: ignore[attr-defined]
        return _problem(request, 403, "key_scope", lambda: key_scope_refusal(key.limits))


def _writes(view: Callable[..., Any], method: str) -> bool:
    """Whether a view writes by this method; by one that it doesn't have, it answers 405."""
    marked = getattr(view, "cls", view)  # the class, of a view of the API
    if method in SAFE or (method == "POST" and getattr(marked, "post_reads", False)):
        return False
    known = getattr(view, "actions", None)  # by method, of a list of the API
    return method.lower() in known if known else marked is view or hasattr(marked, method.lower())


class PasswordChangeMiddleware:
    """The flag is the session's, put there by the log-in: no page asks the database for it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponseBase | None:
        match = request.resolver_match
        # In this order: the checks of the process ask no database.
        if (match and match.view_name in OPEN) or not request.session.get(MUST_CHANGE):
            return None
        words = _("这个密码是别人设置的，请先修改为只有您自己知道的密码。")
        if request.path_info.startswith(PREFIX):
            return problem_response(403, code="password_change_required", detail=words)
        return _ask(request, words)


def _ask(request: HttpRequest, words: str) -> HttpResponseRedirect:
    messages.warning(request, words)
    return redirect("password_change")


def _problem(
    request: HttpRequest, status: int, code: str, detail: Callable[[], str]
) -> HttpResponse:
    """A problem before any view has looked at `lang`."""
    named = language_of(request.GET.get("lang", ""))
    language = named or get_language() or settings.LANGUAGE_CODE
    with override(language):
        words = detail()
        errors = [{"field": "", "code": code, "message": words}] if status == 403 else []
        answer = problem_response(status, code=code, detail=words, errors=errors)
    answer["Content-Language"] = language
    return answer
