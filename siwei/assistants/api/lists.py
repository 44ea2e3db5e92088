"""Asks the lists of the API from within: an assistant reads what they answer, by their filters."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from rest_framework.request import Request

from common.api.renderers import ExactJSONRenderer
from common.api.views import PagedView


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of a list as the API writes them; `more`: there are further ones."""

    rows: list[dict[str, Any]]
    more: bool


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, through which request."""

    request: Request

    def ask(
        self, view: type[PagedView[Any]], parameters: Mapping[str, str], *, size: int = 1000
    ) -> Answer:
        """The first `size` rows of a list for these parameters. Raises what the list raises for a
        parameter that it doesn't understand."""
        plain = copy.copy(self.request._request)
        plain.method = "GET"
        asked = QueryDict(mutable=True)
        asked.update({**parameters, "page_size": str(size), "count": "false"})
        plain.GET = asked  # type: ignore[assignment]
        request = Request(plain)
        request.user = self.request.user
        request.accepted_renderer = ExactJSONRenderer()
        found: Any = view(request=request, format_kwarg=None, args=(), kwargs={})
        found.action, found.detail = "list", False
        body = found.list(request).data
        return Answer(list(body["results"]), body["next"] is not None)

    def address(self, path: str) -> str:
        """`path` with the host by which the assistant knows this installation."""
        return self.request.build_absolute_uri(path)
