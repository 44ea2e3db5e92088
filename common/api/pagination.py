"""Pages of a list: `page` and `page_size`, refused with words where they make no sense."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request

from common.numbers import COUNT_DIGITS, is_digits, whole_number

DEFAULT_SIZE = 100
MAX_SIZE = 1000


class PageNumbers(PageNumberPagination):
    """`{"count", "next", "previous", "results"}`."""

    page_size = DEFAULT_SIZE
    max_page_size = MAX_SIZE
    page_size_query_param = "page_size"
    page_query_description = "The number of the page, from 1. A page past the last is a 404."
    page_size_query_description = (
        f"How many rows a page has: 1 to {MAX_SIZE}, {DEFAULT_SIZE} by default."
    )

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        wanted = request.query_params.get(self.page_query_param, "1")
        if not is_digits(wanted):
            raise ValidationError({"page": [_("“%s”不是页码。") % wanted]})
        number = whole_number(wanted)
        if not number:
            raise NotFound(_("没有第 %s 页。") % wanted)
        size = self.get_page_size(request)
        paginator = self.django_paginator_class(queryset, size)
        if number > paginator.num_pages:
            raise NotFound(
                _("没有第 %(page)s 页；共 %(pages)s 页。")
                % {"page": number, "pages": paginator.num_pages}
            )
        self.request = request
        self.page = paginator.page(number)
        return list(self.page)

    def get_page_size(self, request: Request) -> int:
        wanted = request.query_params.get(self.page_size_query_param)
        if wanted is None:
            return DEFAULT_SIZE
        size = whole_number(wanted)
        if size is None or not 1 <= size <= MAX_SIZE:
            raise ValidationError({"page_size": [_("每页行数须为 1 至 %s 的整数。") % MAX_SIZE]})
        return size

    def get_next_link(self) -> str | None:
        return self._link(+1)

    def get_previous_link(self) -> str | None:
        return self._link(-1)

    def _link(self, step: int) -> str | None:
        assert self.page is not None and self.request is not None  # set by paginate_queryset
        number = self.page.number + step
        if not 1 <= number <= self.page.paginator.num_pages:
            return None
        # From the parsed parameters: a client may have sent its Chinese words unescaped.
        wanted = self.request.query_params.copy()
        wanted["page"] = str(number)
        return f"{self.request.build_absolute_uri(self.request.path)}?{wanted.urlencode()}"

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "description": "Of all pages."},
                "next": link,
                "previous": link,
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        limits: Sequence[tuple[str, str, int]] = (
            (self.page_query_param, str(self.page_query_description), 10**COUNT_DIGITS - 1),
            ("page_size", str(self.page_size_query_description), MAX_SIZE),
        )
        return [
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": description,
                "schema": {"type": "integer", "minimum": 1, "maximum": maximum},
            }
            for name, description, maximum in limits
        ]
