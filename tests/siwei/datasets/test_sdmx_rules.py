"""Questions to SDMX's REST interface, and the structures that it answers with."""

from typing import Any

import pytest

from siwei.datasets.rules.designs import ACTUALS, DESIGNS, TARGETS, Lists
from siwei.datasets.rules.sdmx_queries import QueryError, question
from siwei.datasets.rules.structures import (
    GRAPH,
    Code,
    Kind,
    Names,
    Ref,
    References,
    Vocabulary,
    message,
    with_references,
)

ANY = Names("名", "name", "name")
WORDS = Vocabulary(
    flows={design.id: ANY for design in DESIGNS.values()},
    concepts={
        **{one.id: ANY for design in DESIGNS.values() for one in design.components()},
        "OBS_VALUE": ANY,
    },
    scheme=ANY,
    codes=lambda codes: [Code("A", ANY), Code("B", ANY, parent="A")],
)
FLOW = Ref(Kind.DATAFLOW, "ACTUALS")
STRUCTURE = Ref(Kind.DATA_STRUCTURE, "ACTUALS")
AREAS = Ref(Kind.CODELIST, Lists.AREA)


@pytest.mark.parametrize(
    ("key", "asked", "filters"),
    [
        ("*", {}, {}),
        ("140300", {}, {"region": "140300"}),
        ("140300.*._Z", {}, {"region": "140300"}),
        ("140300.total_water_use._Z.2025", {}, {
            "region": "140300", "indicator": "total_water_use", "year": "2025",
        }),
        ("..", {}, {}),
        ("*", {"c[REF_AREA]": "140300,140100"}, {"region": "140300,140100"}),
        ("*", {"c[TIME_PERIOD]": "2020,2025"}, {"year": "2020,2025"}),
        ("*", {"c[TIME_PERIOD]": "eq:2020"}, {"year": "2020"}),
        ("*", {"c[TIME_PERIOD]": "ge:2020+le:2025"}, {"year": "2020:2025"}),
        ("*", {"c[TIME_PERIOD]": "ge:2020 le:2025"}, {"year": "2020:2025"}),
        ("*", {"c[TIME_PERIOD]": "gt:2020+lt:2025"}, {"year": "2021:2024"}),
        ("*", {"c[TIME_PERIOD]": "ge:2020"}, {"year": "2020:9999"}),
        ("*", {"c[TIME_PERIOD]": "le:2020"}, {"year": "1000:2020"}),
        ("*", {"c[BASE_YEAR]": "_Z"}, {}),
    ],
)  # fmt: skip
def test_a_question_as_filters(key: str, asked: dict[str, str], filters: dict[str, str]) -> None:
    assert question(ACTUALS, key, asked).filters() == filters


def test_a_question_for_targets() -> None:
    asked = {"c[TARGET_YEAR]": "2030,standing,undated", "c[PLAN]": "yangquan-2025"}
    found = question(TARGETS, "*.*.*.value", asked)
    expected = {"form": "value", "plan": "yangquan-2025", "year": "2030,none"}
    assert found.filters() == expected


@pytest.mark.parametrize(
    ("wanted", "year", "admitted"),
    [
        ("standing", "standing", True),
        ("standing", "undated", False),
        ("2030,standing", "2030", True),
        ("ge:2026", "2030", True),
        ("ge:2026", "standing", False),
    ],
)
def test_what_no_filter_can_say_is_asked_of_the_rows(
    wanted: str, year: str, admitted: bool
) -> None:
    key = ("yangquan-2025", "140300", "total_water_use", "value", "_Z", year)
    assert question(TARGETS, "*", {"c[TARGET_YEAR]": wanted}).admits(TARGETS, key) is admitted


@pytest.mark.parametrize(("base", "admitted"), [("2020", True), ("2015", False), ("_Z", False)])
def test_a_base_year_is_asked_of_the_rows(base: str, admitted: bool) -> None:
    key = ("140300", "total_water_use", base, "2025")
    assert question(ACTUALS, "*.*.2020", {}).admits(ACTUALS, key) is admitted


@pytest.mark.parametrize(
    ("key", "asked", "name", "code"),
    [
        ("a.b.2020.2025.x", {}, "key", "invalid"),
        ("140300,140100", {}, "key", "invalid"),
        ("140300.x.20", {}, "key", "invalid"),
        ("140300.x._Z._Z", {}, "key", "invalid"),
        ("140300", {"c[REF_AREA]": "140100"}, "c[REF_AREA]", "repeated"),
        ("*", {"c[PLAN]": "a"}, "c[PLAN]", "unknown_parameter"),
        ("*", {"c[": "a"}, "c[", "unknown_parameter"),
        ("*", {"c[OBS_STATUS]": "A"}, "c[OBS_STATUS]", "unknown_parameter"),
        ("*", {"c[REF_AREA]": "ne:140100"}, "c[REF_AREA]", "unsupported_operator"),
        ("*", {"c[REF_AREA]": "ge:140100"}, "c[REF_AREA]", "unsupported_operator"),
        ("*", {"c[REF_AREA]": "140100,"}, "c[REF_AREA]", "invalid"),
        ("*", {"c[REF_AREA]": "a:b:c"}, "c[REF_AREA]", "invalid"),
        ("*", {"c[TIME_PERIOD]": "2020-Q1"}, "c[TIME_PERIOD]", "invalid"),
        ("*", {"c[TIME_PERIOD]": "ge:2025+le:2020"}, "c[TIME_PERIOD]", "invalid"),
        ("*", {"c[TIME_PERIOD]": "co:20"}, "c[TIME_PERIOD]", "unsupported_operator"),
        ("*", {"c[TIME_PERIOD]": "2020+2021"}, "c[TIME_PERIOD]", "unsupported_operator"),
    ],
)
def test_what_no_question_is(key: str, asked: dict[str, str], name: str, code: str) -> None:
    with pytest.raises(QueryError) as refused:
        question(ACTUALS, key, asked)
    assert (refused.value.name, refused.value.code) == (name, code)


@pytest.mark.parametrize(
    ("ref", "references", "more"),
    [
        (FLOW, References.NONE, set()),
        (FLOW, References.CHILDREN, {STRUCTURE}),
        (FLOW, References.DESCENDANTS, {STRUCTURE, *GRAPH[STRUCTURE]}),
        (STRUCTURE, References.PARENTS, {FLOW}),
        (STRUCTURE, References.CHILDREN, set(GRAPH[STRUCTURE])),
        (STRUCTURE, References.PARENTS_AND_SIBLINGS, {FLOW}),
        (STRUCTURE, References.ALL, {FLOW, *GRAPH[STRUCTURE]}),
        (STRUCTURE, Kind.CONCEPT_SCHEME, {Ref(Kind.CONCEPT_SCHEME, "CONCEPTS")}),
        (AREAS, References.PARENTS, {STRUCTURE, Ref(Kind.DATA_STRUCTURE, "TARGETS")}),
        (AREAS, Kind.DATAFLOW, {FLOW, Ref(Kind.DATAFLOW, "TARGETS")}),
        (AREAS, References.ANCESTORS, {
            FLOW, STRUCTURE, Ref(Kind.DATAFLOW, "TARGETS"), Ref(Kind.DATA_STRUCTURE, "TARGETS"),
        }),
    ],
)  # fmt: skip
def test_references(ref: Ref, references: References | Kind, more: set[Ref]) -> None:
    assert set(with_references([ref], references)) == {ref, *more}


def body(*refs: Ref, **options: Any) -> Any:
    return message(refs, WORDS, prepared="2026-03-02T01:15:00+00:00", language="zh", **options)


def test_a_message_refers_to_nothing_that_is_not_there() -> None:
    data = body(*GRAPH)["data"]
    urns = {one.urn for one in GRAPH}
    concepts = {one["id"] for one in data["conceptSchemes"][0]["concepts"]}
    assert {one["structure"] for one in data["dataflows"]} <= urns
    for structure in data["dataStructures"]:
        parts = structure["dataStructureComponents"]
        dimensions = parts["dimensionList"]["dimensions"]
        listed = [*dimensions, *parts["attributeList"]["attributes"]]
        listed += parts["measureList"]["measures"]
        listed += filter(None, [parts["dimensionList"].get("timeDimension")])
        assert [one["position"] for one in dimensions] == list(range(1, len(dimensions) + 1))
        for one in listed:
            scheme, _dot, concept = one["conceptIdentity"].rpartition(".")
            assert scheme.endswith("Concept=SIWEI:CONCEPTS(1.0.0)") and concept in concepts
            shape = one["localRepresentation"]
            assert shape.get("enumeration", AREAS.urn) in urns
            assert ("enumeration" in shape) != ("format" in shape)


def test_only_actuals_have_the_dimension_of_time() -> None:
    found = {
        one["id"]: "timeDimension" in one["dataStructureComponents"]["dimensionList"]
        for one in body(*GRAPH)["data"]["dataStructures"]
    }
    assert found == {"ACTUALS": True, "TARGETS": False}


def test_items_and_stubs() -> None:
    (part,) = body(AREAS, items=["B"])["data"]["codelists"]
    assert part["isPartial"] is True
    assert part["codes"] == [
        {"id": "B", "name": "name", "names": {"zh": "名", "en": "name"}, "parent": "A"}
    ]
    (stub,) = body(AREAS, stubs=True)["data"]["codelists"]
    assert stub["isExternalReference"] is True and "codes" not in stub


def test_the_schema_is_named_where_readers_look_for_it() -> None:
    meta = body(AREAS)["meta"]
    assert next(iter(meta)) == "schema"
    assert meta["schema"].endswith("2.0.0/sdmx-json-structure-schema.json")
    assert meta["id"] == "SIWEI-202603020115000000"
