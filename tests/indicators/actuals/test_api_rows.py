"""The list of actuals is written from columns: byte for byte what its serializer writes."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common.api.renderers import ExactJSONRenderer
from common.api.selection import asked_fields, keep
from departments.models import ApiKey
from departments.people import acting_by_key
from indicators.actuals.api.actuals import ActualSerializer
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import ActualState, ObsStatus
from indicators.actuals.selectors.actuals import seen_since, visible_to
from indicators.actuals.selectors.permitted import permitted
from indicators.actuals.selectors.record import findings
from tests import factories
from tests.people import administrator, editor, open_year, person, reviewer, viewer
from tests.siwei.datasets.sets import many_kinds

ADDRESS = "/api/v1/actuals/"
WHO: Mapping[str, Callable[[], User]] = {
    "a clerk": lambda: editor("alice"),
    "a reader of another city": lambda: viewer("bob", "140100"),
    "a reader of a city": lambda: viewer("vera"),
    "a reviewer": lambda: reviewer("rui"),
    "an administrator": lambda: administrator("root"),
    "a stranger": lambda: person("charlie"),
}


@pytest.fixture
def every_state(db: None) -> None:
    """Values in each state and status, published before and not, some that ask for a reason."""
    many_kinds()
    for year in (2009, 2010, 2011, 2012, 2013):
        open_year(year, is_open=year % 2 == 0)
    alice = editor("writer")
    for number, state in enumerate(ActualState):
        row = factories.actual(year=2009 + number, value="99999999", state="submitted")
        row.explanation, row.submitted_by, row.changed_by = "解释\n“一”", alice, alice
        row.submitted_at = factories.NOW
        row.save()
        if state is not ActualState.WITHDRAWN:  # of which there is one
            Actual.objects.filter(pk=row.pk).update(state=state)
    factories.actual("irrigation_efficiency", year=2009, value="0", published="0")
    unvalued = {"value": None, "value_places": None}
    for number, status in enumerate((ObsStatus.MISSING, ObsStatus.NOT_AVAILABLE)):
        row = factories.actual("irrigation_efficiency", year=2010 + number, state="draft")
        Actual.objects.filter(pk=row.pk).update(obs_status=status, note="没有", **unvalued)


def written(user: Any, query: str = "") -> bytes:
    """What the serializer writes of the whole list."""
    asked = QueryDict(query)
    caller = AnonymousUser() if "published" in asked else user
    rows = list(visible_to(caller))
    context = {"may": permitted(user=caller, rows=rows), "findings": findings(rows)}
    made: Any = ActualSerializer(rows, many=True, context=context)
    if paths := asked_fields(asked, ActualSerializer):
        keep(made.child, paths)
    return ExactJSONRenderer().render(made.data)


def results(content: bytes) -> bytes:
    head, found, rows = content.partition(b'"results":')
    assert found and head.startswith(b'{"count":')
    return rows.removesuffix(b"}")


QUERIES = [
    "",
    "fields=key,value",
    "fields=withdrawn.reason,key",
    "fields=withdrawn,warnings,state",
    "fields=may",
    "fields=remarks,explanation",
    "published=true",
    "lang=zh",
]


@pytest.mark.parametrize("who", ["nobody", *WHO])
def test_each_row_is_what_the_serializer_writes(
    every_state: None, client: Client, who: str
) -> None:
    user: Any = AnonymousUser()
    if who != "nobody":
        user = WHO[who]()
        client.force_login(user)
    states = set()
    for query in QUERIES:
        response = client.get(f"{ADDRESS}?page_size=1000&{query}")
        assert results(response.content) == written(
            User.objects.filter(pk=user.pk).first() or user, query
        )
        states |= {row.get("state") for row in response.json()["results"]}
    sees_all = who in ("a clerk", "a reader of a city", "a reviewer", "an administrator")
    assert (set(ActualState) <= states) is sees_all
    assert {ActualState.APPROVED, ActualState.WITHDRAWN} <= states


def test_a_key_shows_what_it_lets_its_owner_see(every_state: None) -> None:
    key, secret = ApiKey.objects.create_key(
        name="one", user=reviewer("rui"), scope="write", region_id="140300"
    )
    client = Client(headers={"Authorization": f"Api-Key {secret}"})
    response = client.get(f"{ADDRESS}?page_size=1000")
    shown = acting_by_key(ApiKey.objects.select_related("user").get(pk=key.pk))
    assert results(response.content) == written(shown)


def test_what_a_clerk_may_and_what_the_checks_find_is_among_it(
    every_state: None, client: Client
) -> None:
    client.force_login(editor("alice"))
    rows = client.get(f"{ADDRESS}?page_size=1000").json()["results"]
    assert any(row["may"] for row in rows) and any(row["warnings"] for row in rows)
    assert any(row["explanation"] for row in rows)


def test_indented_it_is_the_same(every_state: None, client: Client) -> None:
    plain = client.get(f"{ADDRESS}?page_size=1000")
    indented = client.get(
        f"{ADDRESS}?page_size=1000", headers={"Accept": "application/json; indent=2"}
    )
    assert indented.json() == plain.json()
    assert b'\n    {\n      "key": "140100.' in indented.content.replace(b'":', b'": ')


def test_what_was_published_then_is_written_the_same(every_state: None, client: Client) -> None:
    day = timezone.localdate() - timedelta(days=1)
    plain = client.get(f"{ADDRESS}?page_size=1000&published=true").content
    assert results(client.get(f"{ADDRESS}?page_size=1000&as_of={day}").content) == results(plain)


def test_only_working_values_are_read_whole(every_state: None, client: Client) -> None:
    def queries(query: str) -> list[str]:
        with CaptureQueriesContext(connection) as found:
            client.get(f"{ADDRESS}?page_size=1000{query}")
        return [one["sql"] for one in found if 'FROM "actuals_actual"' in one["sql"]]

    (only,) = queries("")
    assert "departments_region" not in only and "OFFSET" not in only
    client.force_login(viewer("vera"))
    assert len(queries("&fields=key,may")) == 1  # who may do nothing is told nothing
    (_rows, whole, *_findings) = queries("")
    assert '"actuals_actual"."id" IN' in whole


@pytest.mark.parametrize("ordering", ["", "-region", "year,-indicator", "value", "-updated_at"])
def test_pages_by_key_are_the_whole_list(every_state: None, client: Client, ordering: str) -> None:
    query = f"&ordering={ordering}" if ordering else ""
    for user in (None, reviewer("rui")):
        if user:
            client.force_login(user)
        whole = [
            row["key"] for row in client.get(f"{ADDRESS}?page_size=1000{query}").json()["results"]
        ]
        keys, address = [], f"{ADDRESS}?page_size=4{query}"
        while address:
            page = client.get(address).json()
            keys += [row["key"] for row in page["results"]]
            address = page["next"]
        assert keys == whole


def test_a_page_begins_where_an_index_finds_it(every_state: None, client: Client) -> None:
    with CaptureQueriesContext(connection) as found:
        client.get(f"{ADDRESS}?page_size=2&count=false&page=2&after=140300.total_water_use.2001")
    sql = found[-1]["sql"]
    assert '"actuals_actual"."region_id" >= ' in sql and "OFFSET" not in sql


@pytest.mark.parametrize("who", ["nobody", *WHO])
def test_what_changed_since_is_what_is_seen_to_have(every_state: None, who: str) -> None:
    user: Any = AnonymousUser() if who == "nobody" else WHO[who]()
    rows = visible_to(user)
    for at in sorted({row.updated_at for row in rows}):
        later = [row.pk for row in rows if row.updated_at >= at]
        assert [row.pk for row in seen_since(visible_to(user), at)] == later
    with CaptureQueriesContext(connection) as found:
        list(seen_since(visible_to(user), at))
    # A column or an expression that has an index, not a choice between two.
    condition = found[-1]["sql"].partition(" WHERE ")[2]
    assert '"updated_at" >= ' in condition or '"withdrawn_at") >= ' in condition
