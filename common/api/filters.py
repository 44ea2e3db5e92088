"""Brings the filters of `common.filters` to the API, and what a list may be asked for beside rows:
its columns (`fields`) and their order (`ordering`). What isn't known is a 400, by name."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError as FieldError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from common.api.problems import MAX_NAME
from common.api.selection import FIELDS, asked_fields, known_fields
from common.filters import CommaListField, FilterSet
from common.ordering import ORDERING, asked_order, ordered, words_of

if TYPE_CHECKING:  # rest_framework.views imports this module
    from rest_framework.views import APIView

# What every address takes, and what every list does.
ALWAYS = ("lang", "format")
OF_LISTS = (FIELDS, ORDERING)


class StrictFilterBackend(BaseFilterBackend):
    """Filters a list by the view's `filterset_class`, and orders it by its `orderings`; one row
    takes no filter at all."""

    def filter_queryset(
        self, request: Request, queryset: "QuerySet[Any]", view: Any
    ) -> "QuerySet[Any]":
        wanted = self.checked(request, queryset, view)
        filtered: QuerySet[Any] = queryset if wanted is None else wanted.qs
        if not _is_table(view):
            return filtered
        known = view.orderings
        return ordered(filtered, asked_order(request.query_params, list(known)), known)

    def checked(
        self, request: Request, queryset: "QuerySet[Any]", view: "APIView"
    ) -> FilterSet | None:
        """The valid filter of the address over `queryset`; None where the view has none.

        Raises `ValidationError` that names every parameter that can't be understood.
        """
        filters = _filters_of(view)
        errors = _misspelt(request, view, filters)
        wanted = filters(request.query_params, queryset, request=request) if filters else None
        for name, found in wanted.form.errors.as_data().items() if wanted else ():
            errors.setdefault(name, _details(found))
        for name, found in _wrong_of_lists(request, view):
            errors.setdefault(name, _details(found))
        if errors:
            raise ValidationError(errors)
        return wanted

    def get_schema_operation_parameters(self, view: "APIView") -> list[dict[str, Any]]:
        filters = _filters_of(view)
        return [
            *(
                _described(name, one)
                for name, one in (filters.base_filters if filters else {}).items()
            ),
            *_described_of_lists(view),
        ]


def _misspelt(
    request: Request, view: "APIView", filters: type[FilterSet] | None
) -> dict[str, list[ErrorDetail]]:
    """What is wrong with the parameters whatever they mean: a name that isn't known, one that
    comes twice, a value that says nothing."""
    known = [
        *(filters.base_filters if filters else ()),
        *(paging := _paging_of(view)),
        *_of_table(view),
    ]
    errors: dict[str, list[ErrorDetail]] = {
        name: [ErrorDetail(_unknown(name, known), code="unknown_parameter")]
        for name in request.query_params
        if name not in known and name not in ALWAYS
    }
    # The ending of the address is a `format`, too.
    ended = {"format"} & request.query_params.keys() if view.kwargs.get("format") else set()
    for name, values in request.query_params.lists():
        if (len(values) > 1 and not _takes_several(filters, name)) or name in ended:
            errors.setdefault(name, [ErrorDetail(_("只能写一次。"), code="repeated")])
        elif name in known and name not in paging and (wrong := _unreadable(values)):
            errors[name] = [wrong]
    return errors


def _wrong_of_lists(request: Request, view: Any) -> Iterator[tuple[str, list[FieldError]]]:
    """What can't be understood of `fields` and `ordering`."""
    readings: dict[str, Callable[[], Any]] = {
        FIELDS: lambda: asked_fields(request.query_params, view.get_serializer_class()),
        ORDERING: lambda: asked_order(request.query_params, list(view.orderings)),
    }
    for name in _of_table(view):
        try:
            readings[name]()
        except FieldError as error:
            yield name, error.error_list


def _details(found: Iterable[FieldError]) -> list[ErrorDetail]:
    return [
        ErrorDetail(message, code=one.code or "invalid")
        for one in found
        for message in one.messages
    ]


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
    if name in OF_LISTS:
        return True
    one = filters.base_filters.get(name) if filters else None
    if one is None or not issubclass(one.field_class, CommaListField):
        return False
    return bool(one.openapi["type"] == "array")


def _filters_of(view: "APIView") -> type[FilterSet] | None:
    return getattr(view, "filterset_class", None) if _is_list(view) else None


def _paging_of(view: "APIView") -> Sequence[str]:
    """What the pages of a list take."""
    pages = getattr(view, "paginator", None)
    return getattr(pages, "parameters", ()) if _is_list(view) else ()


def _is_list(view: "APIView") -> bool:
    """Whether a list is read: one row takes no filter, and neither does what is sent to a list."""
    return not getattr(view, "detail", False) and getattr(view, "action", None) != "create"


def _is_table(view: Any) -> bool:
    """Whether its columns and their order can be chosen (`PagedView`)."""
    return bool(_paging_of(view)) and hasattr(view, "orderings")


def _of_table(view: Any) -> Sequence[str]:
    """What can be chosen of a table: an order only where the list has one to choose."""
    if not _is_table(view):
        return ()
    return OF_LISTS if view.orderings else (FIELDS,)


def _unknown(name: str, known: list[str]) -> str:
    name = name[:MAX_NAME]
    if not known:
        return _("未知的参数“%s”；此地址没有筛选参数。") % name
    return _("未知的参数“%(name)s”；可用：%(known)s。") % {
        "name": name,
        "known": "、".join(known),
    }


def _described(name: str, one: Any) -> dict[str, Any]:
    return _parameter(name, str(one.extra.get("help_text", "")), one.openapi)


def _described_of_lists(view: Any) -> list[dict[str, Any]]:
    if not _is_table(view):
        return []
    fields = _(
        "只要这些字段：写字段的名称，对象中的字段写路径（`limit.value`）；在 CSV 中也是各列的次序。"
    )
    order = _(
        "按哪些列排序，降序的前面加减号；没有值的排在最后。相同的各行，以及不写时的所有行，按列表自己的次序。"
    )
    described = {
        FIELDS: (fields, _words(known_fields(view.get_serializer_class()))),
        ORDERING: (order, _words(words_of(list(view.orderings)))),
    }
    return [_parameter(name, *described[name]) for name in _of_table(view)]


def _words(words: Iterable[str]) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string", "enum": list(words)}}


def _parameter(name: str, description: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    parameter = {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
    }
    if schema["type"] == "array":
        # A comma list, as OpenAPI says it.
        parameter |= {"style": "form", "explode": False}
    return parameter
