"""What the views of the board have in common: their tabs, and what the filter says in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from common.labels import label
from common.listing import PAGE, FilterForm, FormField
from tasks.rules.board import BoardView


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of the board, with the filter of the address."""

    label: str
    url: str
    current: bool


def tabs(path: str, query: QueryDict, current: BoardView) -> list[Tab]:
    return [Tab(label(view), _address(path, query, view), view is current) for view in BoardView]


def conditions(form: FilterForm, dates: Iterable[tuple[str, str]]) -> list[str]:
    """What the filter asks for, a line for each condition; `dates` are (label, day)."""
    asked = [(field.label, _chosen(field)) for field in form.fields]
    return [
        _("%(name)s：%(value)s") % {"name": name, "value": value}
        for name, value in (*asked, *dates)
        if value
    ]


def _address(path: str, query: QueryDict, view: BoardView) -> str:
    """The same filter in another view; the list is what is shown without one."""
    wanted = query.copy()
    for name in ("view", PAGE):
        wanted.pop(name, None)
    if view is not BoardView.LIST:
        wanted["view"] = view.value
    return f"{path}?{wanted.urlencode()}" if wanted else path


def _chosen(field: FormField) -> str:
    """The label of the option that is chosen, or the words that were typed."""
    if not field.options:
        return field.value
    return next((one.label for one in field.options if one.selected and one.value), "")
