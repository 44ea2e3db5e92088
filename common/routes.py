"""How an address is declared."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe


def page(route: str, view: Callable[..., HttpResponseBase], *, name: str) -> URLPattern:
    """A page that is only read: whoever sends anything to it is told so (405)."""
    return path(route, require_safe(view), name=name)
