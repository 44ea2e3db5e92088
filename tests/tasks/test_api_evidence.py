"""Evidence that comes with a report through the API; of who may not report none is read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import FakePayload

from common.records.models import HistoryRow
from common.uploads import API_BODY
from tests.evidence_files import PROGRAM, pdf
from tests.people import reviewer, viewer
from tests.tasks.api import DONE, SAID, URL, errors, file, send_form, signed_in, with_key
from tests.tasks.work import LEADS, SHARES

FORM = "multipart/form-data; boundary=x"


class Unread(FakePayload):
    """A body that fails the test when it is read."""

    def read(self, size: int = -1, /) -> bytes:
        raise AssertionError("the body was read")


def test_all_of_a_report_come_at_once(bob: User, tmp_path: Path) -> None:
    client, prefix = with_key(bob)
    files = file(), file("照片.pdf", pdf() + b"%")
    answer = send_form(client, DONE | {"percent": "100", "item": ""}, *files)
    assert answer.status_code == 201, answer.content
    assert [one["name"] for one in answer.json()["evidence"]] == ["验收单.pdf", "照片.pdf"]
    assert len([one for one in tmp_path.rglob("*") if one.is_file()]) == 2
    assert HistoryRow.objects.get(record__kind="progress").door_name == prefix


def test_a_form_without_a_file_is_a_report_like_any_other(bob: User) -> None:
    client = signed_in(bob)
    assert client.post(URL, SAID).status_code == 201
    assert errors(client.post(URL, DONE), 400) == [("file", "evidence_required")]


@pytest.mark.parametrize(
    ("content", "code"), [(PROGRAM, "wrong_type"), (b"", "empty")], ids=["program", "empty"]
)
def test_a_file_that_is_none(bob: User, tmp_path: Path, content: bytes, code: str) -> None:
    answer = send_form(signed_in(bob), DONE, file(content=content))
    assert errors(answer, 400) == [("file", code)]
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({**DONE, "percent": "4x"}, [("percent", "invalid")]),
        ({**DONE, "task": [SHARES, LEADS]}, [("task", "repeated")]),
        ({**DONE, "file": "no file"}, [("file.0", "invalid")]),
        ({**DONE, "photo": SimpleUploadedFile("a.pdf", b"%PDF-")}, [("photo", "invalid")]),
    ],
    ids=["a number", "twice", "a text", "another name"],
)
def test_what_is_wrong_with_a_form(
    bob: User, said: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert errors(signed_in(bob).post(URL, said), 400) == expected


def test_what_is_no_form(bob: User) -> None:
    answer = signed_in(bob).generic("POST", URL, b"x", content_type="multipart/form-data")
    assert errors(answer, 400) == [("", "not_a_form")]
    kind = "application/x-www-form-urlencoded"
    assert signed_in(bob).generic("POST", URL, b"a=b", content_type=kind).status_code == 415


@pytest.mark.parametrize(
    ("who", "length", "kind", "status"),
    [
        ("nobody", 1_000_000, FORM, 401),
        ("a wrong key", 1_000_000, FORM, 401),
        ("a viewer", 1_000_000, FORM, 403),
        ("the key of a viewer", 1_000_000, FORM, 403),
        ("the key of a reviewer", 1_000_000, FORM, 403),
        ("an editor", configured.EVIDENCE_VALUE_SIZE * 2, FORM, 413),
        ("an editor", API_BODY + 1, "application/json", 413),
    ],
)
def test_what_is_not_read(bob: User, who: str, length: int, kind: str, status: int) -> None:
    clients: dict[str, Callable[[], Client]] = {
        "nobody": Client,
        "a wrong key": lambda: Client(headers={"Authorization": "Api-Key a.b"}),
        "a viewer": lambda: signed_in(viewer("vera")),
        "the key of a viewer": lambda: with_key(viewer("vera"))[0],
        "the key of a reviewer": lambda: with_key(reviewer("rui"))[0],
        "an editor": lambda: signed_in(bob),
    }
    sent: dict[str, Any] = {
        "wsgi.input": Unread(),
        "CONTENT_LENGTH": str(length),
        "CONTENT_TYPE": kind,
    }
    answer = clients[who]().generic("POST", URL, **sent)
    codes: dict[int, list[tuple[str, str]]] = {401: [], 403: [("", "not_allowed")], 413: []}
    assert errors(answer, status) == codes[status]
