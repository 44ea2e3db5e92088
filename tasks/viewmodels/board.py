"""What the views of the board have in common: their tabs."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from common.labels import label
from common.listing import PAGE
from common.ordering import ORDERING
from tasks.rules.board import BoardView


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of the board, with the filter of the address."""

    label: str
    url: str
    current: bool


def tabs(path: str, query: QueryDict, current: BoardView) -> list[Tab]:
    return [Tab(label(view), _address(path, query, view), view is current) for view in BoardView]


def _address(path: str, query: QueryDict, view: BoardView) -> str:
    """The same filter in another view; the list is what is shown without one, and alone has an
    order that is asked for."""
    wanted = query.copy()
    for name in ("view", PAGE, ORDERING):
        wanted.pop(name, None)
    if view is not BoardView.LIST:
        wanted["view"] = view.value
    return f"{path}?{wanted.urlencode()}" if wanted else path
