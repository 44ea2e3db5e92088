"""How an address is declared."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe


def page(route: str, view: Callable[..., HttpResponseBase], *, name: str) -> URLPattern:
    """A page that is only read: whoever sends anything to it is told so (405)."""
    return path(route, require_safe(view), name=name)


def tables(
    route: str, view: Callable[..., HttpResponseBase], *, name: str
) -> tuple[URLPattern, URLPattern]:
    """The tables beside the page at `route`, as files: `view` takes the `kind` (`xlsx`, `csv`)."""
    xlsx, csv = (
        path(f"{route}table.{kind}", require_safe(view), {"kind": kind}, name=f"{name}_{kind}")
        for kind in ("xlsx", "csv")
    )
    return xlsx, csv
