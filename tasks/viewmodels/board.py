"""What the views of the board have in common: their tabs."""

from __future__ import annotations

from django.http import QueryDict

from common.labels import label
from common.listing import PAGE
from common.ordering import ORDERING
from common.tabs import Tab
from tasks.rules.board import BoardView


def tabs(path: str, query: QueryDict, current: BoardView) -> list[Tab]:
    """The views, each with the filter of the address."""
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
