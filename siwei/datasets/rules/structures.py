"""The structures of SDMX that describe the data sets, as SDMX-JSON 2.0 writes them.

A dataflow of each data set, its data structure, one scheme with all concepts, and the code lists.
They refer to each other; a question may ask for what one refers to, or what refers to it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from siwei.datasets.rules.designs import (
    AGENCY,
    DESIGNS,
    MEASURE,
    TIME,
    VERSION,
    Component,
    DataType,
    Design,
    Lists,
)

MEDIA_TYPE = "application/vnd.sdmx.structure+json; version=2.0.0"
SCHEMA = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/develop/structure-message/tools/schemas/"
    "2.0.0/sdmx-json-structure-schema.json"
)
CONCEPTS = "CONCEPTS"


class Kind(StrEnum):
    """The kinds of artefacts, as the addresses of SDMX name them."""

    DATAFLOW = "dataflow"
    DATA_STRUCTURE = "datastructure"
    CONCEPT_SCHEME = "conceptscheme"
    CODELIST = "codelist"


class References(StrEnum):
    """What else an answer may hold, beside the kinds themselves."""

    NONE = "none"
    CHILDREN = "children"
    DESCENDANTS = "descendants"
    PARENTS = "parents"
    PARENTS_AND_SIBLINGS = "parentsandsiblings"
    ANCESTORS = "ancestors"
    ALL = "all"


# Under which name a message has the artefacts of a kind, and how URNs name it.
_PLACES = {
    Kind.DATAFLOW: "dataflows",
    Kind.DATA_STRUCTURE: "dataStructures",
    Kind.CONCEPT_SCHEME: "conceptSchemes",
    Kind.CODELIST: "codelists",
}
_CLASSES = {
    Kind.DATAFLOW: "datastructure.Dataflow",
    Kind.DATA_STRUCTURE: "datastructure.DataStructure",
    Kind.CONCEPT_SCHEME: "conceptscheme.ConceptScheme",
    Kind.CODELIST: "codelist.Codelist",
}


@dataclass(frozen=True, slots=True)
class Names:
    """What something is called; `own` is the one in the language that was asked for."""

    zh: str
    en: str
    own: str

    def written(self) -> dict[str, Any]:
        return {"name": self.own, "names": {"zh": self.zh, "en": self.en}}


@dataclass(frozen=True, slots=True)
class Code:
    id: str
    names: Names
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Ref:
    """Which artefact is meant; all are of one agency and one version."""

    kind: Kind
    id: str

    @property
    def urn(self) -> str:
        return f"urn:sdmx:org.sdmx.infomodel.{_CLASSES[self.kind]}={AGENCY}:{self.id}({VERSION})"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the structures are called, and the codes of a list, which are read when asked for."""

    flows: Mapping[str, Names]
    concepts: Mapping[str, Names]
    scheme: Names
    codes: Callable[[Lists], Sequence[Code]]


Graph: TypeAlias = Mapping[Ref, Sequence[Ref]]
_CONCEPT_REF = Ref(Kind.CONCEPT_SCHEME, CONCEPTS)


def _graph() -> dict[Ref, tuple[Ref, ...]]:
    """Every artefact with those that it refers to."""
    found: dict[Ref, tuple[Ref, ...]] = {_CONCEPT_REF: ()}
    for design in DESIGNS.values():
        structure = Ref(Kind.DATA_STRUCTURE, design.id)
        lists = [Ref(Kind.CODELIST, one.codes) for one in design.components() if one.codes]
        found |= dict.fromkeys(lists, ())
        found[structure] = (_CONCEPT_REF, *lists)
        found[Ref(Kind.DATAFLOW, design.id)] = (structure,)
    return found


GRAPH: Graph = _graph()


def with_references(found: Iterable[Ref], references: References | Kind) -> list[Ref]:
    """The artefacts `found`, and what is asked for with them, in one order."""
    asked = set(found)
    return [ref for ref in GRAPH if ref in asked | _related(asked, references)]


def _related(  # noqa: PLR0911  one for each member
    asked: set[Ref], references: References | Kind
) -> set[Ref]:
    match references:
        case References.NONE:
            return set()
        case References.CHILDREN:
            return _children(asked)
        case References.DESCENDANTS:
            return _closure(asked, _children)
        case References.PARENTS:
            return _parents(asked)
        case References.PARENTS_AND_SIBLINGS:
            return _parents(asked) | _children(_parents(asked))
        case References.ANCESTORS:
            return _closure(asked, _parents)
        case References.ALL:
            beside = _related(asked, References.PARENTS_AND_SIBLINGS)
            return beside | _closure(asked, _children)
        case kind:
            around = _closure(asked, _children) | _closure(asked, _parents)
            return {ref for ref in around if ref.kind is kind}


def _children(refs: set[Ref]) -> set[Ref]:
    return {child for ref in refs for child in GRAPH[ref]}


def _parents(refs: set[Ref]) -> set[Ref]:
    return {ref for ref, children in GRAPH.items() if refs.intersection(children)}


def _closure(refs: set[Ref], step: Callable[[set[Ref]], set[Ref]]) -> set[Ref]:
    found = step(refs)
    while more := step(found) - found:
        found |= more
    return found


def message(
    refs: Iterable[Ref],
    words: Vocabulary,
    *,
    prepared: str,
    language: str,
    items: Sequence[str] = (),
    stubs: bool = False,
) -> dict[str, Any]:
    """A structure message with the artefacts `refs`.

    `items`: only these codes or concepts of the lists; all where it is empty. `stubs`: what the
    artefacts are called, without what is in them. `prepared`: when, ISO 8601.
    """
    data: dict[str, list[dict[str, Any]]] = {}
    links = []
    for ref in refs:
        body = {} if stubs else _body(ref, words, items)
        data.setdefault(_PLACES[ref.kind], []).append({**_head(ref, words, stubs), **body})
        links.append({"rel": "self", "urn": ref.urn})
    return envelope(data, prepared=prepared, language=language, links=links)


def envelope(
    data: Mapping[str, Any], *, prepared: str, language: str, links: Sequence[Mapping[str, str]]
) -> dict[str, Any]:
    """What stands around the data of a message. The schema comes first: readers look for it in the
    first few hundred characters."""
    return {
        "meta": {
            "schema": SCHEMA,
            "id": f"{AGENCY}-{''.join(sign for sign in prepared if sign.isdigit())}",
            "test": False,
            "prepared": prepared,
            "contentLanguages": [language, "en" if language == "zh" else "zh"],
            "sender": {"id": AGENCY},
            "links": list(links),
        },
        "data": data,
    }


def _head(ref: Ref, words: Vocabulary, stub: bool) -> dict[str, Any]:
    return {
        "id": ref.id,
        **_names_of(ref, words).written(),
        "agencyID": AGENCY,
        "version": VERSION,
        "isExternalReference": stub,
        "links": [{"rel": "self", "urn": ref.urn}],
    }


def _names_of(ref: Ref, words: Vocabulary) -> Names:
    if ref.kind is Kind.CONCEPT_SCHEME:
        return words.scheme
    if ref.kind is Kind.CODELIST:
        return words.concepts[_component_of(Lists(ref.id)).id]
    return words.flows[ref.id]


def _component_of(codes: Lists) -> Component:
    return next(
        one for design in DESIGNS.values() for one in design.components() if one.codes is codes
    )


def _body(ref: Ref, words: Vocabulary, items: Sequence[str]) -> dict[str, Any]:
    if ref.kind is Kind.DATAFLOW:
        return {"structure": Ref(Kind.DATA_STRUCTURE, ref.id).urn}
    if ref.kind is Kind.DATA_STRUCTURE:
        design = next(one for one in DESIGNS.values() if one.id == ref.id)
        return {"dataStructureComponents": _components(design)}
    if ref.kind is Kind.CONCEPT_SCHEME:
        concepts = [{"id": id, **names.written()} for id, names in words.concepts.items()]
        return _listed("concepts", concepts, items)
    return _listed("codes", [_code(one) for one in words.codes(Lists(ref.id))], items)


def _listed(place: str, found: list[dict[str, Any]], items: Sequence[str]) -> dict[str, Any]:
    wanted = [one for one in found if not items or one["id"] in items]
    return {"isPartial": len(wanted) < len(found), place: wanted}


def _code(code: Code) -> dict[str, Any]:
    above = {} if code.parent is None else {"parent": code.parent}
    return {"id": code.id, **code.names.written(), **above}


def _components(design: Design) -> dict[str, Any]:
    dimensions = [
        _component(one) | {"position": at} for at, one in enumerate(design.dimensions, start=1)
    ]
    listed: dict[str, Any] = {"id": "DimensionDescriptor", "dimensions": dimensions}
    if design.has_time:
        listed["timeDimension"] = dimensions.pop()
        del listed["timeDimension"]["position"]
    return {
        "dimensionList": listed,
        "measureList": {
            "id": "MeasureDescriptor",
            "measures": [
                _component(Component(MEASURE, "value", kind=DataType.DOUBLE))
                | {"usage": "mandatory"}
            ],
        },
        "attributeList": {
            "id": "AttributeDescriptor",
            "attributes": [
                _component(one)
                | {
                    "usage": "mandatory",
                    "attributeRelationship": {"observation": {}},
                    "measureRelationship": [MEASURE],
                }
                for one in design.attributes
            ],
        },
    }


def _component(one: Component) -> dict[str, Any]:
    concept = f"urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept={AGENCY}:{CONCEPTS}({VERSION})"
    return {
        "id": one.id,
        "conceptIdentity": f"{concept}.{one.id}",
        "localRepresentation": _representation(one),
    }


def _representation(one: Component) -> dict[str, Any]:
    if one.codes is not None:
        enumeration = Ref(Kind.CODELIST, one.codes).urn
        return {"enumeration": enumeration, "enumerationFormat": {"dataType": "String"}}
    if one.id == TIME:
        return {"format": {"dataType": "ObservationalTimePeriod"}}
    return {"format": {"dataType": one.kind, **({"pattern": one.pattern} if one.pattern else {})}}
