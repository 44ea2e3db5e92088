"""How an address is declared."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter
from django.views.decorators.http import require_safe

from common.limits.middleware import expensive


def page(route: str, view: Callable[..., HttpResponseBase], *, name: str) -> URLPattern:
    """A page that is only read: whoever sends anything to it is told so (405)."""
    return path(route, require_safe(view), name=name)


class TableKind(StringConverter):
    """How a table of a page is written."""

    regex = "xlsx|csv"


register_converter(TableKind, "table_kind")


def table(route: str, view: Callable[..., HttpResponseBase], *, name: str) -> URLPattern:
    """The table beside the page at `route`, as a file: `view` takes its `kind`, xlsx or csv."""
    return file(f"{route}table.<table_kind:kind>", view, name=f"{name}_table")


def file(route: str, view: Callable[..., HttpResponseBase], *, name: str) -> URLPattern:
    """A file that is made for its reader, which takes seconds: so many a minute, and no more."""
    return page(route, expensive()(view), name=name)
