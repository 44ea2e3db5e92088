"""The API of what was said about the work: who reads what of it, and how far tasks are by it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from tasks.models import Assignment, Statement
from tasks.rules.enums import StatementKind, WorkState
from tests import factories
from tests.evidence_files import pdf
from tests.people import administrator, editor, reviewer, viewer
from tests.tasks.api import URL, ids, signed_in
from tests.tasks.work import LEADS, NOW, PLAN, SHARES, done, report, speak


class TestReading:
    def test_a_row(self, alice: User, bob: User, mini: factories.MiniPlan) -> None:
        bob.first_name, bob.last_name = "伟", "张"
        bob.save()
        said = done(bob, percent=100, next_step="运行")
        expected = {
            "id": said.pk,
            "plan": PLAN,
            "region": "140300",
            "task": SHARES,
            "item": None,
            "milestone": 1,
            "kind": "report",
            "department": {"id": mini.city.pk, "name": "市城市管理局"},
            "role": "shared",
            "status": "done",
            "percent": 100,
            "text": "已完成一半",
            "next_step": "运行",
            "until": None,
            "about": None,
            "evidence": [
                {
                    "name": "验收0.pdf",
                    "size": len(pdf()),
                    "sha256": said.record.evidence.get().sha256,
                    "content_type": "application/pdf",
                }
            ],
            "reported_at": "2026-03-02T09:15:00+08:00",
            "confirmed_at": None,
            "by": bob.get_full_name(),
            "organ": "",
            "on_behalf": False,
            "demo": False,
        }
        client = signed_in(alice)
        assert client.get(f"{URL}{said.pk}/").json() == expected
        assert client.get(URL).json()["results"] == [expected]

    def test_who_reads_what(self, alice: User, bob: User) -> None:
        """The city and its reviewer read everything, anybody else what was confirmed."""
        factories.mini_plan("taiyuan-2026", "140100")
        first, met = report(bob).pk, done(bob).pk
        asked = speak(alice, StatementKind.QUESTION, text="哪一天？", about=first).pk
        everything = "?kind=report,question,confirmation"
        insiders = [alice, bob, reviewer("rui"), viewer("vera"), administrator("admin")]
        outsiders = [None, editor("dora", region="140100"), reviewer("rob", province="140100")]
        for person in insiders:
            assert ids(signed_in(person), everything) == [first, met, asked]
        for stranger in outsiders:
            client = signed_in(stranger)
            assert ids(client, everything) == []
            assert client.get(f"{URL}{met}/").status_code == 404
        decided = speak(alice, StatementKind.CONFIRMATION, about=met).pk
        for stranger in outsiders:
            client = signed_in(stranger)
            assert ids(client, everything) == [met]
            assert [client.get(f"{URL}{pk}/").status_code for pk in (met, first, asked)] == [
                *(200, 404, 404)
            ]
        assert ids(signed_in(alice), everything) == [first, met, asked, decided]

    def test_the_public_is_told_no_names(self, alice: User, bob: User) -> None:
        met = done(bob).pk
        speak(alice, StatementKind.CONFIRMATION, about=met)
        address = f"{URL}{met}/"
        hidden = ("by", "about", "evidence")
        seen = Client().get(address).json()
        assert [seen[name] for name in hidden] == [None, None, []]
        assert (seen["confirmed_at"], seen["text"]) == ("2026-03-02T09:15:00+08:00", "已完成一半")
        inside = signed_in(viewer("vera")).get(address).json()
        assert [inside[name] for name in hidden[:2]] == ["bob", None]
        assert len(inside["evidence"]) == 1

    def test_reading_can_be_closed(self, settings: Settings, bob: User) -> None:
        settings.PUBLIC_READ = False
        said = report(bob).pk
        assert [Client().get(f"{URL}{at}").status_code for at in ("", f"{said}/")] == [401, 401]
        assert ids(signed_in(viewer("vera"))) == [said]

    @pytest.mark.parametrize(
        ("query", "texts"),
        [
            ("", "abcd"),
            ("?plan=yangquan-2025", "abcd"),
            ("?plan=taiyuan-2026", ""),
            ("?region=140300", "abcd"),
            ("?region=140100", ""),
            ("?task=1", "ab"),
            ("?task=1,2.1", "abcd"),
            ("?item=1", "b"),
            ("?item=2", ""),
            ("?milestone=1", "d"),
            ("?status=blocked", "c"),
            ("?status=done,blocked", "cd"),
            ("?kind=question", "e"),
            ("?kind=question,report", "abcde"),
            ("?kind=question&status=done", ""),
            ("?since=2026-03-02", "abcd"),
            ("?since=2026-03-03", "d"),
            ("?since=2026-03-03T09:15:00%2B08:00", "d"),
            ("?since=2026-03-03T09:15:01%2B08:00", ""),
            ("?confirmed_since=2026-03-01", ""),
        ],
    )
    def test_filters(self, alice: User, bob: User, query: str, texts: str) -> None:
        factories.mini_plan("taiyuan-2026", "140100")
        report(alice, task=LEADS, text="a")
        report(bob, task=LEADS, text="b", item=1)
        report(bob, WorkState.BLOCKED, text="c")
        done(bob, text="d", now=NOW + timedelta(days=1))
        speak(alice, StatementKind.QUESTION, text="e")
        found = signed_in(alice).get(f"{URL}{query}").json()["results"]
        assert "".join(row["text"] for row in found) == texts

    def test_of_one_department(self, alice: User, bob: User, mini: factories.MiniPlan) -> None:
        own = report(alice, task=LEADS).pk
        report(bob, task=LEADS)
        assert ids(signed_in(alice), f"?department={mini.water.pk}") == [own]

    def test_what_became_public_since(self, alice: User, bob: User) -> None:
        met = done(bob).pk
        speak(alice, StatementKind.CONFIRMATION, about=met, now=NOW + timedelta(days=9))
        assert ids(Client(), "?since=2026-03-03") == []
        assert ids(Client(), "?confirmed_since=2026-03-11") == [met]
        assert ids(Client(), "?confirmed_since=2026-03-12") == []

    def test_pages_go_on_after_a_key(self, bob: User) -> None:
        first, second, third = (report(bob, percent=n).pk for n in (10, 20, 30))
        client = signed_in(bob)
        body = client.get(f"{URL}?page_size=2").json()
        assert [row["id"] for row in body["results"]] == [first, second]
        assert f"after={second}" in body["next"]
        fourth = report(bob, percent=40).pk
        assert ids(client, body["next"].partition("/progress/")[2]) == [third, fourth]

    def test_costs_the_same_however_much_was_said(
        self, alice: User, bob: User, django_assert_num_queries: Any
    ) -> None:
        client = signed_in(alice)
        for n in (1, 2, 3):
            done(bob, text=str(n))
            with django_assert_num_queries(6):  # session, who asks, stamp, their rights; two more
                assert len(ids(client)) == n

    def test_what_was_invented_says_so(self, mini: factories.MiniPlan) -> None:
        said = factories.confirmed_report(mini)
        assert Client().get(f"{URL}{said.pk}/").json()["demo"] is False
        made = Statement.objects.get(pk=said.pk)
        made.pk, made.demo, made.about = None, True, None
        made.record = type(made.record).objects.create(kind="progress", key="x")
        made.save(force_insert=True)
        rows = signed_in(viewer("vera")).get(URL).json()["results"]
        assert [row["demo"] for row in rows] == [False, True]


class TestTasks:
    def test_how_far_a_task_is(self, alice: User, bob: User, mini: factories.MiniPlan) -> None:
        report(alice, task=LEADS, percent=40)
        report(bob, WorkState.DONE, task=LEADS, item=1)
        task = signed_in(alice).get(f"/api/v1/tasks/{PLAN}/{LEADS}/").json()
        assert task["progress"] == "in_progress"
        at = "2026-03-02T09:15:00+08:00"
        assert task["reports"] == [
            {
                "department": {"id": mini.water.pk, "name": "市水利局"},
                "item": None,
                "status": "in_progress",
                "percent": 40,
                "reported_at": at,
            },
            {
                "department": {"id": mini.city.pk, "name": "市城市管理局"},
                "item": 1,
                "status": "done",
                "percent": None,
                "reported_at": at,
            },
        ]
        public = Client().get("/api/v1/tasks/").json()["results"][0]
        assert (public["progress"], public["reports"]) == (None, [])

    def test_of_one_that_the_plan_gives_to_nobody_the_water_bureau_says_it(
        self, alice: User
    ) -> None:
        Assignment.objects.filter(task__key=SHARES).delete()
        client, list_page = signed_in(alice), f"/tasks/?plan={PLAN}"
        assert "进行中" not in client.get(list_page).content.decode()
        report(alice)
        assert client.get(f"/api/v1/tasks/{PLAN}/{SHARES}/").json()["progress"] == "in_progress"
        assert "进行中" in client.get(list_page).content.decode()

    def test_milestones_by_the_day_that_counts(self, alice: User, bob: User) -> None:
        until = date(2099, 6, 30)
        wanted: dict[str, Any] = {"milestone": 1, "until": until, "text": "资金未到位"}
        asked = speak(bob, StatementKind.EXTENSION, **wanted)
        speak(alice, StatementKind.GRANT, about=asked.pk, text="")
        rows = Client().get(f"/api/v1/milestones/?plan={PLAN}").json()["results"]
        (row,) = [one for one in rows if (one["task"], one["number"]) == (SHARES, 1)]
        assert (row["due_on"], row["due"], row["extended"], row["status"]) == (
            *("2020-12-31", "2099-06-30", True, "upcoming"),
        )
        late = Client().get("/api/v1/milestones/?due_before=2026-03-02").json()
        assert late["count"] == 0

    @pytest.mark.parametrize("status", ["unreportable", "reported", "met"])
    def test_the_statuses(self, alice: User, bob: User, status: str) -> None:
        if status == "unreportable":
            User.objects.filter(pk__in=[alice.pk, bob.pk]).update(is_active=False)
        else:
            met = done(bob)
            if status == "met":
                speak(alice, StatementKind.CONFIRMATION, about=met.pk)
        rows = Client().get(f"/api/v1/milestones/?status={status}").json()["results"]
        assert [(row["task"], row["number"]) for row in rows] == [(SHARES, 1)]
