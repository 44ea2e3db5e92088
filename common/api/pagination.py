"""Pages of a list: `page`, `page_size`, `after`, `count`, refused with words where they make no
sense."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, NotFound, ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.counts import counted, key_of
from common.api.keys import Keys
from common.api.tables import FORMAT
from common.numbers import COUNT_DIGITS, is_digits, whole_number

DEFAULT_SIZE = 100
MAX_SIZE = 1000
PARAMETERS = ("page", "page_size", "after", "count")


class Pages(BasePagination):
    """`{"count", "next", "previous", "results"}`.

    A page is asked for by its number, or by the key of the row before it: `next` has both, and
    the key decides. So `next` leads through the whole list, also while rows come and go.
    """

    parameters = PARAMETERS

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        asked = request.query_params
        self.request, self.view = request, view
        self.number = _number(asked.get("page"))
        self.size = asked_size(asked.get("page_size"))
        self.is_table = request.accepted_renderer.format == FORMAT
        # A table has no place for it.
        counts = _counts(asked.get("count")) and not self.is_table
        keys: Keys = view.keys(queryset)
        rows = queryset
        first = ((self.number or 1) - 1) * self.size
        if "after" in asked:
            rows, first = _after(keys, asked["after"]), 0
        elif self.number is None:
            self.number = 1
        # One more: is there a next page?
        found: Sequence[Any] = view.read(rows[first : first + self.size + 1])
        self.count = self._counted(queryset, first, len(found)) if counts else None
        if not found and first:
            raise self._no_such_page()
        page = list(found[: self.size])
        self.next_cursor = keys.cursor_of(page[-1]) if len(found) > self.size else None
        return page

    def _counted(self, rows: Any, first: int, found: int) -> int:
        """How many rows there are; the last page says it itself."""
        is_last = found <= self.size and (found > 0 or first == 0)
        if is_last and "after" not in self.request.query_params:
            return first + found
        key = key_of(self.request, getattr(self.view, "data_stamp", ""))
        return counted(key, lambda: len_of(rows))

    def get_paginated_response(self, data: Any) -> Response:
        body = {"next": self._next(), "previous": self._previous(), "results": data}
        counted = {} if self.count is None else {"count": self.count}
        headers = {"Link": self._links()}
        if self.is_table:
            name = f"siwei-{self.view.basename}.{FORMAT}"
            headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return Response({**counted, **body}, headers=headers)

    def _links(self) -> str:
        """Where else to go, as RFC 8288 says it: a table has no other place for it."""
        links = {
            "next": self._next(),
            "prev": self._previous(),
            "first": self._link(page=None, after=None),
            "service-desc": self.request.build_absolute_uri(reverse("schema")),
        }
        return ", ".join(f'<{link}>; rel="{rel}"' for rel, link in links.items() if link)

    def _no_such_page(self) -> NotFound:
        if self.count is None:
            return NotFound(_("没有第 %s 页。") % self.number)
        pages = max(1, -(-self.count // self.size))
        numbers = {"page": self.number, "pages": pages}
        return NotFound(_("没有第 %(page)s 页；共 %(pages)s 页。") % numbers)

    def _next(self) -> str | None:
        if self.next_cursor is None:
            return None
        number = None if self.number is None else str(self.number + 1)
        return self._link(page=number, after=self.next_cursor)

    def _previous(self) -> str | None:
        if self.number is None or self.number == 1:
            return None
        return self._link(page=str(self.number - 1), after=None)

    def _link(self, **changed: str | None) -> str:
        # From the parsed parameters: a client may have sent its Chinese words unescaped.
        wanted = self.request.query_params.copy()
        for name, value in changed.items():
            if value is None:
                wanted.pop(name, None)
            else:
                wanted[name] = value
        address = self.request.build_absolute_uri(self.request.path)
        query = wanted.urlencode(safe="~")
        return f"{address}?{query}" if query else address

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "count": {
                    "type": "integer",
                    "description": _("所有页的行数；`count=false` 时没有。"),
                },
                "next": link | {"description": _("下一页的地址；null：这是最后一页。")},
                "previous": link
                | {"description": _("上一页的地址；null：没有，或这一页由 `after` 而来。")},
                "results": schema | {"description": _("这一页的行。")},
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        whole = {"type": "integer", "minimum": 1}
        described = (
            (
                "page",
                _("页码，从 1 开始。超出最后一页为 404。"),
                whole | {"maximum": 10**COUNT_DIGITS - 1},
            ),
            (
                "page_size",
                _("每页的行数：1 至 %(most)s，默认 %(usual)s。")
                % {"most": MAX_SIZE, "usual": DEFAULT_SIZE},
                whole | {"maximum": MAX_SIZE},
            ),
            (
                "after",
                _("只要这个键的行之后的内容：`next` 里有。先于 `page`。"),
                {"type": "string"},
            ),
            (
                "count",
                _("`false`：不要 `count`；列表长时，算出它要用时间。"),
                {"type": "boolean"},
            ),
        )
        return [
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": description,
                "schema": schema,
            }
            for name, description, schema in described
        ]


def len_of(rows: Any) -> int:
    """Of a queryset, without reading it, or of a sequence."""
    return rows.count() if hasattr(rows, "query") else len(rows)


def _number(wanted: str | None) -> int | None:
    if wanted is None:
        return None
    if not is_digits(wanted) or not wanted.strip("0"):
        raise ValidationError({"page": [_("“%s”不是页码；页码从 1 开始。") % wanted]})
    number = whole_number(wanted)
    if number is None:
        raise NotFound(_("没有第 %s 页。") % wanted[:COUNT_DIGITS])
    return number


def asked_size(wanted: str | None) -> int:
    """How many rows a page has. Raises `ValidationError`."""
    size = DEFAULT_SIZE if wanted is None else whole_number(wanted)
    if size is None or not 1 <= size <= MAX_SIZE:
        raise ValidationError({"page_size": [_("每页行数须为 1 至 %s 的整数。") % MAX_SIZE]})
    return size


def _counts(wanted: str | None) -> bool:
    if wanted not in (None, "true", "false"):
        words = _("未知的取值：%(values)s；可用：%(known)s。")
        known = {"values": wanted, "known": "true、false"}
        raise ValidationError({"count": [ErrorDetail(words % known, code="unknown")]})
    return wanted != "false"


def _after(keys: Keys, wanted: str) -> Any:
    try:
        return keys.after(wanted)
    except ValueError:
        words = _("“%s”不是列表中的位置；请用上一页给出的 next。") % wanted
        raise ValidationError({"after": [words]}) from None
