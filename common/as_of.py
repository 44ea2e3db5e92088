"""The parameter `as_of` of lists and pages, and the pages that show the past."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from html import escape
from typing import Any, TypeVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from common.filters import PlainFilter
from common.moments import AS_OF, Moment, NotYetError, asked_moment, moment, now
from common.past import reading

ViewFunction = TypeVar("ViewFunction", bound=Callable[..., HttpResponseBase])

_LABEL = _("截至日期")
_HELP = _("截至日期或时间：给出当时的情况，如 2026-03-31（当天结束时）；不写为现在。")
_LINK = re.compile(r'(?<!data-now )\bhref="(/[^"?#]*)(\?[^"#]*)?(#[^"]*)?"')


class AsOfField(forms.CharField):
    """A day (its end) or a time that isn't to come; a `Moment`, None where nothing is asked."""

    default_error_messages = {
        "invalid": _("“%(value)s”不是日期；例如 2026-03-31 或 2026-03-31T12:00:00%%2B08:00。"),
        "future": _("“%(value)s”还没有到来；最晚为今天。"),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, strip=False, **options)

    def clean(self, value: Any) -> Moment | None:
        text = super().clean(value)
        try:
            return moment(text) if text else None
        except NotYetError:
            raise self._refusal("future", text) from None
        except ValueError:
            raise self._refusal("invalid", text) from None

    def _refusal(self, code: str, text: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={"value": text})


@dataclass(frozen=True, slots=True)
class Past:
    """The day that a page shows, and may show. `asked`: the moment as the address says it, empty
    for now; `now_url`: the same page now; `kept`: what else the address asks for."""

    asked: str
    day: str
    first_day: str
    last_day: str
    now_url: str
    kept: list[tuple[str, str]]


def as_of_field() -> AsOfField:
    """The field of a form that reads an address itself."""
    return AsOfField(required=False, label=_LABEL)


class AsOfParameter(PlainFilter):
    """Asks how everything was at a moment. It narrows nothing: whoever answers is `reading` it."""

    field_class = AsOfField
    openapi: dict[str, Any] = {
        "type": "string",
        "anyOf": [{"format": "date"}, {"format": "date-time"}],
    }

    def __init__(self) -> None:
        super().__init__(label=_LABEL, help_text=_HELP)

    def filter(self, qs: "QuerySet[Any]", value: Moment | None) -> "QuerySet[Any]":
        return qs


def moment_of(request: Any) -> Moment:
    """The moment that the answer to `request` is of: now, but on pages and lists of the past."""
    found: Moment = getattr(request, "moment", None) or now()
    return found


def shows_the_past(view: ViewFunction) -> ViewFunction:
    """A page that takes `as_of`: all that it reads is as it was then, and its links to such pages
    stay there. Its filter refuses what is no moment."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.moment = asked_moment(request.GET)  # type: ignore[attr-defined]
        with reading(moment_of(request)):
            response = view(request, *args, **kwargs)
        if moment_of(request).at is not None and isinstance(response, HttpResponse):
            _keep(response, moment_of(request))
        return response

    shown.shows_the_past = True  # type: ignore[attr-defined]
    return cast(ViewFunction, shown)


def _keep(response: HttpResponse, at: Moment) -> None:
    """Let every link of a page to a page of the past lead to the same moment.

    Here and not link by link in the templates: one that was forgotten would lead back to today
    unsaid. A link to the present is marked `data-now`.
    """
    if not response.get("Content-Type", "").startswith("text/html"):
        return
    takes: dict[str, bool] = {}
    said = f"{AS_OF}={escape(at.query)}"

    def kept(link: re.Match[str]) -> str:
        path, query, place = link[1], link[2] or "", link[3] or ""
        if path not in takes:
            takes[path] = _takes(path)
        if not takes[path] or f"{AS_OF}=" in query:
            return link[0]
        return f'href="{path}{f"{query}&amp;" if query else "?"}{said}{place}"'

    text = response.content.decode(response.charset)
    response.content = _LINK.sub(kept, text).encode(response.charset)


def _takes(path: str) -> bool:
    try:
        return hasattr(resolve(path).func, "shows_the_past")
    except Resolver404:
        return False
