"""The views of each data set, as the description of the API has them."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, re_path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view

from common.api.filters import StrictFilterBackend
from siwei.datasets.api.formats import FORMATS
from siwei.datasets.api.views import DataSetFileView, DataSetView
from siwei.datasets.selectors.sets import SETS, DataSet

_TEXT_ROWS = "json"
_NOT_JSON = {"jsonl": OpenApiTypes.STR, "csv": OpenApiTypes.STR}
_FORMAT = OpenApiParameter(
    "format", str, enum=list(FORMATS), description=_("格式，先于 `Accept`。")
)
_EXTENSION = OpenApiParameter(
    "extension",
    str,
    OpenApiParameter.PATH,
    enum=list(FORMATS),
    description=_("格式。另写的 `format` 须与它相同。"),
)


def addresses() -> Iterator[URLPattern]:
    """Of each data set `datasets/actuals/` and `datasets/actuals.csv`."""
    for found in SETS.values():
        name = found.name
        yield path(
            f"datasets/{name}/",
            _described(DataSetView, found, f"datasets_{name}", _FORMAT).as_view(set_name=name),
            name=f"datasets-{name}",
        )
        yield re_path(
            rf"^datasets/{name}\.(?P<extension>{'|'.join(FORMATS)})$",
            _described(DataSetFileView, found, f"datasets_{name}_file", _EXTENSION).as_view(
                set_name=name
            ),
            name=f"datasets-{name}-file",
        )


def _described(
    view: type[DataSetView], found: DataSet, operation: str, *more: OpenApiParameter
) -> type[DataSetView]:
    """A view of its own for one data set: a description belongs to a class."""
    described = extend_schema(
        operation_id=operation,
        summary=f"All of {found.name}/ in one answer",
        description=(
            f"The rows of `{found.name}/` with its filters, in its order, as a whole: see “Whole "
            "data sets” above."
        ),
        parameters=[*filters_of(found), *more],
        responses={
            (200, one.media_type): (
                found.serializer(many=True)
                if one.format == _TEXT_ROWS
                else _NOT_JSON.get(one.format, OpenApiTypes.BINARY)
            )
            for one in FORMATS.values()
        },
    )
    return extend_schema_view(get=described)(
        type(f"{found.name.title()}{view.__name__}", (view,), {})
    )


def filters_of(found: DataSet) -> list[OpenApiParameter]:
    """Those of the list, explained in the language in which they are asked for."""
    listed: Any = found.view(action="list", pagination_class=None)  # whole, not page by page
    said = {name: one.extra.get("help_text") for name, one in found.filters.base_filters.items()}
    return [
        OpenApiParameter(
            one["name"],
            one["schema"],
            description=said[one["name"]],
            style=one.get("style"),
            explode=one.get("explode"),
        )
        for one in StrictFilterBackend().get_schema_operation_parameters(listed)
    ]
