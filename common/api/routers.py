"""The addresses of the lists and their rows."""

from typing import Any

from rest_framework.routers import DefaultRouter, Route

_BY_ENDING = Route(
    url=r"^{prefix}\.(?P<format>csv|json)$",
    mapping={"get": "list"},
    name="{basename}-list",
    detail=False,
    initkwargs={"suffix": "List"},
)


class Router(DefaultRouter):
    """A list at `…/` can be had at `….csv` and `….json` as well, as by `format`."""

    include_format_suffixes = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.routes = [*self.routes, _BY_ENDING]
