"""Brings the filters of `common.filters` to the API: what isn't known is a 400, by name."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from common.api.pagination import PARAMETERS
from common.api.problems import MAX_NAME
from common.filters import CommaListField, FilterSet

if TYPE_CHECKING:  # rest_framework.views imports this module
    from rest_framework.views import APIView

# What every address takes.
ALWAYS = ("lang", "format")


class StrictFilterBackend(BaseFilterBackend):
    """Filters a list by the view's `filterset_class`; one row takes no filter at all."""

    def filter_queryset(
        self, request: Request, queryset: "QuerySet[Any]", view: "APIView"
    ) -> "QuerySet[Any]":
        wanted = self.checked(request, queryset, view)
        if wanted is None:
            return queryset
        filtered: QuerySet[Any] = wanted.qs
        return filtered

    def checked(
        self, request: Request, queryset: "QuerySet[Any]", view: "APIView"
    ) -> FilterSet | None:
        """The valid filter of the address over `queryset`; None where the view has none.

        Raises `ValidationError` that names every parameter that can't be understood.
        """
        filters = _filters_of(view)
        known = [
            *(filters.base_filters if filters else ()),
            *(PARAMETERS if _is_list(view) else ()),
        ]
        errors: dict[str, list[ErrorDetail]] = {
            name: [ErrorDetail(_unknown(name, known), code="unknown_parameter")]
            for name in request.query_params
            if name not in known and name not in ALWAYS
        }
        for name, values in request.query_params.lists():
            if len(values) > 1 and not _takes_several(filters, name):
                errors.setdefault(name, [ErrorDetail(_("只能写一次。"), code="repeated")])
            elif name in known and name not in PARAMETERS and (wrong := _unreadable(values)):
                errors[name] = [wrong]
        wanted = filters(request.query_params, queryset, request=request) if filters else None
        for name, found in wanted.form.errors.as_data().items() if wanted else ():
            if name in errors:
                continue
            errors[name] = [
                ErrorDetail(message, code=one.code or "invalid")
                for one in found
                for message in one.messages
            ]
        if errors:
            raise ValidationError(errors)
        return wanted

    def get_schema_operation_parameters(self, view: "APIView") -> list[dict[str, Any]]:
        filters = _filters_of(view)
        return (
            [_described(name, one) for name, one in filters.base_filters.items()]
            if (filters)
            else []
        )


def _unreadable(values: list[str]) -> ErrorDetail | None:
    """What no filter can mean. An empty filter is refused; it doesn't mean all rows.

    The forms of the pages do send empty fields, and read them as such.
    """
    if any("\x00" in value for value in values):
        return ErrorDetail(_("不能含有空字符（U+0000）。"), code="null_characters_not_allowed")
    if not all(value.strip() for value in values):
        return ErrorDetail(_("没有取值；不筛选时请去掉这个参数。"), code="empty")
    return None


def _takes_several(filters: type[FilterSet] | None, name: str) -> bool:
    """Whether `name` is a list, which may come as `a=1,2` and as `a=1&a=2`; nothing else may."""
    one = filters.base_filters.get(name) if filters else None
    if one is None or not issubclass(one.field_class, CommaListField):
        return False
    return bool(one.openapi["type"] == "array")


def _filters_of(view: "APIView") -> type[FilterSet] | None:
    return getattr(view, "filterset_class", None) if _is_list(view) else None


def _is_list(view: "APIView") -> bool:
    """Whether a list is read: one row takes no filter, and neither does what is sent to a list."""
    return not getattr(view, "detail", False) and getattr(view, "action", None) != "create"


def _unknown(name: str, known: list[str]) -> str:
    name = name[:MAX_NAME]
    if not known:
        return _("未知的参数“%s”；此地址没有筛选参数。") % name
    return _("未知的参数“%(name)s”；可用：%(known)s。") % {
        "name": name,
        "known": "、".join(known),
    }


def _described(name: str, one: Any) -> dict[str, Any]:
    parameter = {
        "name": name,
        "in": "query",
        "required": False,
        "description": str(one.extra.get("help_text", "")),
        "schema": one.openapi,
    }
    if one.openapi["type"] == "array":
        # A comma list, as OpenAPI says it.
        parameter |= {"style": "form", "explode": False}
    return parameter
