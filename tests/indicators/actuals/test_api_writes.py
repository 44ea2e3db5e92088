"""Writing through the API: the same services, the statuses of the contract."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from departments.models import Membership
from indicators.actuals.models import Actual, ReportingYear
from tests.people import editor, reviewer

pytestmark = pytest.mark.usefixtures("plans", "year_2025")

KEY = "140300.total_water_use.2025"
URL = f"/api/v1/actuals/{KEY}/"
NEW: dict[str, Any] = {"HTTP_IF_NONE_MATCH": "*"}


def caller(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def alice(plans: None) -> Client:
    return caller(editor("alice"))


@pytest.fixture
def rui(plans: None) -> Client:
    return caller(reviewer("rui"))


def put(client: Client, body: dict[str, Any], url: str = URL, **headers: Any) -> Any:
    return client.put(url, json.dumps(body), content_type="application/json", **headers)


def post(client: Client, action: str, version: int | None, **body: str) -> Any:
    headers: dict[str, Any] = {} if version is None else {"HTTP_IF_MATCH": f'"{version}"'}
    url = f"{URL}{action}/"
    return client.post(url, json.dumps(body), content_type="application/json", **headers)


def test_from_entry_to_publication(alice: Client, rui: Client, client: Client) -> None:
    created = put(alice, {"value": 2.210, "source": "公报"}, **NEW)
    assert (created.status_code, created.json()["state"]) == (201, "draft")
    assert created.json()["may"] == ["save", "submit"]
    changed = put(alice, {"value": "2.20"}, HTTP_IF_MATCH=created["ETag"])
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert changed.json()["source"] == "公报"
    assert post(alice, "submit", 2).json()["state"] == "submitted"
    assert client.get(URL).status_code == 404
    assert post(rui, "approve", 3, comment="与公报一致").json()["state"] == "approved"
    assert '"value":2.20,' in client.get(URL).content.decode().replace(" ", "")
    assert post(rui, "reopen", 4, reason="公报更正").json()["state"] == "reopened"
    assert client.get(URL).json()["state"] == "approved"


def test_the_answer_tells_what_the_checks_found_without_looking_again(alice: Client) -> None:
    version = put(alice, {"value": 2.2, "source": "公报"}, **NEW)["ETag"]
    with CaptureQueriesContext(connection) as queries:
        answer = put(alice, {"value": 9.2}, HTTP_IF_MATCH=version).json()
    looks = [one["sql"] for one in queries if '"published_value" IS NOT NULL' in one["sql"]]
    assert len(looks) == 1
    read = alice.get(URL).json()
    assert answer["warnings"] == read["warnings"] != []
    assert answer["remarks"] == read["remarks"]


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"value": "约2.2"}, "value", "not_a_number"),
        ({"value": True}, "value", "not_a_number"),
        ({"value": [2]}, "value", "not_a_number"),
        ({"value": -1}, "value", "negative"),
        ({"value": "9" * 30}, "value", "too_large"),
        ({}, "value", "required"),
        ({"obs_status": "gone"}, "obs_status", "invalid_choice"),
        ({"obs_status": "not_available"}, "note", "reason_required"),
        ({"value": 2, "obs_status": "not_available", "note": "x"}, "value", "value_and_status"),
        ({"value": 2, "sauce": "x"}, "sauce", "invalid"),
        ({"value": 2, "source": "长" * 301}, "source", "too_long"),
        ({"value": 2, "note": "长" * 5001}, "note", "too_long"),
        ({"value": 2, "note": "a\x1bb"}, "note", "control_characters"),
        ({"value": 2, "source": "公报\u202e0102"}, "source", "direction_override"),
        ({"value": "\u200b\u3164"}, "value", "required"),
        ({"obs_status": "not_available", "note": "\u2800"}, "note", "reason_required"),
        ({"value": 2, "source": "a\x7fb"}, "source", "control_characters"),
    ],
)
def test_a_bad_value(alice: Client, body: dict[str, Any], field: str, code: str) -> None:
    answer = put(alice, body, **NEW)
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("application/problem+json")
    assert [(e["field"], e["code"]) for e in answer.json()["errors"]] == [(field, code)]
    assert not Actual.objects.filter(region="140300").exists()


@pytest.mark.parametrize("body", ["null", "[]", "1", '"x"'])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_body_that_is_no_object(alice: Client, body: str, language: str) -> None:
    address = f"{URL}?lang={language}"
    answer = alice.put(address, body, content_type="application/json", **NEW)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["code"]) == (400, "not_an_object")
    assert error["message"].isascii() == (language == "en")


def test_all_that_is_wrong_with_a_body_is_told_at_once(alice: Client) -> None:
    errors = put(alice, {"value": True, "sauce": "x"}, **NEW).json()["errors"]
    assert {one["field"] for one in errors} == {"value", "sauce"}
    assert "source" in errors[0]["message"]


@pytest.mark.parametrize(
    ("body", "field"),
    [({"coment": "x"}, "coment"), ({"reason": "x", "comment": "y"}, "comment")],
    ids=["misspelt", "both"],
)
def test_no_comment_is_lost(alice: Client, body: dict[str, str], field: str) -> None:
    put(alice, {"value": 2.2}, **NEW)
    answer = post(alice, "submit", 1, **body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)
    assert Actual.objects.get(region="140300", year=2025).state == "draft"


def test_what_is_not_sent_stays_as_it_was(alice: Client, rui: Client) -> None:
    put(alice, {"value": "2.20", "source": "公报"}, **NEW)
    post(alice, "submit", 1)
    post(rui, "return", 2, reason="请核对")
    assert put(alice, {}, HTTP_IF_MATCH='"3"').json()["version"] == 3
    assert post(alice, "submit", 3).status_code == 409
    kept = put(alice, {"note": "已核对"}, HTTP_IF_MATCH='"3"')
    assert (kept.status_code, kept.json()["state"], kept.json()["note"]) == (
        200,
        "draft",
        "已核对",
    )
    assert '"value":2.20,' in kept.content.decode() and kept.json()["source"] == "公报"
    assert post(alice, "submit", 4).status_code == 200


def test_a_reason_that_stays_is_still_asked_for(alice: Client) -> None:
    put(alice, {"obs_status": "not_available", "note": "公报推迟"}, **NEW)
    assert put(alice, {"source": "公报"}, HTTP_IF_MATCH='"1"').json()["obs_status"] == (
        "not_available"
    )
    emptied = put(alice, {"note": ""}, HTTP_IF_MATCH='"2"')
    assert emptied.json()["errors"][0]["code"] == "reason_required"
    assert put(alice, {"value": None}, HTTP_IF_MATCH='"2"').json()["errors"][0]["code"] == (
        "required"
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"value": 8.8', "第 1 行第 14 个字符"),
        ('{"value": NaN}', "NaN"),
        ('{"value": 1, "value": 2}', "value"),
        (b'{"note": "\xff"}', "UTF-8"),
        ("[" * 100_000, "嵌套"),
        (f'{{"value": {"9" * 5000}}}', "数字太长"),
    ],
    ids=["cut off", "NaN", "doubled", "not UTF-8", "deep", "long"],
)
def test_bad_json(alice: Client, body: str | bytes, expected: str) -> None:
    answer = alice.put(URL, body, content_type="application/json", **NEW)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["code"], error["field"]) == (400, "not_json", "")
    assert expected in error["message"] and "sys." not in error["message"]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("1e999999999", "too_large"),
        ("1e-999999999", "too_precise"),
        ('"1e99999999999999999999"', "too_large"),
    ],
)
def test_a_number_that_would_fill_the_memory(alice: Client, number: str, code: str) -> None:
    body = f'{{"value": {number}}}'
    answer = alice.put(URL, body, content_type="application/json", **NEW)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == code


def test_a_missing_version(alice: Client) -> None:
    assert put(alice, {"value": 2}).status_code == 428
    put(alice, {"value": 2.2}, **NEW)
    assert post(alice, "submit", None).status_code == 428


@pytest.mark.parametrize("given", ["3", "*", 'W/"1"', '"x"', "", '"99999999999999999999"'])
def test_a_senseless_version(alice: Client, given: str) -> None:
    assert put(alice, {"value": 2}, HTTP_IF_MATCH=given).status_code == 400


def test_a_stale_version_answers_with_both_values(alice: Client) -> None:
    put(alice, {"value": 2.2}, **NEW)
    put(alice, {"value": 2.21}, HTTP_IF_MATCH='"1"')
    for headers in ({"HTTP_IF_MATCH": '"1"'}, NEW):
        answer = put(alice, {"value": 2.22}, **headers)
        assert answer.status_code == 412
        assert (answer.json()["current"]["value"], answer.json()["sent"]["value"]) == (2.21, 2.22)


def test_a_412_says_what_is_true(alice: Client) -> None:
    put(alice, {"value": 2.2}, **NEW)
    again = put(alice, {"value": 2.2}, **NEW).json()["detail"]
    # Their own change is never said to be somebody else's.
    assert "您已在另一处于" in again and "变更这个数值（保存）" in again
    assert put(alice, {"value": 2.2}, HTTP_IF_MATCH='"7"').json()["detail"] == (
        "没有第 7 版，现在是第 1 版"
    )


def test_what_was_never_entered_has_no_version(alice: Client) -> None:
    answer = put(alice, {"value": 2.2}, HTTP_IF_MATCH='"1"')
    assert (answer.status_code, answer.json()["current"]) == (412, None)


def test_a_state_that_does_not_allow_it(alice: Client, rui: Client) -> None:
    put(alice, {"value": 2.2}, **NEW)
    assert post(rui, "approve", 1).status_code == 409
    post(alice, "submit", 1)
    assert put(alice, {"value": 2.3}, HTTP_IF_MATCH='"2"').status_code == 409


def test_a_closed_year(alice: Client) -> None:
    assert put(alice, {"value": 2}, URL.replace("2025", "2024"), **NEW).status_code == 409


def test_may_in_a_closed_year(alice: Client, rui: Client) -> None:
    put(alice, {"value": 2.2}, **NEW)
    post(alice, "submit", 1)
    ReportingYear.objects.update(is_open=False)
    assert alice.get(URL).json()["may"] == []
    post(rui, "return", 2, reason="请附公报")
    assert alice.get(URL).json()["may"] == ["save"]
    assert put(alice, {"value": 2.3}, HTTP_IF_MATCH='"3"').json()["may"] == ["save", "submit"]


def test_strangers(alice: Client, rui: Client, client: Client) -> None:
    charlie = caller(editor("charlie", "371500"))
    put(alice, {"value": 2.2}, **NEW)
    assert put(charlie, {"value": 2.3}, HTTP_IF_MATCH='"1"').status_code == 404
    assert put(client, {"value": 2.3}, HTTP_IF_MATCH='"1"').status_code in (401, 403)
    assert post(alice, "approve", 1).status_code == 403
    assert put(rui, {"value": 2.3}, HTTP_IF_MATCH='"1"').status_code == 403
    post(alice, "submit", 1)
    post(rui, "approve", 2)
    assert put(charlie, {"value": 2.3}, HTTP_IF_MATCH='"3"').status_code == 403


@pytest.mark.parametrize("action", ["return", "reopen"])
def test_a_reason_is_required(alice: Client, rui: Client, action: str) -> None:
    put(alice, {"value": 2.2}, **NEW)
    post(alice, "submit", 1)
    if action == "reopen":
        post(rui, "approve", 2)
    answer = post(rui, action, 2 if action == "return" else 3, reason=" ")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "reason")


@pytest.mark.parametrize(
    "key",
    [
        "149999.total_water_use.2025",
        "140300.nothing.2025",
        "140300.total_water_use.1-2025",
        "140300.total_water_use.0000",
    ],
)
def test_keys_that_name_nothing(alice: Client, key: str) -> None:
    assert put(alice, {"value": 2}, f"/api/v1/actuals/{key}/", **NEW).status_code == 404


def test_warnings_come_with_the_answer(alice: Client) -> None:
    answer = put(alice, {"value": 2.4}, **NEW)
    codes = [warning["code"] for warning in answer.json()["warnings"]]
    assert codes == ["red_line_crossed", "no_source"]
    assert post(alice, "submit", 1).json()["errors"][0]["field"] == "explanation"
    explained = put(alice, {"explanation": "新建水厂投产"}, HTTP_IF_MATCH='"1"').json()
    assert (explained["explanation"], explained["warnings"]) == (
        "新建水厂投产",
        answer.json()["warnings"],
    )


def test_an_explanation_that_is_not_sent_goes_with_its_value(alice: Client) -> None:
    put(alice, {"value": 2.4, "explanation": "新增调水"}, **NEW)
    put(alice, {"value": 2.4, "note": "初步"}, HTTP_IF_MATCH='"1"')
    assert Actual.objects.get(region="140300", year=2025).explanation == "新增调水"
    put(alice, {"value": 9999}, HTTP_IF_MATCH='"2"')
    assert post(alice, "submit", 3).json()["errors"][0]["code"] == "explanation_required"


def test_a_session_needs_its_token(plans: None) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor("alice"))
    assert put(client, {"value": 2}, **NEW).status_code == 403


@pytest.mark.parametrize(
    ("steps", "who", "action", "version", "expected"),
    [
        ([], "alice", "save", 1, (412, "not-there")),
        ([], "alice", "submit", 1, (412, "not-there")),
        (["save"], "alice", "save", None, (412, "already-there")),
        (["save"], "alice", "save", 7, (412, "stale")),
        (["save"], "rui", "approve", 1, (409, "not-submitted")),
        (["save"], "rui", "reopen", 1, (409, "wrong-state")),
        (["save"], "rui", "save", 1, (403, "not-allowed")),
        (["save", "submit"], "alice", "save", 2, (409, "already-submitted")),
        (["save", "submit"], "both", "approve", 2, (403, "own-work")),
        (["save", "submit", "return"], "alice", "submit", 3, (409, "unchanged-since-return")),
        (["save", "submit", "approve"], "rui", "approve", 3, (409, "already-approved")),
        (["save", "submit", "approve"], "alice", "save", 3, (409, "already-approved")),
        (["save", "close"], "alice", "submit", 1, (409, "year-closed")),
    ],
)
def test_a_program_can_tell_refusals_apart(
    alice: Client,
    rui: Client,
    steps: list[str],
    who: str,
    action: str,
    version: int | None,
    expected: tuple[int, str],
) -> None:
    for seen, step in enumerate(steps):
        if step == "save":
            put(alice, {"value": 2.2}, **NEW)
        elif step == "close":
            ReportingYear.objects.filter(year=2025).update(is_open=False)
        else:
            by = alice if step == "submit" else rui
            reason = {"reason": "请核对"} if step == "return" else {}
            assert post(by, step, seen, **reason).status_code == 200
    if who == "both":  # whoever submitted it is made a reviewer, too
        Membership.objects.create(
            user=User.objects.get(username="alice"), region_id="140000", role="reviewer"
        )
    client = rui if who == "rui" else alice
    if action == "save":
        headers = NEW if version is None else {"HTTP_IF_MATCH": f'"{version}"'}
        answer = put(client, {"value": 2.3}, **headers)
    else:
        answer = post(client, action, version, reason="请核对")
    status, word = expected
    body = answer.json()
    assert (answer.status_code, body["type"]) == (status, f"urn:siwei:problem:{word}")
    (error,) = body["errors"]
    assert (error["field"], error["code"]) == ("", word.replace("-", "_"))
    assert error["message"] == body["detail"]
    assert f"`{word}`" in (settings.BASE_DIR / "docs" / "api.md").read_text("utf-8")
