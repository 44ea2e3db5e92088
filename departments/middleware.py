"""Whoever was given a password chooses their own before anything else."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from common.api.problems import PREFIX, problem_response
from departments.receivers import MUST_CHANGE

# What works before: choosing the password, leaving, the language, and the checks of the process.
OPEN = {"password_change", "login", "logout", "set_language", "healthz", "readyz"}


class PasswordChangeMiddleware:
    """The flag is the session's, put there by the log-in: no page asks the database for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
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
