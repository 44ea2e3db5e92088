"""How the statistical formats are answered: filters, the past, who sees what, refusals."""

import csv
import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from indicators.actuals.rules.enums import Action
from siwei.datasets.rules import cubes, sdmx_csv
from tests import factories
from tests.indicators.actuals.workflow import NOW, approved, do, enter, signed_in
from tests.people import editor, open_year, reviewer
from tests.siwei.datasets.statistics import everything, facts, text

SDMX = "sdmx/3.0"
ACTUALS = f"{SDMX}/data/dataflow/SIWEI/ACTUALS/1.0.0"
CSV = "application/vnd.sdmx.data+csv; version=2.0.0"
STRUCTURE = "application/vnd.sdmx.structure+json; version=2.0.0"


@pytest.fixture
def filled(db: None) -> None:
    everything()


def rows(address: str, client: Client | None = None) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text(address, client), newline="")))


def cube(address: str, client: Client | None = None) -> Any:
    return json.loads(text(address, client))


def filled_cells(found: Any) -> int:
    status = found["status"]
    return len(found["value"]) if isinstance(status, str) else len(status)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("actuals", "&region=140300"),
        ("actuals", "&year=2020:2022&indicator=total_water_use"),
        ("actuals", "&state=withdrawn"),
        ("targets", "&form=points,per_year"),
        ("targets", "&year=none"),
        ("targets", "&region=140321&nature=expected"),
    ],
)
def test_every_filter_of_the_list(filled: None, name: str, query: str) -> None:
    expected = len(facts(name, query))
    assert len(rows(f"datasets/{name}.sdmx.csv?{query[1:]}")) == expected > 0
    assert filled_cells(cube(f"datasets/{name}.jsonstat.json?{query[1:]}")) == expected


@pytest.mark.parametrize("extension", ["sdmx.csv", "jsonstat.json"])
@pytest.mark.parametrize(
    "query", ["regoin=140300", "region=999999", "year=20", "page=1", "as_of=x"]
)
def test_what_is_not_known_is_refused(filled: None, extension: str, query: str) -> None:
    response = Client().get(f"/api/v1/datasets/actuals.{extension}?{query}")
    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == query.partition("=")[0]


def test_only_sets_of_numbers_have_them(db: None) -> None:
    for address in ("assessments.sdmx.csv", "tasks.jsonstat.json", "actuals.sdmx.json"):
        assert Client().get(f"/api/v1/datasets/{address}").status_code == 404


def test_an_empty_set(db: None) -> None:
    assert rows("datasets/actuals.sdmx.csv") == []
    assert cube("datasets/actuals.jsonstat.json")["value"] == []


def test_a_cube_that_is_too_large(filled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("MOST_CELLS", "MOST_FILLED"):
        with monkeypatch.context() as patch:
            patch.setattr(cubes, limit, 3)
            response = Client().get("/api/v1/datasets/actuals.jsonstat.json")
        assert response.status_code == 400
        assert response.json()["errors"][0]["code"] == "too_many_cells"
    assert len(rows("datasets/actuals.sdmx.csv")) == len(facts("actuals"))


def test_labels_are_in_the_language_asked_for(filled: None) -> None:
    address = "datasets/actuals.jsonstat.json?region=140100"
    for more, header, name in (
        ("", "zh", "太原市"),
        ("&lang=en", "zh", "Taiyuan"),
        ("", "en", "Taiyuan"),
    ):
        found = json.loads(text(f"{address}{more}", language=header))
        assert found["dimension"]["region"]["category"]["label"] == {"140100": name}
    areas = Client().get(f"/api/v1/{SDMX}/structure/codelist/SIWEI/CL_AREA/1.0.0/140100?lang=en")
    (code,) = areas.json()["data"]["codelists"][0]["codes"]
    assert code["name"] == "Taiyuan" and code["names"] == {"zh": "太原市", "en": "Taiyuan"}
    assert code["parent"] == "140000"


def test_answers_say_what_they_are(filled: None) -> None:
    for address, media_type in (
        ("datasets/actuals.sdmx.csv", CSV),
        ("datasets/actuals.jsonstat.json", "application/json"),
        (f"{ACTUALS}/140300", CSV),
    ):
        for method in (Client().get, Client().head):
            response: Any = method(f"/api/v1/{address}")
            assert response.status_code == 200
            assert response["Content-Type"] == media_type
            assert (b"".join(response.streaming_content) == b"") is (method.__name__ == "head")
    response = Client().get(f"/api/v1/{SDMX}/structure/dataflow", headers={"Accept": STRUCTURE})
    assert response["Content-Type"] == STRUCTURE
    assert response.content.startswith(b"{\n")


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        (CSV, 200),
        ("application/vnd.sdmx.data+csv;version=2.0.0", 200),
        ("text/csv", 200),
        ("*/*", 200),
        ("application/vnd.sdmx.data+json;version=2.0.0", 406),
        ("application/vnd.sdmx.data+csv;version=1.0.0", 406),
    ],
)
def test_the_rest_interface_answers_in_one_format(filled: None, accept: str, status: int) -> None:
    response = Client().get(f"/api/v1/{ACTUALS}/140300", headers={"Accept": accept})
    assert response.status_code == status
    response.close()


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("", 9),
        ("/", 9),
        ("/*", 9),
        ("/140300/", 8),
        ("/*.*._Z?c[TIME_PERIOD]=ge:2020+le:2021", 4),
        ("/*?c%5BTIME_PERIOD%5D=ge%3A2020%2Ble%3A2021", 4),
        ("?c[REF_AREA]=140100,140300&c[INDICATOR]=total_water_use", 4),
        ("?attributes=dsd&measures=all&includeHistory=false", 9),
        ("?updatedAfter=2026-03-02T09:15:00+08:00", 9),
    ],
)
def test_questions_for_data(filled: None, address: str, found: int) -> None:
    assert len(rows(f"{ACTUALS}{address}")) == found


@pytest.mark.parametrize(
    ("address", "status", "field"),
    [
        (f"{ACTUALS}/140300.total_water_use._Z.1999", 404, None),
        (f"{ACTUALS}?updatedAfter=2026-03-02T09:15:01+08:00", 404, None),
        (f"{ACTUALS}/999999", 400, "key"),
        (f"{ACTUALS}/140300.nothing", 400, "key"),
        (f"{ACTUALS}/140300.a.b.c.d.e", 400, "key"),
        (f"{ACTUALS}?c[REF_AREA]=999999", 400, "c[REF_AREA]"),
        (f"{ACTUALS}?c[REF_AREA]=", 400, "c[REF_AREA]"),
        (f"{ACTUALS}?c[REF_AREA]=140300&c[REF_AREA]=140100", 400, "c[REF_AREA]"),
        (f"{ACTUALS}?c[PLAN]=yangquan-2025", 400, "c[PLAN]"),
        (f"{ACTUALS}?region=140300", 400, "region"),
        (f"{ACTUALS}?attributes=none", 400, "attributes"),
        (f"{ACTUALS}?lastNObservations=1", 400, "lastNObservations"),
        (f"{ACTUALS}?updatedAfter=yesterday", 400, "updatedAfter"),
        (f"{ACTUALS}?asOf=2999-01-01", 400, "asOf"),
        (f"{SDMX}/data/dataflow/SIWEI/TARGETS?updatedAfter=2026-01-01", 400, "updatedAfter"),
        (f"{SDMX}/data", 400, "flow"),
        (f"{SDMX}/data/dataflow/SIWEI/ACTUALS,TARGETS", 400, "flow"),
        (f"{SDMX}/data/dataflow/SIWEI/TASKS", 404, None),
        (f"{SDMX}/data/dataflow/ESTAT/ACTUALS", 404, None),
        (f"{SDMX}/data/dataflow/SIWEI/ACTUALS/2.0.0", 404, None),
        (f"{SDMX}/data/provisionagreement/SIWEI/ACTUALS", 404, None),
        (f"{SDMX}/availability/dataflow/SIWEI/ACTUALS/1.0.0/*/PLAN", 404, None),
        (f"{SDMX}/structure/hierarchy", 404, None),
        (f"{SDMX}/structure/codelist/SIWEI/CL_NOTHING", 404, None),
        (f"{SDMX}/structure/codelist?references=everything", 400, "references"),
        (f"{SDMX}/structure/codelist?detail=some", 400, "detail"),
        (f"{SDMX}/structure/codelist?c[REF_AREA]=140300", 400, "c[REF_AREA]"),
        (f"{SDMX}/nothing", 404, None),
    ],
)
def test_refusals_are_problems(filled: None, address: str, status: int, field: str | None) -> None:
    response = Client().get(f"/api/v1/{address}")
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"] == "application/problem+json"
    assert [one["field"] for one in response.json()["errors"]] == ([field] if field else [])


@pytest.mark.django_db(transaction=True)
def test_no_transaction_outlives_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    everything()
    monkeypatch.setattr(sdmx_csv, "BLOCK", 1)
    Client().head(f"/api/v1/{ACTUALS}")
    assert not connection.in_atomic_block
    response: Any = Client().get(f"/api/v1/{ACTUALS}")
    assert not connection.in_atomic_block  # nothing is read before it is sent
    parts = iter(response)
    next(parts)
    assert connection.in_atomic_block
    response.close()  # as the server does when the reader has gone
    assert not connection.in_atomic_block
    monkeypatch.setattr(cubes, "MOST_FILLED", 1)
    assert Client().get("/api/v1/datasets/actuals.jsonstat.json").status_code == 400
    assert not connection.in_atomic_block


@pytest.mark.django_db
class TestWhoSeesWhat:
    def test_what_is_being_worked_on(self) -> None:
        factories.mini_plan()
        open_year(2025)
        alice = editor("alice")
        enter(alice)
        for client, found in ((Client(), []), (signed_in(alice), ["draft"])):
            states = [one["REVIEW_STATE"] for one in rows("datasets/actuals.sdmx.csv", client)]
            assert states == found
            assert filled_cells(cube("datasets/actuals.jsonstat.json", client)) == len(found)
        shown = cube("datasets/actuals.jsonstat.json", signed_in(alice))
        assert shown["extension"]["state"]["value"] == {"0": "draft"}
        asked = f"/api/v1/{ACTUALS}/140300"
        assert Client().get(asked).status_code == 404
        assert len(rows(f"{ACTUALS}/140300", signed_in(alice))) == 1
        areas = f"/api/v1/{SDMX}/availability/dataflow/SIWEI/ACTUALS/1.0.0/*"
        assert Client().get(areas).status_code == 404
        assert signed_in(alice).get(areas).status_code == 200

    def test_the_past(self) -> None:
        factories.mini_plan()
        open_year(2025)
        alice, rui = editor("alice"), reviewer("rui")
        value = approved(alice, rui)
        do(Action.RETRACT, rui, value, "口径有误", now=NOW + timedelta(days=2))
        day = f"{NOW + timedelta(days=1):%Y-%m-%d}"
        for address, query in (("datasets/actuals.sdmx.csv", "as_of"), (ACTUALS, "asOf")):
            (now,) = rows(address)
            (then,) = rows(f"{address}?{query}={day}")
            assert (now["OBS_VALUE"], now["OBS_STATUS"], now["REVIEW_STATE"]) == (
                *("NaN", "O", "withdrawn"),
            )
            assert (then["OBS_VALUE"], then["OBS_STATUS"], then["REVIEW_STATE"]) == (
                *("2.21", "A", "approved"),
            )
        found = cube(f"datasets/actuals.jsonstat.json?as_of={day}")
        assert found["value"] == [2.21] and found["extension"]["as_of"].startswith(day)


# One of them reads the stamp of what is stored.
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("datasets/actuals.sdmx.csv", 5),
        ("datasets/targets.sdmx.csv", 10),
        ("datasets/actuals.jsonstat.json", 7),
        ("datasets/targets.jsonstat.json", 13),
        (f"{ACTUALS}/140300", 9),  # whether there is any, and then all
        (f"{SDMX}/structure/dataflow/SIWEI/TARGETS/1.0.0?references=all", 6),
    ],
)
def test_queries(
    filled: None,
    address: str,
    queries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(queries):
        response = Client().get(f"/api/v1/{address}")
        if response.streaming:
            b"".join(response.streaming_content)  # type: ignore[attr-defined]
