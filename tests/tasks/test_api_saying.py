"""Saying something about the work through the API: the service of the pages, and its refusals."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from common.records.models import HistoryRow
from departments.models import ApiKey
from tasks.models import Statement
from tasks.rules.enums import StatementKind
from tests import documented, factories
from tests.people import administrator, editor, reviewer, viewer
from tests.tasks.api import DONE, SAID, URL, errors, file, send, send_form, signed_in, with_key
from tests.tasks.work import LEADS, PLAN, SHARES, done, report, speak


def test_a_report(bob: User) -> None:
    said = SAID | {"percent": 40, "next_step": "验收", "kind": None}
    del said["kind"]
    answer = send(signed_in(bob), said)
    assert answer.status_code == 201, answer.content
    row = answer.json()
    assert (row["kind"], row["status"], row["percent"], row["by"]) == (
        *("report", "in_progress", 40, "bob"),
    )
    address = f"http://testserver{URL}{row['id']}/"
    assert answer["Location"] == address
    assert signed_in(bob).get(address).json() == row


def test_the_history_says_through_which_door(bob: User) -> None:
    client, prefix = with_key(bob)
    send(client)
    send(signed_in(bob), text="另一句话")
    rows = HistoryRow.objects.filter(record__kind="progress").order_by("pk")
    assert [(row.action, row.by, row.door, row.door_name) for row in rows] == [
        ("say", bob, "api", prefix),
        ("say", bob, "api", ""),
    ]


def test_a_session_needs_its_csrf_token(bob: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob)
    assert send(client).status_code == 403
    assert send_form(client, DONE, file()).status_code == 403
    assert not Statement.objects.exists()


def test_the_same_again_is_the_row_that_is_there(alice: User, bob: User) -> None:
    client = signed_in(bob)
    first, again = send(client), send(client)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert again["Location"] == first["Location"]
    forms = [send_form(client, DONE, file()) for _ in range(2)]
    assert [one.status_code for one in forms] == [201, 200]
    speak(alice, StatementKind.QUESTION, text="？")
    assert send(client).status_code == 201


def test_a_conversation(alice: User, bob: User) -> None:
    """Asked, answered; an extension, granted; met with a file, confirmed."""
    bureau, clerk = signed_in(alice), signed_in(bob)
    base = {"plan": PLAN, "task": SHARES}

    def said(client: Client, kind: str, **more: Any) -> Any:
        answer = send(client, base, kind=kind, **more)
        assert answer.status_code == 201, answer.content
        return answer.json()

    asked = said(bureau, "question", text="何时完成？")
    assert said(clerk, "answer", text="下月", about=asked["id"])["about"] == asked["id"]
    wanted = said(clerk, "extension", text="等资金", milestone=1, until="2099-06-30")
    granted = said(bureau, "grant", about=wanted["id"])
    assert (granted["until"], granted["organ"], granted["status"]) == (
        *("2099-06-30", "阳泉市水利局", None),
    )
    met = send_form(clerk, DONE | {"percent": "100"}, file()).json()
    assert (met["milestone"], met["percent"], len(met["evidence"])) == (1, 100, 1)
    said(bureau, "confirmation", about=met["id"])
    rows = Client().get("/api/v1/milestones/?status=met").json()["results"]
    assert [(row["task"], row["number"]) for row in rows] == [(SHARES, 1)]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (SAID | {"status": None}, [("status", "required")]),
        (SAID | {"status": "finished"}, [("status", "invalid_choice")]),
        (SAID | {"status": ""}, [("status", "invalid_choice")]),
        (SAID | {"kind": "comment"}, [("status", "reports_only")]),
        (SAID | {"kind": "rumour"}, [("kind", "invalid_choice")]),
        (SAID | {"text": " \u200b"}, [("text", "required")]),
        (SAID | {"text": 5}, [("text", "invalid")]),
        (SAID | {"text": "x" * 5001}, [("text", "too_long")]),
        (SAID | {"text": "a\u202eb"}, [("text", "direction_override")]),
        (SAID | {"text": "a\x07b"}, [("text", "control_characters")]),
        (SAID | {"percent": 101}, [("percent", "out_of_range")]),
        (SAID | {"percent": -1}, [("percent", "out_of_range")]),
        (SAID | {"percent": 40.5}, [("percent", "invalid")]),
        (SAID | {"percent": True}, [("percent", "invalid")]),
        (SAID | {"percent": 10**60}, [("percent", "invalid")]),
        (SAID | {"status": "done", "percent": 40}, [("percent", "done_is_100")]),
        (SAID | {"item": 9}, [("item", "unknown")]),
        (SAID | {"item": 999999999999999999}, [("item", "unknown")]),
        (SAID | {"milestone": 9}, [("milestone", "unknown")]),
        (
            SAID | {"task": LEADS, "item": 1, "milestone": 1},
            [("milestone", "item_or_milestone")],
        ),
        (SAID | {"department": 999999}, [("department", "unknown")]),
        (SAID | {"about": 999999}, [("about", "no_reply")]),
        (SAID | {"until": "2027-06-30"}, [("until", "extensions_only")]),
        (SAID | {"until": "30.6.2027"}, [("until", "invalid")]),
        (SAID | {"sauce": "x"}, [("sauce", "invalid")]),
        (SAID | {"file": "x"}, [("file", "invalid")]),
        ({"text": "字"}, [("plan", "required"), ("task", "required")]),
        (DONE, [("file", "evidence_required")]),
        ([], [("", "not_an_object")]),
    ],
    ids=str,
)
def test_what_is_wrong(bob: User, said: Any, expected: list[tuple[str, str]]) -> None:
    answer = signed_in(bob).post(URL, json.dumps(said), content_type="application/json")
    assert errors(answer, 400) == expected
    assert not Statement.objects.exists()


@pytest.mark.parametrize(
    ("said", "status", "word"),
    [
        (SAID | {"task": "9.9"}, 404, "not_there"),
        (SAID | {"plan": "nosuch"}, 404, "not_there"),
        (SAID | {"task": LEADS, "item": 2}, 403, "not_allowed"),
        ({"plan": PLAN, "task": SHARES, "kind": "urging", "text": "请报"}, 403, "not_allowed"),
    ],
)
def test_what_is_refused(bob: User, said: dict[str, Any], status: int, word: str) -> None:
    answer = send(signed_in(bob), said)
    assert errors(answer, status) == [("", word)]
    assert answer.json()["type"] == f"urn:siwei:problem:{word.replace('_', '-')}"
    assert not Statement.objects.exists()


@pytest.mark.parametrize("kind", ["decided_already", "met_already", "own_work"])
def test_what_is_decided_is_not_decided_again(
    alice: User, bob: User, mini: factories.MiniPlan, kind: str
) -> None:
    base = {"plan": PLAN, "task": SHARES}
    bureau = signed_in(alice)
    if kind == "own_work":
        bob.is_active = False
        bob.save()
        met = done(alice, department=mini.city.pk)
        answer = send(bureau, base, kind="confirmation", about=met.pk)
        assert errors(answer, 403) == [("", kind)]
    else:
        met = done(bob)
        send(bureau, base, kind="confirmation", about=met.pk)
        if kind == "decided_already":
            answer = send(bureau, base, kind="rejection", about=met.pk, text="没有盖章")
        else:
            wanted = {"milestone": 1, "until": "2099-06-30", "text": "等"}
            answer = send(signed_in(bob), base, kind="extension", **wanted)
        assert errors(answer, 409) == [("", kind)]
    word = answer.json()["type"].rpartition(":")[2]
    assert f"`{word}`" in (configured.BASE_DIR / "docs" / "api.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (lambda: None, 401),
        (lambda: viewer("vera"), 403),
        (lambda: editor("charlie", region="140100"), 403),
        (lambda: reviewer("rui"), 403),
        (lambda: reviewer("rob", province="140100"), 403),
        (lambda: administrator("admin"), 403),
        (lambda: editor("alice"), 403),
        (lambda: User.objects.get(username="bob"), 201),
    ],
    ids=[
        *("nobody", "viewer", "another city", "reviewer", "another reviewer", "administrator"),
        *("water bureau", "own department"),
    ],
)
def test_who_reports(bob: User, who: Callable[[], User | None], status: int) -> None:
    factories.mini_plan("taiyuan-2026", "140100")
    assert send(signed_in(who())).status_code == status
    assert Statement.objects.count() == (status == 201)


def test_for_a_department_without_anybody_the_water_bureau(
    alice: User, mini: factories.MiniPlan
) -> None:
    row = send(signed_in(alice), department=mini.city.pk).json()
    assert (row["department"]["id"], row["on_behalf"]) == (mini.city.pk, True)


def test_it_takes_no_filter(bob: User) -> None:
    body = json.dumps(SAID)
    answer = signed_in(bob).post(f"{URL}?kind=report", body, content_type="application/json")
    assert errors(answer, 400) == [("kind", "unknown_parameter")]


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_nothing_is_changed_later(bob: User, method: str) -> None:
    said = report(bob).pk
    answer = getattr(signed_in(bob), method)(f"{URL}{said}/")
    assert answer.status_code == 405


@pytest.mark.django_db(transaction=True)
def test_the_programs_of_the_documentation(live_server: LiveServer, alice: User, bob: User) -> None:
    names = documented.python("def said_since(")
    secrets = [
        ApiKey.objects.create_key(name="sync", user=one, scope="write")[1] for one in (alice, bob)
    ]
    said = names["report"](live_server.url, secrets[1], **SAID)
    assert (said["status"], said["by"]) == ("in_progress", "bob")
    yesterday = (timezone.now() - timedelta(days=1)).isoformat()
    rows = names["said_since"](live_server.url, secrets[0], yesterday)
    assert [row["id"] for row in rows] == [said["id"]]
    later = (timezone.now() + timedelta(days=1)).isoformat()
    assert names["said_since"](live_server.url, secrets[0], later) == []
