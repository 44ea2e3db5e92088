"""The statistical formats of the data sets of numbers."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any, ClassVar

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

from common.api.problems import NON_FIELD
from common.api.views import ReadView
from common.limits.middleware import expensive
from siwei.datasets.api.answers import file_name, streamed
from siwei.datasets.api.described import filters_of
from siwei.datasets.rules import jsonstat, sdmx_csv
from siwei.datasets.rules.cubes import MOST_FILLED, TooManyCellsError, cube_of
from siwei.datasets.rules.designs import DESIGNS
from siwei.datasets.selectors.sets import SETS, OpenSet, open_set
from siwei.datasets.selectors.statistics import cube_labels, observations, read_units
from siwei.datasets.wording.statistics import too_many_cells


def as_jsonstat(opened: OpenSet) -> Iterator[bytes]:
    """JSON-stat 2.0. Raises `ValidationError` before anything is written if it is too large."""
    design = DESIGNS[opened.name]
    try:
        if opened.exceeds(MOST_FILLED):
            raise TooManyCellsError
        units = read_units()
        # Closed where it isn't read to its end: it holds a transaction.
        with closing(observations(opened, units)) as rows:
            cube = cube_of(design, rows, units.usual)
    except TooManyCellsError:
        words = ErrorDetail(too_many_cells(), code="too_many_cells")
        raise ValidationError({NON_FIELD: [words]}) from None
    at = opened.moment.at
    extension = {} if at is None else {"as_of": at.isoformat()}
    return encoded(jsonstat.jsonstat(design, cube, cube_labels(opened, cube, units), extension))


def as_sdmx_csv(opened: OpenSet) -> Iterator[bytes]:
    """SDMX-CSV 2.0, written while it is read."""
    opened.exceeds(0)  # whether the database answers at all, as long as that can be said
    return encoded(sdmx_csv.sdmx_csv(DESIGNS[opened.name], observations(opened)))


def encoded(texts: Iterable[str]) -> Iterator[bytes]:
    return (text.encode() for text in texts)


@dataclass(frozen=True, slots=True)
class StatisticalFormat:
    """`said` describes it."""

    content_type: str
    said: str
    described: Any
    write: Callable[[OpenSet], Iterator[bytes]]


FORMATS: Mapping[str, StatisticalFormat] = {
    "jsonstat.json": StatisticalFormat(
        jsonstat.MEDIA_TYPE, "JSON-stat 2.0", OpenApiTypes.OBJECT, as_jsonstat
    ),
    "sdmx.csv": StatisticalFormat(
        sdmx_csv.MEDIA_TYPE, "SDMX-CSV 2.0", OpenApiTypes.STR, as_sdmx_csv
    ),
}


@expensive()
class StatisticalSetView(ReadView[Any]):
    """A whole list as statistical programs read it, whatever `Accept` says."""

    set_name: ClassVar[str] = ""
    extension: ClassVar[str] = ""
    pagination_class = None

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        return super().perform_content_negotiation(request, force=True)

    def get(self, request: Request) -> HttpResponseBase:
        opened = open_set(self.set_name, request=request)
        form = FORMATS[self.extension]
        parts = form.write(opened)
        return streamed(
            parts if request.method == "GET" else (),
            name=file_name(opened, self.extension),
            content_type=form.content_type,
        )


def statistical_sets() -> Iterator[URLPattern]:
    """`datasets/actuals.jsonstat.json`, …"""
    for name in DESIGNS:
        for extension, form in FORMATS.items():
            yield path(
                f"datasets/{name}.{extension}",
                _described(name, extension, form).as_view(set_name=name, extension=extension),
                name=f"datasets-{name}-{extension}",
            )


def _described(name: str, extension: str, form: StatisticalFormat) -> type[StatisticalSetView]:
    """A view of its own for each: a description belongs to a class."""
    described = extend_schema(
        operation_id=f"datasets_{name}_{extension.replace('.', '_')}",
        summary=f"All of {name}/ as {form.said}",
        description=(
            f"The rows of `{name}/` with its filters, as a whole: see “Statistical formats” above."
        ),
        parameters=filters_of(SETS[name]),
        responses={(200, form.content_type): form.described},
    )
    return extend_schema_view(get=described)(
        type(f"{name.title()}{extension.title().replace('.', '')}View", (StatisticalSetView,), {})
    )
