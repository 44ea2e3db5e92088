"""A part of SDMX's REST interface 3.0: data, availability and structures, to read."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from typing import Any

from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.renderers import ExactJSONRenderer
from common.api.views import ReadView, not_found
from common.language import is_english
from common.limits.middleware import expensive
from siwei.datasets.api.answers import file_name, streamed
from siwei.datasets.api.sdmx_described import (
    ARTEFACT,
    ASKED,
    COMPONENT,
    DETAILS,
    FLOW,
    STRUCTURES,
    PlainCsvRenderer,
    SdmxCsvRenderer,
    StructureRenderer,
)
from siwei.datasets.api.sdmx_parameters import (
    AS_IT_IS,
    TIMES,
    asking,
    check_as_it_is,
    named_as_in_sdmx,
    names_of,
    refusing,
    single_parameters,
    unknown_word,
    word,
)
from siwei.datasets.api.statistics import encoded
from siwei.datasets.rules import availability, sdmx_csv, structures
from siwei.datasets.rules.designs import AGENCY, DESIGNS, VERSION, Component, Design
from siwei.datasets.rules.observations import Observation
from siwei.datasets.rules.sdmx_queries import ALL, QueryError, Question, question
from siwei.datasets.rules.structures import Kind, Ref, References
from siwei.datasets.selectors.sets import SETS, OpenSet, open_set
from siwei.datasets.selectors.statistics import name_of_flow, observations, vocabulary
from siwei.datasets.wording import statistics as wording

LATEST = ("~", "+")
VERSIONS = (ALL, *LATEST, VERSION)


class FlowView(ReadView[Any]):
    """What the questions for data and for their availability share."""

    pagination_class = None

    def find(self, request: Request, at: Mapping[str, str]) -> "Found":
        """The observations that the address asks for. Raises what refuses it."""
        name = _flow_at(at)
        design = DESIGNS[name]
        filters = SETS[name].filters.base_filters
        times = {theirs: ours for theirs, ours in TIMES.items() if ours in filters}
        asked = single_parameters(
            request, lambda one: one.startswith("c[") or one in AS_IT_IS or one in times
        )
        check_as_it_is(asked)
        components = {one: text for one, text in asked.items() if one.startswith("c[")}
        with refusing():
            wanted = question(design, at.get("key", ALL), components)
        # In an address that isn't escaped, the + of an offset is a space.
        at_times = {times[one]: asked[one].replace(" ", "+") for one in times if one in asked}
        with named_as_in_sdmx(names_of(wanted.wanted, asked)):
            opened = open_set(name, request=asking(request, {**wanted.filters(), **at_times}))
        return Found(opened, design, wanted)


class Found:
    """The observations that a question finds, at least one. Raises `NotFound` for none.

    Whether there is one is looked at apart from `rows`, which are read while they are sent: until
    then nothing holds a transaction.
    """

    def __init__(self, opened: OpenSet, design: Design, wanted: Question) -> None:
        self.opened, self.design, self._wanted = opened, design, wanted
        with closing(self.rows()) as rows:
            if next(rows, None) is None:
                raise NotFound(wording.no_observations())

    def rows(self) -> Generator[Observation, None, None]:
        with closing(observations(self.opened)) as rows:
            for one in rows:
                if self._wanted.admits(self.design, one.key):
                    yield one


@expensive()
class DataView(FlowView):
    """The observations of one dataflow, as SDMX-CSV 2.0, streamed; 404 where there are none.

    The key and `c[…]` narrow it: a code, several by commas, of years also `ge:2020+le:2025`.
    """

    renderer_classes = [SdmxCsvRenderer, PlainCsvRenderer]

    @extend_schema(
        summary="SDMX 3.0: data",
        operation_id="sdmx_data",
        parameters=[*FLOW, *ASKED],
        responses={(200, sdmx_csv.MEDIA_TYPE): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, **at: str) -> HttpResponseBase:
        found = self.find(request, at)
        text = encoded(sdmx_csv.sdmx_csv(found.design, found.rows()))
        return streamed(
            text if request.method == "GET" else (),
            name=file_name(found.opened, "sdmx.csv"),
            content_type=sdmx_csv.MEDIA_TYPE,
        )


class AvailabilityView(FlowView):
    """Which codes the observations have that the same question for data would find.

    It reads them all, and is answered about as fast as they are.
    """

    renderer_classes = [StructureRenderer, ExactJSONRenderer]

    @extend_schema(
        summary="SDMX 3.0: availability",
        operation_id="sdmx_availability",
        parameters=[*FLOW, COMPONENT, *ASKED],
        responses=STRUCTURES,
    )
    def get(self, request: Request, **at: str) -> Response:
        found = self.find(request, at)
        dimensions = _dimensions(found.design, at.get("component", ALL))
        codes, count = availability.available(found.design, dimensions, found.rows())
        body = availability.constraint(
            found.design, name_of_flow(found.design), codes, count, **_prepared()
        )
        return Response(body)


class StructureView(ReadView[Any]):
    """Dataflows, data structures, concepts and code lists, as SDMX-JSON 2.0 in both languages.

    Whatever isn't written in the address is any (`*`), the version the latest (`~`).
    """

    renderer_classes = [StructureRenderer, ExactJSONRenderer]
    pagination_class = None
    references: References | Kind = References.NONE

    @extend_schema(
        summary="SDMX 3.0: structures",
        operation_id="sdmx_structure",
        parameters=ARTEFACT,
        responses=STRUCTURES,
    )
    def get(self, request: Request, **at: str) -> Response:
        asked = single_parameters(request, lambda one: one in ("references", "detail"))
        references = self.references
        if text := asked.get("references", ""):
            references = Kind(text) if text in list(Kind) else word("references", text, References)
        detail = asked.get("detail", "full")
        if detail not in DETAILS:
            raise unknown_word("detail", detail, DETAILS)
        body = structures.message(
            structures.with_references(_artefacts(at), references),
            vocabulary(),
            items=_several(at.get("item", ALL)),
            stubs=detail.startswith("all"),
            **_prepared(),
        )
        return Response(body)


@extend_schema_view(
    get=extend_schema(summary="SDMX 3.0: what is valid in the data", operation_id="sdmx_schema")
)
class SchemaView(StructureView):
    """The data structure of a dataflow with all that it refers to: what is valid in its data."""

    references = References.DESCENDANTS


def _flow_at(at: Mapping[str, str]) -> str:
    """The data set whose dataflow is named. Raises `NotFound`, `ValidationError` for several."""
    if at.get("context", ALL) not in (Kind.DATAFLOW, Kind.DATA_STRUCTURE, ALL):
        raise not_found(at["context"])
    _ours(at)
    flow = at.get("flow", ALL)
    if flow == ALL or "," in flow:
        with refusing():
            raise QueryError("flow", "one_flow", flow)
    for name, design in DESIGNS.items():
        if design.id == flow:
            return name
    raise not_found(flow)


def _ours(at: Mapping[str, str]) -> None:
    if not {ALL, AGENCY}.intersection(at.get("agency", ALL).split(",")):
        raise not_found(at["agency"])
    if not set(VERSIONS).intersection(at.get("version", ALL).split(",")):
        raise not_found(at["version"])


def _artefacts(at: Mapping[str, str]) -> Sequence[Ref]:
    _ours(at)
    kinds, ids = _several(at.get("kind", ALL)), _several(at.get("id", ALL))
    found = [
        ref
        for ref in structures.GRAPH
        if (not kinds or ref.kind in kinds) and (not ids or ref.id in ids)
    ]
    if not found:
        raise not_found("/".join(at.get(one, ALL) for one in ("kind", "id")))
    return found


def _several(text: str) -> list[str]:
    """The words of a comma list; none where any will do."""
    words = text.split(",")
    return [] if ALL in words else words


def _dimensions(design: Design, text: str) -> list[Component]:
    found = [one for one in design.dimensions if text == ALL or one.id in text.split(",")]
    if not found:
        raise not_found(text)
    return found


def _prepared() -> dict[str, str]:
    return {
        "prepared": timezone.now().isoformat(timespec="seconds"),
        "language": "en" if is_english() else "zh",
    }
