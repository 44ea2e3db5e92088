"""The API of actuals: what the public sees of a value that is being worked on, and who sees it."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from departments.models import Membership
from indicators.actuals.models import Actual
from indicators.actuals.selectors.country import country
from tests import factories, people

KEY = "140300.total_water_use.2024"
REDUCTION = "140300.gdp_water_intensity_reduction.2020-2025"


@pytest.fixture
def mini(db: None) -> factories.MiniPlan:
    return factories.mini_plan()


def found(client: Client, query: str = "") -> list[dict[str, Any]]:
    response = client.get(f"/api/v1/actuals/{query}")
    assert response.status_code == 200, response.content
    return response.json()["results"]


def keys(client: Client, query: str = "") -> list[str]:
    return [row["key"] for row in found(client, query)]


def test_the_public_sees_what_was_approved(client: Client, mini: factories.MiniPlan) -> None:
    factories.actual(value="2.30", published="2.10", state="reopened")
    assert client.get(f"/api/v1/actuals/{KEY}/").json() == {
        "key": KEY,
        "region": "140300",
        "indicator": "total_water_use",
        "year": 2024,
        "base_year": None,
        "value": 2.1,
        "unit": "亿立方米",
        "obs_status": "normal",
        "state": "approved",
        "source": "水资源公报",
        "note": "",
        "explanation": "",
        "warnings": [],
        "remarks": [],
        "demo": False,
        "version": 1,
        "updated_at": "2026-03-02T09:15:00+08:00",
        "withdrawn": None,
        "may": [],
    }
    assert '"value":2.10' in client.get(f"/api/v1/actuals/{KEY}/").content.decode()


def test_nothing_tells_the_public_of_a_correction(client: Client, mini: factories.MiniPlan) -> None:
    row = factories.actual()
    factories.history_row(row, 1, "save")
    factories.history_row(row, 2, "approve")
    Actual.objects.update(version=2)
    before = client.get(f"/api/v1/actuals/{KEY}/")
    factories.history_row(row, 3, "reopen")
    Actual.objects.update(version=3, state="reopened")
    after = client.get(f"/api/v1/actuals/{KEY}/")
    assert after.json()["version"] == 2
    assert (after.content, after["ETag"]) == (before.content, before["ETag"])
    client.force_login(people.viewer("victor"))
    assert found(client)[0]["version"] == 3


def test_who_reads_the_working_value_reads_its_warnings_and_what_was_said_to_them(
    client: Client, mini: factories.MiniPlan
) -> None:
    row = factories.actual(year=2025, value="2.50", published="2.10", state="submitted")
    Actual.objects.update(explanation="新建水厂投产")
    address = f"/api/v1/actuals/{row.key}/"
    public = client.get(address)
    assert (public.json()["explanation"], public.json()["warnings"]) == ("", [])
    client.force_login(people.reviewer("rui"))
    for seen in (client.get(address).json(), *found(client)):
        assert seen["explanation"] == "新建水厂投产"
        (warning,) = seen["warnings"]
        assert warning["code"] == "red_line_crossed" and "2.270" in warning["message"]
    english = client.get(f"{address}?lang=en").json()["warnings"][0]["message"]
    assert english != warning["message"] and english.startswith("Breaches")
    Actual.objects.update(state="approved")
    assert client.get(address).json()["warnings"] == []
    client.logout()
    # Accounts were made meanwhile, which answers could tell of: only the stamp is another one.
    assert client.get(address).content == public.content
    again = client.get(address, headers={"If-None-Match": public["ETag"]})
    assert again.status_code == 304


def test_the_history_has_note_and_explanation_for_a_member(
    client: Client, mini: factories.MiniPlan
) -> None:
    row = factories.actual()
    factories.history_row(row, 1, "approve", note="公报更正", explanation="新建水厂投产")
    address = f"/api/v1/actuals/{KEY}/revisions/"
    (public,) = client.get(address).json()["results"]
    assert (public["note"], public["explanation"]) == ("", "")
    client.force_login(people.reviewer("rui"))
    (known,) = client.get(address).json()["results"]
    assert (known["note"], known["explanation"]) == ("公报更正", "新建水厂投产")


@pytest.mark.parametrize("query", ["", "&state=approved", "&year=2024", "&region=140300"])
def test_a_member_can_ask_for_what_the_public_sees(
    client: Client, mini: factories.MiniPlan, query: str
) -> None:
    people.open_year(2024)
    row = factories.actual(value="2.30", published="2.10", state="reopened")
    factories.history_row(row, 2, "approve")
    Actual.objects.update(version=4)
    factories.actual("gdp_water_intensity_reduction", 2025, base_year=2020)
    factories.actual(year=2023, state="draft", published=None)
    public = client.get(f"/api/v1/actuals/?published=true{query}").json()
    assert public == client.get(f"/api/v1/actuals/?{query}").json()
    assert (public["results"][-1]["value"], public["results"][-1]["version"]) == (2.1, 2)
    for member in (people.editor("alice"), people.reviewer("rui")):
        client.force_login(member)
        assert client.get(f"/api/v1/actuals/?published=true{query}").json() == public


def test_a_draft_is_nobody_elses_business(client: Client, mini: factories.MiniPlan) -> None:
    factories.actual(state="draft", published=None)
    assert found(client) == []
    assert client.get(f"/api/v1/actuals/{KEY}/").status_code == 404
    assert client.get(f"/api/v1/actuals/{KEY}/revisions/").status_code == 404
    assert found(client, "?state=draft") == []


@pytest.mark.parametrize(
    ("region", "value", "state"),
    [
        ("140300", 2.3, "reopened"),
        ("140000", 2.3, "reopened"),
        ("140100", 2.1, "approved"),
    ],
    ids=["a member of the city", "a member of its province", "a stranger"],
)
def test_a_member_sees_the_value_in_work(
    client: Client, mini: factories.MiniPlan, region: str, value: float, state: str
) -> None:
    factories.actual(value="2.30", published="2.10", state="reopened")
    user = User.objects.create_user("alice")
    Membership.objects.create(user=user, region_id=region, role="viewer")
    client.force_login(user)
    (row,) = found(client)
    assert (row["value"], row["state"]) == (value, state)
    assert keys(client, f"?state={state}") == [KEY]


def test_an_administrator_sees_every_value_in_work(
    client: Client, mini: factories.MiniPlan
) -> None:
    factories.actual(state="draft", published=None)
    client.force_login(User.objects.create_superuser("root"))
    (row,) = found(client)
    assert (row["state"], row["note"], row["may"]) == ("draft", "工作中的说明", [])


def test_may_says_what_a_member_could_do(client: Client, mini: factories.MiniPlan) -> None:
    factories.actual(state="draft", published=None)
    people.open_year(2024)
    client.force_login(people.editor("alice"))
    assert {"save", "submit"} <= set(found(client)[0]["may"])
    client.force_login(people.viewer("victor"))
    assert found(client)[0]["may"] == []


def test_what_a_page_may_costs_the_same_for_any_number(
    client: Client, mini: factories.MiniPlan, django_assert_num_queries: Any
) -> None:
    client.force_login(people.editor("alice"))
    for year in range(2015, 2025):
        factories.actual(year=year)
    # Session, person, stamp, memberships, count, rows, and three.
    with django_assert_num_queries(9):
        assert len(found(client)) == 10
    # And what is known around the values in work, for their warnings: values, published values
    # beside them, promises with what hangs on them; the country is kept.
    country()
    costs = []
    for last in (2015, 2024):
        Actual.objects.filter(year__lte=last).update(state="draft")
        with CaptureQueriesContext(connection) as asked:
            assert len(found(client)) == 10
        costs.append(len(asked))
    assert costs[0] == costs[1] < 18


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [REDUCTION, KEY]),
        ("?year=2025", [REDUCTION]),
        ("?year=:2024", [KEY]),
        ("?indicator=total_water_use", [KEY]),
        ("?region=140100", []),
        ("?province=140000", [REDUCTION, KEY]),
        ("?state=approved", [REDUCTION, KEY]),
        ("?state=draft,submitted", []),
        ("?updated_since=2026-03-02T09:15:00%2B08:00", [REDUCTION, KEY]),
        ("?updated_since=2026-03-02T01:15:01Z", [REDUCTION]),
        ("?updated_since=2026-03-03", []),
    ],
)
def test_filters(client: Client, mini: factories.MiniPlan, query: str, expected: list[str]) -> None:
    factories.actual()
    later = factories.NOW + timedelta(hours=1)
    factories.actual("gdp_water_intensity_reduction", 2025, base_year=2020, at=later)
    assert keys(client, query) == expected


def test_a_value_that_is_not_there_is_null(client: Client, mini: factories.MiniPlan) -> None:
    factories.actual(value=None, published=None, state="draft")
    client.force_login(User.objects.create_superuser("root"))
    (row,) = found(client)
    assert (row["value"], row["obs_status"]) == (None, "not_available")


def test_history_for_the_public_and_for_a_member(client: Client, mini: factories.MiniPlan) -> None:
    row = factories.actual()
    alice = people.editor("alice")
    factories.history_row(row, 1, "save", by=alice)
    factories.history_row(row, 2, "approve", by=alice)
    public = client.get(f"/api/v1/actuals/{KEY}/revisions/").json()["results"]
    assert public == [
        {
            "number": 2,
            "at": "2026-03-02T09:15:00+08:00",
            "by": None,
            "action": "approve",
            "from_state": "submitted",
            "to_state": "approved",
            "from_value": None,
            "to_value": 2.1,
            "from_obs_status": "missing",
            "to_obs_status": "normal",
            "source": "工作中的来源",
            "note": "",
            "explanation": "",
            "reason": "",
            "door": "",
            "door_name": "",
            "hash": "0" * 64,
        }
    ]
    client.force_login(alice)
    known = client.get(f"/api/v1/actuals/{KEY}/revisions/").json()["results"]
    assert [(one["number"], one["by"], one["reason"], one["door"]) for one in known] == [
        (1, "alice", "内部的理由", "page"),
        (2, "alice", "内部的理由", "page"),
    ]


def test_the_etag_of_an_actual_carries_its_version(
    client: Client, mini: factories.MiniPlan
) -> None:
    row = factories.actual()
    first = client.get(f"/api/v1/actuals/{KEY}/")["ETag"]
    assert first.startswith('"1-')
    row.version = row.published_version = 2
    row.save()
    assert client.get(f"/api/v1/actuals/{KEY}/")["ETag"].startswith('"2-')
