"""A body that is too large, or a file that nobody may send, is refused without being read."""

import json
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import FakePayload
from pytest_django import Settings

from common.uploads import API_BODY
from tests import factories, people

MAX_SIZE = configured.EVIDENCE_FILE_SIZE
EVIDENCE = "/actuals/140300.total_water_use.2025/evidence/"
GRID = "/entry/140300/2025/"
ACTUAL = "/api/v1/actuals/140300.total_water_use.2025/"
FORM = "multipart/form-data; boundary=x"


class Unread(FakePayload):
    """A body that fails the test when it is read."""

    def read(self, size: int = -1, /) -> bytes:
        raise AssertionError("the body was read")


def send(client: Client, address: str, length: int, kind: str, method: str = "POST") -> Any:
    said: dict[str, Any] = {
        "wsgi.input": Unread(),
        "CONTENT_LENGTH": str(length),
        "CONTENT_TYPE": kind,
    }
    return client.generic(method, address, **said)


@pytest.fixture
def value(db: None) -> None:
    """A published value of a year that is open."""
    factories.mini_plan()
    people.open_year(2025)
    people.open_year(2026)
    factories.actual(year=2025)


@pytest.mark.usefixtures("value")
@pytest.mark.parametrize(
    ("who", "address", "length", "kind", "status"),
    [
        ("nobody", "/accounts/login/", 3_000_000, "application/x-www-form-urlencoded", 413),
        ("nobody", "/accounts/login/", 3_000_000, FORM, 413),
        ("nobody", "/admin/login/", 3_000_000, FORM, 413),
        ("nobody", "/i18n/setlang/", 100_000_000, FORM, 413),
        ("nobody", "/nosuch/", 100_000_000, FORM, 404),
        ("nobody", EVIDENCE, MAX_SIZE, FORM, 302),
        ("a viewer", EVIDENCE, MAX_SIZE, FORM, 409),
        ("an editor", EVIDENCE, MAX_SIZE * 2, FORM, 413),
        ("an editor", EVIDENCE, MAX_SIZE, "application/x-www-form-urlencoded", 413),
        ("an editor", EVIDENCE.replace("2025", "1999"), MAX_SIZE, FORM, 404),
        ("nobody", GRID, 3_000_000, FORM, 302),
        ("a viewer", GRID, MAX_SIZE, FORM, 403),
        ("an editor", GRID, MAX_SIZE * 2, FORM, 413),
        ("nobody", f"{ACTUAL}submit/", 100_000_000, FORM, 413),
        ("nobody", f"{ACTUAL}submit/", 1000, FORM, 401),
        ("nobody", f"{ACTUAL}submit/", 1000, "application/json", 401),
        ("an editor", f"{ACTUAL}submit/", API_BODY + 1, "application/json", 413),
        ("nobody", "/api/v1/regions/", 1000, FORM, 405),
        ("nobody", "/api/nosuch/", 100_000_000, "application/json", 404),
    ],
)
def test_what_is_not_read(who: str, address: str, length: int, kind: str, status: int) -> None:
    client = Client()
    users = {
        "a viewer": lambda: people.viewer("vera"),
        "an editor": lambda: people.editor("alice"),
    }
    if who in users:
        client.force_login(users[who]())
    answer = send(client, address, length, kind)
    assert answer.status_code == status, answer.content
    if address.startswith("/api/"):
        assert answer["Content-Type"] == "application/problem+json"


def test_a_file_where_none_is_asked_for(client: Client, db: None) -> None:
    file = SimpleUploadedFile("a.pdf", b"%PDF-" + b"0" * 100)
    answer = client.post("/accounts/login/", {"username": "alice", "file": file})
    assert (answer.status_code, "这里不接收文件" in answer.content.decode()) == (400, True)
    # A form of the same kind without one is a form like any other.
    assert client.post("/accounts/login/", {"username": "a", "password": "b"}).status_code == 200


def test_a_form_with_too_many_fields_says_so(client: Client, db: None, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
    fields = {f"f{number}": "" for number in range(101)}
    answer = client.post("/accounts/login/", fields)
    assert answer.status_code == 413
    assert "DATA_UPLOAD" not in answer.content.decode()


def write(body: str) -> Any:
    client = Client()
    client.force_login(people.editor("alice"))
    return client.put(
        ACTUAL.replace("2025", "2026"),
        body,
        content_type="application/json",
        headers={"If-None-Match": "*"},
    )


@pytest.mark.usefixtures("value")
@pytest.mark.parametrize(
    ("body", "code", "told"),
    [
        (
            "{" + ",".join(f'"n{i}":1' for i in range(20_000)) + ',"n1":2}',
            "not_json",
            "最多 200 个",
        ),
        ("{" + ",".join(f'"n{i % 99}":1' for i in range(200)) + "}", "not_json", "n1、n10"),
        ("{" + ",".join(f'"n{i}":1' for i in range(200)) + "}", "invalid", "前 50 项"),
        ('{"' + "n" * 200_000 + '": 1}', "invalid", "不认识"),
        ('{"value": 1e99999999999999999999}', "not_json", "指数太大"),
        ('{"value": -1e-99999999999999999999}', "not_json", "指数太大"),
        ('{"value": 0.' + "1" * 200_000 + "}", "not_json", "数字太长"),
        ('{"value": ' + "1" * 200_000 + "}", "not_json", "数字太长"),
        ('{"value": ' + "[" * 200_000 + "}", "not_json", "嵌套太深"),
        ('{"value": ' + "[" * 500 + "]" * 500 + "}", "not_a_number", "数字"),
        ('{"value": [' + "1.5," * 50_000 + "1]}", "not_a_number", "数字"),
        ('{"value": "' + "9" * 200_000 + '"}', "too_large", "大"),
        ('{"value": "1e99999999999999999999"}', "too_large", "大"),
    ],
    ids=lambda one: one[:30] if isinstance(one, str) else None,
)
def test_a_hostile_body(body: str, code: str, told: str) -> None:
    answer = write(body)
    assert answer.status_code == 400, answer.content
    errors = answer.json()["errors"]
    assert errors[0]["code"] == code
    assert told in json.dumps(errors, ensure_ascii=False)
    assert len(answer.content) < 50_000 and len(errors) <= 51


@pytest.mark.usefixtures("value")
@pytest.mark.parametrize("address", [ACTUAL, f"{ACTUAL}approve/", GRID, "/accounts/login/"])
def test_a_body_in_pieces_is_refused_and_not_taken_as_empty(address: str) -> None:
    client = Client()
    client.force_login(people.reviewer("rui"))
    pieces: dict[str, Any] = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    answer = client.generic("PUT" if address == ACTUAL else "POST", address, **pieces)
    assert answer.status_code == 411
    if address.startswith("/api/"):
        assert answer.json()["type"] == "urn:siwei:problem:length-required"
    else:
        assert "Content-Length" in answer.content.decode()


@pytest.mark.usefixtures("value")
@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ('{"note": 1}', "note", "invalid"),
        ('{"source": true}', "source", "invalid"),
        ('{"note": "a\\u0000"}', "note", "control_characters"),
        ('{"note": "a\\ud800"}', "note", "control_characters"),
        ('{"explanation": "a\\u0007"}', "explanation", "control_characters"),
    ],
)
def test_a_text_field_takes_text(body: str, field: str, code: str) -> None:
    (error,) = write(body).json()["errors"]
    assert (error["field"], error["code"]) == (field, code)


@pytest.mark.usefixtures("value")
def test_a_write_takes_no_parameters() -> None:
    client = Client()
    client.force_login(people.editor("alice"))
    for answer in (
        client.put(f"{ACTUAL}?x=1", "{}", content_type="application/json"),
        client.post(f"{ACTUAL}submit/?x=1", "{}", content_type="application/json"),
    ):
        (error,) = answer.json()["errors"]
        assert (error["field"], error["code"]) == ("x", "unknown_parameter")


@pytest.mark.usefixtures("value")
@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("published=true&published=true", "published", "repeated"),
        ("format=xml", "format", "unknown"),
    ],
)
def test_parameters_are_refused_in_one_way(query: str, field: str, code: str) -> None:
    answer = Client().get(f"/api/v1/actuals/?{query}")
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert (error["field"], error["code"]) == (field, code)


@pytest.mark.usefixtures("value")
@pytest.mark.parametrize("given", ["Bearer a.b", "Token a.b", "a.b", "Basic YTpi", ""])
def test_another_scheme_is_not_nobody(given: str) -> None:
    answer = Client(headers={"Authorization": given}).get("/api/v1/regions/")
    assert (answer.status_code, "Api-Key" in answer.json()["detail"]) == (401, True)
    assert Client(headers={"Api-Key": "a.b"}).get("/api/v1/regions/").status_code == 401
    assert Client().get("/api/v1/regions/").status_code == 200
