"""A data set is its list: row by row, byte by byte, for whoever asks."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import simplejson
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common.api.columns import cells_of
from common.api.renderers import ExactJSONRenderer
from indicators.actuals.rules.enums import Action
from siwei.datasets.selectors.sets import SETS
from tests import factories
from tests.indicators.actuals.workflow import NOW, do, enter, signed_in
from tests.people import administrator, editor, open_year, person, reviewer, viewer
from tests.siwei.datasets.sets import NAMES, body, listed, many_kinds

DAY = timedelta(days=1)
WHO: dict[str, Callable[[], User]] = {
    "a clerk": lambda: editor("alice"),
    "a reader of a city": lambda: viewer("vera"),
    "a reviewer": lambda: reviewer("rui"),
    "an administrator": lambda: administrator("root"),
    "a stranger": lambda: person("charlie"),
}


def client_of(who: str) -> Client:
    return Client() if who == "nobody" else signed_in(WHO[who]())


def lines(client: Client, address: str) -> list[str]:
    return body(client, address).decode().removesuffix("\n").split("\n")


@pytest.mark.parametrize("who", ["nobody", *WHO])
def test_actuals_are_those_of_the_list(db: None, who: str) -> None:
    many_kinds()
    client = client_of(who)
    expected = [ExactJSONRenderer().render(row).decode() for row in listed(client, "actuals")]
    assert lines(client, "actuals.jsonl") == expected
    states = {simplejson.loads(line)["state"] for line in expected}
    assert "withdrawn" in states
    assert (len(expected), "draft" in states) == (
        (16, False) if who in ("nobody", "a stranger") else (17, True)
    )


def test_what_the_public_sees_can_be_asked_for(db: None) -> None:
    many_kinds()
    alice = client_of("a clerk")
    public = body(Client(), "actuals.jsonl")
    assert body(alice, "actuals.jsonl?published=true") == public
    assert body(alice, "actuals.jsonl") != public
    assert "工作中的来源".encode() not in public


def check_all(name: str, query: str = "") -> None:
    client = Client()
    expected = [ExactJSONRenderer().render(row).decode() for row in listed(client, name, query)]
    assert len(expected) > 20
    assert lines(client, f"{name}.jsonl?{query}") == expected
    text = body(client, f"{name}.json?{query}").decode()
    assert text == "[\n" + ",\n".join(expected) + "\n]\n"


@pytest.mark.parametrize("name", ["actuals", "targets", "tasks"])
def test_of_the_demonstration(demo: None, name: str) -> None:
    check_all(name)


@pytest.mark.parametrize("name", ["targets", "assessments"])
def test_of_plans_that_are_amended(sixth: None, name: str) -> None:
    check_all(name)


class TestWhatIsAskedFor:
    @pytest.mark.parametrize(
        ("address", "number"),
        [
            ("actuals.jsonl?region=140100", 1),
            ("actuals.jsonl?indicator=gdp_water_intensity_reduction&year=2025", 2),
            ("actuals.jsonl?year=2000:2003", 4),
            ("actuals.jsonl?state=withdrawn", 1),
            ("actuals.jsonl?updated_since=2026-03-03", 2),
            ("targets.jsonl?year=none", 1),
            ("assessments.jsonl?indicator=total_water_use&year=2025:2026", 2),
            ("assessments.jsonl?status=no_data&year=2025", 2),
            ("tasks.jsonl?status=upcoming", 1),
            ("tasks.jsonl?search=滴灌", 1),
        ],
    )
    def test_it_is_filtered_as_its_list(self, db: None, address: str, number: int) -> None:
        many_kinds()
        name, _dot, rest = address.partition(".jsonl?")
        client = Client()
        expected = [ExactJSONRenderer().render(row).decode() for row in listed(client, name, rest)]
        assert len(expected) == number
        assert lines(client, address) == expected

    @pytest.mark.parametrize("name", NAMES)
    def test_nothing_found_is_no_row(self, client: Client, db: None, name: str) -> None:
        factories.mini_plan()
        assert body(client, f"{name}.json?region=140321") == b"[]\n"
        assert body(client, f"{name}.jsonl?region=140321") == b""
        assert body(client, f"{name}.csv?region=140321").count(b"\r\n") == 1

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("regoin=140300", "regoin"),
            ("region=999999", "region"),
            ("region=", "region"),
            ("page=2", "page"),
            ("page_size=10", "page_size"),
            ("after=x", "after"),
            ("count=false", "count"),
            ("format=xml", "format"),
            ("format=csv", "format"),
            ("lang=xx", "lang"),
        ],
    )
    def test_what_is_not_known_is_refused(
        self, client: Client, db: None, query: str, field: str
    ) -> None:
        for name in NAMES:
            response = client.get(f"/api/v1/datasets/{name}.json?{query}")
            assert response.status_code == 400
            assert [one["field"] for one in response.json()["errors"]] == [field]

    @pytest.mark.parametrize("address", ["plans.json", "actuals.xml", "actuals.json/", "actuals."])
    def test_there_is_no_other(self, client: Client, db: None, address: str) -> None:
        response = client.get(f"/api/v1/datasets/{address}")
        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"


class TestThePast:
    @pytest.fixture
    def corrected(self, db: None) -> None:
        """Published, withdrawn three days later, and published anew after three more."""
        factories.mini_plan()
        open_year(2025)
        alice, rui = editor("alice"), reviewer("rui")
        first = do(Action.SUBMIT, alice, enter(alice, "2.210"), now=NOW)
        gone = do(
            Action.RETRACT, rui, do(Action.APPROVE, rui, first, now=NOW), "有误", NOW + 3 * DAY
        )
        again = enter(alice, "2.2", seen=gone.version, now=NOW + 6 * DAY)
        again = do(Action.SUBMIT, alice, again, now=NOW + 6 * DAY)
        do(Action.APPROVE, rui, again, now=NOW + 6 * DAY)

    @pytest.mark.parametrize(
        ("days", "value"), [(-1, None), (1, "2.210"), (4, "null"), (7, "2.2"), (None, "2.2")]
    )
    def test_it_is_as_it_was(self, corrected: None, days: int | None, value: str | None) -> None:
        query = "" if days is None else f"as_of={NOW + days * DAY:%Y-%m-%d}"
        client = Client()
        expected = [
            ExactJSONRenderer().render(row).decode() for row in listed(client, "actuals", query)
        ]
        assert (f'"value":{value},"unit"' in expected[0]) if value else not expected
        assert body(client, f"actuals.jsonl?{query}").decode().splitlines() == expected
        judged = [
            ExactJSONRenderer().render(row).decode() for row in listed(client, "assessments", query)
        ]
        assert lines(client, f"assessments.jsonl?{query}") == judged

    @pytest.mark.parametrize("name", ["actuals", "targets", "assessments"])
    def test_a_day_to_come_is_refused(self, client: Client, db: None, name: str) -> None:
        response = client.get(f"/api/v1/datasets/{name}.csv?as_of=2999-01-01")
        assert response.status_code == 400


def test_columns_are_the_fields_of_the_list(db: None) -> None:
    many_kinds()
    for name, found in SETS.items():
        (row, *_more) = listed(Client(), name)
        assert list(dict.fromkeys(column.path[0] for column in found.columns)) == list(row)
        assert set(found.key) <= {column.name for column in found.columns}
        rows = [cells_of(one, found.columns) for one in listed(Client(), name)]
        keys = [column.name in found.key for column in found.columns]
        named = {
            tuple(cell for cell, is_key in zip(one, keys, strict=True) if is_key) for one in rows
        }
        assert len(named) == len(rows)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("name", "cost"), [("actuals", 3), ("targets", 6), ("assessments", 16), ("tasks", 11)]
)
def test_it_costs_the_same_however_long_it_is(db: None, name: str, cost: int, number: int) -> None:
    """The stamp, a look whether there is any, then the rows; of assessments, for each hundred
    promises."""
    for nth in range(number):
        factories.confirmed_report(factories.mini_plan(f"yangquan-{2025 + nth}"))
        factories.actual(year=2020 + nth)
    with CaptureQueriesContext(connection) as queries:
        body(Client(), f"{name}.csv")
    assert len(queries) == cost
