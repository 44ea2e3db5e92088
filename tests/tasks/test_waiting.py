"""What of the work waits for whom."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries, Settings

from tasks.models import Milestone
from tasks.rules.enums import StatementKind, WorkState
from tasks.rules.matters import MatterKind
from tasks.selectors.thread import thread
from tasks.selectors.waiting import waiting_tasks
from tests import factories
from tests.people import editor, reviewer, viewer
from tests.tasks.work import LEADS, NOW, SHARES, TODAY, done, report, speak

CITY = "urban_management"


@pytest.fixture(autouse=True)
def mini(db: None, settings: Settings, tmp_path: Path) -> factories.MiniPlan:
    settings.MEDIA_ROOT = tmp_path
    return factories.mini_plan()


@pytest.fixture
def alice(mini: factories.MiniPlan) -> User:
    return editor("alice")


@pytest.fixture
def bob(mini: factories.MiniPlan) -> User:
    return editor("bob", function=CITY)


def found(who: User, *, today: date = TODAY) -> list[tuple[MatterKind, str]]:
    person = User.objects.get(pk=who.pk)  # with the memberships of now
    return [(one.kind, one.task.key) for one in waiting_tasks(person, today=today)]


REPORT = (MatterKind.REPORT, SHARES)
CONFIRM = (MatterKind.CONFIRMATION, SHARES)


class TestReports:
    def test_what_is_late_waits_for_who_answers_for_it(self, alice: User, bob: User) -> None:
        assert (found(bob), found(alice)) == ([REPORT], [])

    def test_for_the_water_bureau_where_nobody_else_can_report(self, alice: User) -> None:
        assert found(alice) == [REPORT]

    @pytest.mark.parametrize(("days", "waits"), [(61, False), (60, True), (0, True)])
    def test_from_two_months_before_its_day(self, alice: User, days: int, waits: bool) -> None:
        today = factories.FAR_AHEAD - timedelta(days=days)
        assert ((MatterKind.REPORT, LEADS) in found(alice, today=today)) is waits

    def test_not_for_who_only_takes_part(self, alice: User, bob: User) -> None:
        Milestone.objects.filter(task__key=LEADS).update(due_on=factories.LONG_AGO)
        assert found(bob) == [REPORT]
        assert found(alice) == [(MatterKind.REPORT, LEADS)]

    def test_no_longer_once_it_is_said_to_be_done(self, alice: User, bob: User) -> None:
        row = done(bob)
        assert (found(bob), found(alice)) == ([], [CONFIRM])
        speak(alice, StatementKind.CONFIRMATION, about=row.pk)
        assert (found(bob), found(alice)) == ([], [])

    def test_again_once_it_is_rejected(self, alice: User, bob: User) -> None:
        speak(alice, StatementKind.REJECTION, about=done(bob).pk)
        assert (found(bob), found(alice)) == ([REPORT], [])

    def test_an_extension_moves_its_day(self, alice: User, bob: User) -> None:
        until = TODAY + timedelta(days=90)
        asked = speak(bob, StatementKind.EXTENSION, milestone=1, until=until)
        assert found(alice) == [(MatterKind.EXTENSION, SHARES)]
        speak(alice, StatementKind.GRANT, about=asked.pk)
        assert (found(bob), found(alice)) == ([], [])
        (one,) = waiting_tasks(bob, today=until + timedelta(days=1))
        assert one.due_on == until


class TestReplies:
    def test_a_question_waits_until_it_is_answered(self, alice: User, bob: User) -> None:
        asked = speak(alice, StatementKind.QUESTION, text="哪一天？")
        assert found(bob) == [REPORT, (MatterKind.QUESTION, SHARES)]
        report(bob)
        assert (MatterKind.QUESTION, SHARES) in found(bob)
        speak(bob, StatementKind.ANSWER, about=asked.pk)
        assert found(bob) == [REPORT]

    @pytest.mark.parametrize("how", ["answer", "report"])
    def test_an_urging_until_it_is_answered_or_reported_on(
        self, alice: User, bob: User, how: str
    ) -> None:
        urged = speak(alice, StatementKind.URGING, text="请尽快报告")
        (_report, matter) = waiting_tasks(bob, today=TODAY)
        assert (matter.kind, matter.statement, matter.since) == (MatterKind.URGING, urged, NOW)
        if how == "answer":
            speak(bob, StatementKind.ANSWER, about=urged.pk)
        else:
            report(bob, WorkState.BLOCKED)
        assert found(bob) == [REPORT]

    def test_what_the_bureau_itself_reports_is_the_reviewers_to_confirm(
        self, alice: User, bob: User, mini: factories.MiniPlan
    ) -> None:
        rui = reviewer("rui")
        done(bob)
        assert (found(rui), found(alice)) == ([], [CONFIRM])
        done(alice, task=LEADS, department=mini.water.pk)
        assert found(rui) == [(MatterKind.CONFIRMATION, LEADS)]
        assert found(alice) == [CONFIRM]
        assert found(editor("anna")) == [CONFIRM]

    def test_where_the_bureau_has_nobody_the_reviewer_decides(self, alice: User, bob: User) -> None:
        rui = reviewer("rui")
        done(bob)
        assert found(rui) == []
        alice.is_active = False
        alice.save()
        assert found(rui) == [CONFIRM]

    def test_a_reply_is_due_within_a_week(self, alice: User, bob: User) -> None:
        speak(alice, StatementKind.QUESTION, text="哪一天？")
        matters = waiting_tasks(bob, today=TODAY)
        assert [one.due_on for one in matters] == [factories.LONG_AGO, TODAY + timedelta(days=7)]


def test_on_the_page_nothing_waits_for_who_may_only_ask_about_it(
    alice: User, mini: factories.MiniPlan
) -> None:
    row = done(alice, department=mini.city.pk)
    seen = thread(row.task, alice)
    assert [one.replies for one in seen.entries] == [[StatementKind.QUESTION]]
    assert seen.mine == []
    assert [one.statement for one in thread(row.task, reviewer("rui")).mine] == [row]


def test_for_others_nothing_waits(bob: User) -> None:
    done(bob)
    factories.mini_plan("taiyuan-2026", "140100")
    for stranger in (viewer("vera"), editor("dora", region="140100", function=CITY)):
        assert (SHARES, "yangquan-2025") not in [
            (one.task.key, one.task.plan.slug) for one in waiting_tasks(stranger, today=TODAY)
        ]


def test_its_queries_do_not_grow(
    bob: User, alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(4):
        speak(alice, StatementKind.QUESTION, text=f"问{number}")
        done(bob, text=f"答{number}")
    person = User.objects.get(pk=alice.pk)
    with django_assert_num_queries(8):
        waiting_tasks(person, today=TODAY)
