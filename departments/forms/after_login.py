"""A form that came after the log-in ran out is kept: log in, and go on with what was typed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required, login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from departments.forms.accounts import LoginForm

PREFIX = "kept:"
UNAUTHORIZED = 401

ViewFunction = Callable[..., HttpResponseBase]
Fields = list[tuple[str, str]]


def login_keeps_form(view: ViewFunction) -> ViewFunction:
    """`login_required` for a page whose form people fill in for an hour.

    A redirect would lose what was typed. The log-in page carries it through instead; it is
    sent only when the person, logged in, says so (`Login.form_valid`).
    """
    return _keeps_form(view, otherwise=login_required(view))


def login_to_send_keeps_form(view: ViewFunction) -> ViewFunction:
    """The same for a page that is read without a log-in, where reading is public."""
    logged_in_view = login_required(view)

    def read(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return (view if settings.PUBLIC_READ else logged_in_view)(request, *args, **kwargs)

    return _keeps_form(view, otherwise=read)


def kept(data: QueryDict) -> Fields:
    """The fields that the log-in page carried, under their own names."""
    return [
        (name.removeprefix(PREFIX), value)
        for name, value in _pairs(data)
        if name.startswith(PREFIX)
    ]


def go_on(request: HttpRequest, *, target: str, fields: Fields) -> HttpResponse:
    """The page that sends `fields` to `target` at the press of a button."""
    return render(request, "departments/go_on.html", {"target": target, "kept": fields})


def _keeps_form(view: ViewFunction, *, otherwise: ViewFunction) -> ViewFunction:
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return _ask(request) if request.method == "POST" else otherwise(request, *args, **kwargs)

    return login_not_required(wrapped)


@never_cache
def _ask(request: HttpRequest) -> HttpResponse:
    fields = [
        (name, value) for name, value in _pairs(request.POST) if name != "csrfmiddlewaretoken"
    ]
    context = {"form": LoginForm(request), "next": request.get_full_path(), "kept": fields}
    return render(request, "departments/login.html", context, status=UNAUTHORIZED)


def _pairs(data: QueryDict) -> Fields:
    return [(name, value) for name, values in data.lists() for value in values]
