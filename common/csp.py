"""Exceptions from the Content-Security-Policy, each for the pages that need it."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http.response import HttpResponseBase
from django.views.decorators.clickjacking import xframe_options_exempt

ViewFunction = TypeVar("ViewFunction", bound=Callable[..., HttpResponseBase])


def with_charts(view: ViewFunction) -> ViewFunction:
    """A page on which Plotly draws.

    It writes its styles into the page, and passes a picture that is saved through a blob.
    """
    policy: Any = csp_replace(
        {"style-src": [SELF, UNSAFE_INLINE], "img-src": [SELF, "data:", "blob:"]}
    )
    return cast(ViewFunction, policy(view))


def framed(view: ViewFunction) -> ViewFunction:
    """A page that others may show in a frame of theirs: it takes no input and sets no cookie."""
    shown = csp_replace({"frame-ancestors": ["*"]})(xframe_options_exempt(view))
    return cast(ViewFunction, shown)
