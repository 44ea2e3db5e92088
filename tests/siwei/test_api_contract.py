"""What holds for every address of the API: filters, paging, problems, ETags, who may read."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings
from rest_framework.test import APIClient

from common.api.etags import version_in, versioned_etag
from departments.models import ApiKey
from tests import factories

LISTS = [
    "regions",
    "departments",
    "plans",
    "plans/yangquan-2025/clauses",
    "indicators",
    "series-breaks",
    "plan-indicators",
    "targets",
    "conflicts",
    "actuals",
    "actuals/140300.total_water_use.2024/revisions",
    "assessments",
    "completeness",
    "tasks",
    "milestones",
    "progress",
]
ROWS = [
    "regions/140300",
    "plans/yangquan-2025",
    "indicators/total_water_use",
    "actuals/140300.total_water_use.2024",
    "tasks/yangquan-2025/2.1",
]


@pytest.fixture
def mini(db: None) -> factories.MiniPlan:
    made = factories.mini_plan()
    factories.confirmed_report(made)
    factories.history_row(factories.actual(), 1, "approve")
    factories.series_break()
    return made


def problem(response: Any, status: int) -> dict[str, Any]:
    """The body of a problem, after checking that it is one."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert set(body) == {"type", "title", "status", "detail", "errors"}
    assert body["status"] == status
    assert body["title"] and body["detail"]
    return body


@pytest.mark.parametrize("address", LISTS)
def test_a_list_has_its_envelope_and_an_etag(
    client: Client, mini: factories.MiniPlan, address: str
) -> None:
    response = client.get(f"/api/v1/{address}/")
    assert response.status_code == 200, response.content
    body = response.json()
    assert list(body) == ["count", "next", "previous", "results"]
    assert body["count"] == len(body["results"]) > 0
    again = client.get(f"/api/v1/{address}/", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("address", ROWS)
def test_a_row_has_an_etag(client: Client, mini: factories.MiniPlan, address: str) -> None:
    response = client.get(f"/api/v1/{address}/")
    assert response.status_code == 200, response.content
    again = client.get(f"/api/v1/{address}/", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_an_etag_changes_with_what_it_stands_for(client: Client, mini: factories.MiniPlan) -> None:
    before = client.get("/api/v1/plans/")["ETag"]
    mini.plan.note = "更正"
    mini.plan.save()
    after = client.get("/api/v1/plans/", headers={"If-None-Match": before})
    assert after.status_code == 200
    assert after["ETag"] != before


@pytest.mark.parametrize("address", [*LISTS, *ROWS])
def test_an_unknown_parameter_is_refused_by_name(
    client: Client, mini: factories.MiniPlan, address: str
) -> None:
    body = problem(client.get(f"/api/v1/{address}/?regoin=140300"), 400)
    assert [(one["field"], one["code"]) for one in body["errors"]] == [
        ("regoin", "unknown_parameter")
    ]


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("targets/?region=999999", "region", "unknown"),
        ("targets/?region=140300,999999", "region", "unknown"),
        ("targets/?plan=nosuch", "plan", "unknown"),
        ("targets/?indicator=nosuch", "indicator", "unknown"),
        ("targets/?nature=binding", "nature", "unknown"),
        ("targets/?year=twenty", "year", "invalid"),
        ("targets/?year=2030:2023", "year", "invalid"),
        ("targets/?year=:", "year", "invalid"),
        ("actuals/?year=none", "year", "invalid"),
        ("targets/?region=140300,,140100", "region", "invalid"),
        ("targets/?region=%00", "region", "null_characters_not_allowed"),
        ("plan-indicators/?department=99999", "department", "unknown"),
        ("plan-indicators/?department=water", "department", "unknown"),
        ("plan-indicators/?department=9999999999999999999", "department", "unknown"),
        ("tasks/?role=boss", "role", "unknown"),
        ("tasks/?status=finished", "status", "unknown"),
        ("milestones/?due_before=31.12.2026", "due_before", "invalid"),
        ("progress/?task=9.9", "task", "unknown"),
        ("progress/?item=1.5", "item", "unknown"),
        ("progress/?milestone=999999999999999999", "milestone", "unknown"),
        ("progress/?kind=rumour", "kind", "unknown"),
        ("progress/?status=finished", "status", "unknown"),
        ("progress/?since=yesterday", "since", "invalid"),
        ("progress/?confirmed_since=", "confirmed_since", "empty"),
        ("progress/?after=x", "after", "invalid"),
        ("progress/?after=99999999999999999999999", "after", "invalid"),
        ("actuals/?updated_since=yesterday", "updated_since", "invalid"),
        ("actuals/?updated_since=0001-01-01T00:00:00%2B14:00", "updated_since", "invalid"),
        ("actuals/?province=140300", "province", "unknown"),
        ("regions/?level=village", "level", "unknown"),
        ("actuals/?region=", "region", "empty"),
        ("actuals/?region=%20", "region", "empty"),
        ("actuals/?region=140300&region=", "region", "empty"),
        ("actuals/?updated_since=", "updated_since", "empty"),
        ("actuals/?published=", "published", "empty"),
        ("actuals/?published=false", "published", "unknown"),
        ("assessments/?year=", "year", "empty"),
        ("comparison/?indicator=", "indicator", "empty"),
        ("comparison/?indicator=total_water_use&year=", "year", "empty"),
        ("tasks/?search=", "search", "empty"),
        ("milestones/?due_before=", "due_before", "empty"),
        ("regions/?lang=fr", "lang", "invalid"),
        ("regions/?page=one", "page", "invalid"),
        ("regions/?page_size=1001", "page_size", "invalid"),
        ("regions/?page_size=0", "page_size", "invalid"),
        ("regions/?page_size=many", "page_size", "invalid"),
    ],
)
def test_a_bad_value_is_refused_by_field(
    client: Client, mini: factories.MiniPlan, query: str, field: str, code: str
) -> None:
    body = problem(client.get(f"/api/v1/{query}"), 400)
    assert [(one["field"], one["code"]) for one in body["errors"]] == [(field, code)]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("tasks/?status=late", "overdue"),
        ("regions/?level=village", "province、city、county"),
        ("comparison/?indicator=total_water_use&year=2024:2025", "不能写范围"),
        ("actuals/?updated_since=2026-03-01T00:00:00+08:00", "%2B"),
        ("actuals/?updated_since=yesterday", "yesterday"),
        ("regions/?search=a%00b", "U+0000"),
    ],
)
def test_a_refusal_says_what_would_do(
    client: Client, mini: factories.MiniPlan, query: str, told: str
) -> None:
    assert told in problem(client.get(f"/api/v1/{query}"), 400)["detail"]


def test_an_empty_field_of_a_page_asks_for_everything(
    client: Client, mini: factories.MiniPlan
) -> None:
    assert client.get("/tasks/?plan=&role=&search=").status_code == 200


def test_all_mistakes_of_a_query_are_told_at_once(client: Client, mini: factories.MiniPlan) -> None:
    body = problem(client.get("/api/v1/targets/?regoin=1&region=999999&year=x"), 400)
    assert {one["field"] for one in body["errors"]} == {"regoin", "region", "year"}


@pytest.mark.parametrize(
    "address",
    [
        "regions/999999",
        "regions/nosuch",
        "departments/0",
        "plans/nosuch",
        "plans/nosuch/clauses",
        "indicators/nosuch",
        "actuals/140300.total_water_use.1999",
        "actuals/140300.total_water_use.2024.2025",
        "actuals/140300.total_water_use.1999/revisions",
        "tasks/yangquan-2025/99",
        "progress/0",
        "progress/x",
        "nosuch",
    ],
)
def test_what_is_not_there_is_a_problem(
    client: Client, mini: factories.MiniPlan, address: str
) -> None:
    problem(client.get(f"/api/v1/{address}/"), 404)


def test_pages_lead_through_the_whole_list(client: Client, mini: factories.MiniPlan) -> None:
    address, seen = "/api/v1/regions/?page_size=3&search=%E5%B8%82", []
    first = client.get(address).json()
    assert (first["count"], first["next"], first["previous"]) == (2, None, None)
    address = "/api/v1/regions/?page_size=3"
    while address:
        body = client.get(address).json()
        seen += [row["code"] for row in body["results"]]
        address = body["next"]
    assert seen == ["140000", "140100", "140300", "140321"]
    assert "page=1" in body["previous"]
    problem(client.get("/api/v1/regions/?page=3&page_size=3"), 404)
    problem(client.get("/api/v1/regions/?page=99999999999999"), 404)


def test_a_link_keeps_words_that_came_unescaped(client: Client, db: None) -> None:
    factories.regions()
    raw = "search=市&page_size=1".encode().decode("latin-1")
    body = client.get("/api/v1/regions/", QUERY_STRING=raw).json()
    assert "search=%E5%B8%82" in body["next"]


@pytest.mark.parametrize(
    ("method", "address", "headers", "status"),
    [
        ("get", "/api/v1/regions/", {"Accept": "text/html"}, 406),
        ("get", "/api/v1/regions/?format=xml", {}, 400),
        ("get", "/api/nosuch/", {}, 404),
        ("post", "/api/v1/actuals/140300.total_water_use.2025/submit/", {}, 401),
        ("post", "/api/v1/progress/", {}, 401),
        ("post", "/api/v1/regions/", {}, 405),
        ("get", "/api/schema/", {"Accept": "text/html"}, 406),
        ("get", "/api/schema/", {"Authorization": "Api-Key wrong.key"}, 401),
        ("post", "/api/schema/", {}, 405),
        ("post", "/api/docs/", {}, 405),
        ("get", "/api/v1/regions/", {"Authorization": "Api-Key wrong.key"}, 401),
        ("get", "/api/v1/regions/", {"Host": "elsewhere.test"}, 400),
    ],
    ids=[
        "not JSON",
        "no such format",
        "no such address",
        "anonymous write",
        "anonymous report",
        "a method that nobody has",
        "a description that isn't HTML",
        "a description and a bad key",
        "a description isn't written",
        "nor its page",
        "bad key",
        "host",
    ],
)
def test_every_error_is_a_problem(
    db: None, method: str, address: str, headers: dict[str, str], status: int
) -> None:
    response = getattr(Client(), method)(address, headers=headers)
    problem(response, status)
    if status == 401:
        assert response["WWW-Authenticate"] == "Api-Key"


def test_a_method_that_does_not_exist_is_a_405(client: Client, db: None) -> None:
    client.force_login(User.objects.create_user("alice"))
    response = client.post("/api/v1/regions/", {}, content_type="application/json")
    problem(response, 405)
    assert response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("address", [*LISTS, *ROWS, "", "../schema"])
def test_a_head_says_what_its_get_would(
    client: Client, mini: factories.MiniPlan, address: str
) -> None:
    path = f"/api/v1/{address}/".replace("v1/../", "").replace("//", "/")
    etag = client.get(path)["ETag"]
    assert client.head(path)["ETag"] == etag
    assert client.head(path, headers={"If-None-Match": etag}).status_code == 304


def test_the_page_of_the_description_has_no_etag_that_changes(client: Client, db: None) -> None:
    assert "ETag" not in client.get("/api/docs/")


def test_an_address_that_nobody_has_answers_in_the_language_asked_for(client: Client) -> None:
    answer = client.get("/api/v1/nosuch/?lang=en")
    assert (answer.json()["detail"], answer["Content-Language"]) == ("Not found", "en")
    assert client.get("/api/v1/nosuch/?lang=xx")["Content-Language"] == "zh-hans"


def test_a_session_writes_only_with_a_csrf_token(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_user("alice"))
    problem(client.post("/api/v1/regions/"), 403)


def test_a_fault_is_a_problem_without_details(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    def fail() -> None:
        raise RuntimeError("secret")

    # What is imported by its first request would keep the broken one for all other tests.
    import_module(settings.ROOT_URLCONF)
    monkeypatch.setattr("departments.selectors.regions", fail)
    response = Client(raise_request_exception=False).get("/api/v1/regions/")
    problem(response, 500)
    assert b"secret" not in response.content


def test_messages_come_in_the_language_asked_for(client: Client, mini: factories.MiniPlan) -> None:
    address = "/api/v1/plans/nosuch/"
    assert client.get(f"{address}?lang=en")["Content-Language"] == "en"
    assert client.get(address)["Content-Language"] == "zh-hans"
    assert client.get(address, headers={"Accept-Language": "en"})["Content-Language"] == "en"
    assert "nosuch" in client.get(address).json()["detail"]


def test_numbers_keep_their_digits(client: Client, mini: factories.MiniPlan) -> None:
    response = client.get("/api/v1/targets/?year=2025")
    values = {
        row["indicator"]: row["value"]
        for row in json.loads(response.content, parse_float=Decimal)["results"]
    }
    assert {code: str(value) for code, value in values.items()} == {
        "total_water_use": "2.270",
        "irrigation_efficiency": "0.624",
        "gdp_water_intensity_reduction": "9.0",
    }


@pytest.mark.parametrize("address", [*LISTS, *ROWS])
def test_reading_can_be_closed(
    client: Client, mini: factories.MiniPlan, settings: Settings, address: str
) -> None:
    settings.PUBLIC_READ = False
    problem(client.get(f"/api/v1/{address}/"), 401)
    client.force_login(User.objects.create_user("alice"))
    assert client.get(f"/api/v1/{address}/").status_code == 200


def test_a_key_acts_as_its_user(settings: Settings, db: None) -> None:
    settings.PUBLIC_READ = False
    user = User.objects.create_user("machine")
    key, secret = ApiKey.objects.create_key(name="统计局", user=user)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Api-Key {secret}")
    assert client.get("/api/v1/regions/").status_code == 200
    assert secret not in (key.hashed_key, key.id)


@pytest.mark.parametrize("how", ["revoked", "expired", "inactive", "wrong secret"])
def test_a_key_that_no_longer_counts_is_refused(db: None, how: str) -> None:
    user = User.objects.create_user("machine", is_active=how != "inactive")
    past = datetime.now(UTC) - timedelta(days=1)
    _key, secret = ApiKey.objects.create_key(
        name="统计局",
        user=user,
        revoked=how == "revoked",
        expiry_date=past if how == "expired" else None,
    )
    if how == "wrong secret":
        secret = f"{secret.partition('.')[0]}.wrong"
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Api-Key {secret}")
    problem(client.get("/api/v1/regions/"), 401)


@pytest.mark.parametrize(
    ("etag", "version"),
    [('"3"', 3), ('"3-0123456789abcdef"', 3), ('W/"3"', None), ("3", None), ('"x"', None)],
)
def test_the_version_in_an_etag(etag: str, version: int | None) -> None:
    assert version_in(etag) == version
    assert version_in(versioned_etag(12, {"value": Decimal("9.0")})) == 12


def test_the_checks_of_the_process(client: Client, settings: Settings, db: None) -> None:
    settings.PUBLIC_READ = False
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok", "database": "ok", "migrations": "ok"}


def test_not_ready_while_a_migration_waits(
    client: Client, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    monkeypatch.setattr(
        "common.database.MigrationExecutor.migration_plan",
        lambda executor, targets: ["waiting"],
    )
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "migrations": "pending"}
