"""Which codes occur in the observations that a question finds: SDMX's availability."""

from collections.abc import Iterable, Sequence
from typing import Any

from siwei.datasets.rules.designs import AGENCY, VERSION, Component, Design
from siwei.datasets.rules.observations import Observation
from siwei.datasets.rules.structures import Kind, Names, Ref, envelope


def available(
    design: Design, dimensions: Sequence[Component], observations: Iterable[Observation]
) -> tuple[dict[str, list[str]], int]:
    """Of each of `dimensions` the codes that occur, and how many observations there are."""
    places = {one.id: design.dimensions.index(one) for one in dimensions}
    found: dict[str, set[str]] = {id: set() for id in places}
    count = 0
    for count, one in enumerate(observations, start=1):  # noqa: B007  the last one is the count
        for id, at in places.items():
            found[id].add(one.key[at])
    return {id: sorted(codes) for id, codes in found.items()}, count


def constraint(
    design: Design,
    names: Names,
    codes: dict[str, list[str]],
    count: int,
    *,
    prepared: str,
    language: str,
) -> dict[str, Any]:
    """The message that says it: a data constraint with one region of the cube."""
    body = {
        "id": f"{design.id}_AVAILABLE",
        **names.written(),
        "agencyID": AGENCY,
        "version": VERSION,
        "isExternalReference": False,
        "annotations": [{"id": "obs_count", "type": "sdmx_metrics", "title": str(count)}],
        "role": "Actual",
        "constraintAttachment": {"dataflows": [Ref(Kind.DATAFLOW, design.id).urn]},
        "cubeRegions": [
            {
                "include": True,
                "keyValues": [
                    {"id": id, "values": [{"value": code} for code in found]}
                    for id, found in codes.items()
                ],
            }
        ],
    }
    return envelope({"dataConstraints": [body]}, prepared=prepared, language=language, links=[])
