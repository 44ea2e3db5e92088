"""Digests: who gets one, in which language, never twice in a week, and what happens otherwise."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as configured
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from departments.models import Account
from indicators.actuals.models import ReportingYear
from indicators.actuals.rules.enums import Action, ObsStatus
from siwei.notifications.models import SentDigest
from siwei.notifications.rules.enums import DigestState
from siwei.notifications.selectors.digests import readers
from siwei.notifications.selectors.waiting import Waiting, waiting_for
from siwei.notifications.services.digests import mail_digest
from tests.indicators.actuals.test_concurrency import at_once
from tests.indicators.actuals.workflow import LEAKAGE, do, submitted
from tests.jobs import waiting, work
from tests.mail_server import MailServer, subject_of, text_of
from tests.people import editor, machine, open_year, person, reviewer, viewer
from tests.siwei.notifications.conftest import due, with_address

pytestmark = pytest.mark.usefixtures("no_matters")


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")


def send(**options: bool) -> str:
    out = StringIO()
    call_command("send_reminders", stdout=out, **options)
    return out.getvalue()


def states() -> list[str]:
    return list(SentDigest.objects.order_by("pk").values_list("state", flat=True))


class TestTheMail:
    def test_a_server_receives_it_in_the_language_of_each_reader(
        self, server: MailServer, alice: User
    ) -> None:
        adam = with_address(editor("adam"), language="en")
        do(Action.RETURN, reviewer("rui"), submitted(alice, "8.7", LEAKAGE), "请附公报")
        late = (timezone.localdate() - ReportingYear.objects.get().due_on).days
        assert "已安排 2 封提醒邮件" in send()
        assert server.mails == []
        assert work() == {"SUCCESSFUL": 2}
        (chinese,), (english,) = server.to(alice.email), server.to(adam.email)
        assert subject_of(chinese) == "四维：2 件事项已逾期"
        assert subject_of(english) == "Siwei: 2 matters are late"
        assert chinese.get_content_type() == "text/plain"
        text, other = text_of(chinese), text_of(english)
        assert (
            f"阳泉市 2025 年，被退回的数值待修改：1 项，期限 2026-04-30（已逾期 {late} 天）" in text
        )
        assert (
            f"Yangquan, 2025, returned values to correct: 1, due 2026-04-30 ({late} days" in other
        )
        for one in (text, other):
            assert "\n  https://siwei.example/entry/140300/2025/\n" in one
            assert "https://siwei.example/mine/" in one
            assert one.rstrip().endswith("https://siwei.example/accounts/reminders/")
            assert "{{" not in one and "{%" not in one and "&" not in one
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in other)
        assert states() == ["sent", "sent"]
        assert set(SentDigest.objects.values_list("matters", flat=True)) == {2}

    @pytest.mark.parametrize(
        ("days", "subject"),
        [
            (-1, "四维：1 件事项已逾期"),
            (0, "四维：1 件事项 14 天内到期"),
            (14, "四维：1 件事项 14 天内到期"),
            (15, None),
        ],
    )
    def test_what_is_late_or_due_soon(
        self, server: MailServer, alice: User, days: int, subject: str | None
    ) -> None:
        due(days)
        send()
        work()
        assert [subject_of(mail) for mail in server.mails] == ([subject] if subject else [])

    def test_both_and_what_else_waits(self, server: MailServer, alice: User) -> None:
        do(Action.APPROVE, reviewer("rui"), submitted(alice, obs_status=ObsStatus.PRELIMINARY))
        open_year(2026)
        for year, days in ((2025, -3), (2026, 3)):
            day = timezone.localdate() + timedelta(days=days)
            ReportingYear.objects.filter(year=year).update(due_on=day)
        send()
        work()
        (mail,) = server.mails
        assert subject_of(mail) == "四维：1 件事项已逾期，1 件 14 天内到期"
        text = text_of(mail)
        late, soon = text.index("已逾期："), text.index("14 天内到期：")
        assert late < text.index("/entry/140300/2025/") < soon < text.index("/entry/140300/2026/")
        assert "另有 1 件更晚到期或没有期限。" in text

    def test_it_says_what_waits_when_it_is_sent(self, server: MailServer, alice: User) -> None:
        """Not when it was asked for; and where nothing waits any more there is none."""
        send()
        ReportingYear.objects.update(is_open=False)
        assert work() == {"SUCCESSFUL": 1}
        assert server.mails == []
        assert states() == ["skipped"]


class TestWhoGetsNone:
    @pytest.mark.parametrize(
        "who",
        [
            pytest.param(lambda: editor("bob"), id="no address"),
            pytest.param(lambda: with_address(editor("bob"), reminders=False), id="switched off"),
            pytest.param(lambda: with_address(viewer("bob")), id="nothing waits"),
            pytest.param(
                lambda: with_address(person("bob", superuser=True)), id="an administrator"
            ),
            pytest.param(lambda: with_address(editor("bob"), is_machine=True), id="a program"),
            pytest.param(lambda: with_address(machine("bob")), id="a program without a role"),
        ],
    )
    def test_a_run_passes_them_over(
        self, server: MailServer, alice: User, who: Callable[[], User]
    ) -> None:
        bob = who()
        send()
        work()
        assert [mail["To"] for mail in server.mails] == [alice.email]
        assert not SentDigest.objects.filter(user=bob).exists()

    def test_nor_who_has_left(self, server: MailServer, alice: User) -> None:
        User.objects.update(is_active=False)
        assert "已安排 0 封" in send()

    def test_who_switches_it_off_meanwhile(self, server: MailServer, alice: User) -> None:
        send()
        Account.objects.update(reminders=False)
        work()
        assert (server.mails, states()) == ([], ["skipped"])


class TestNeverTwice:
    @pytest.mark.parametrize(("days", "mails"), [(0, 1), (6, 1), (7, 2)])
    def test_in_a_week(self, server: MailServer, alice: User, days: int, mails: int) -> None:
        send()
        work()
        SentDigest.objects.update(at=timezone.now() - timedelta(days=days))
        send()
        work()
        assert len(server.mails) == mails

    def test_nor_while_the_first_still_waits(self, server: MailServer, alice: User) -> None:
        send()
        send()
        assert (waiting(), states()) == (1, ["queued"])

    def test_a_job_that_is_done_again_sends_nothing(self, server: MailServer, alice: User) -> None:
        send()
        work()
        mail_digest.call(SentDigest.objects.get().pk)
        assert len(server.mails) == 1

    @pytest.mark.postgres
    @pytest.mark.django_db(transaction=True)
    def test_two_runs_at_the_same_moment(self, server: MailServer, alice: User) -> None:
        out = at_once([send] * 4)
        assert sorted(map(str, out)) == ["已安排 0 封提醒邮件。\n"] * 3 + [
            "已安排 1 封提醒邮件。\n"
        ]
        assert states() == ["queued"]


class TestWhereSomethingFails:
    def test_a_mail_that_is_refused_is_sent_by_the_next_run(
        self, server: MailServer, alice: User
    ) -> None:
        server.answer = "451 try again later"
        send()
        assert work() == {"FAILED": 1}
        assert states() == ["failed"]
        server.answer = "250 OK"
        send()
        assert work() == {"FAILED": 1, "SUCCESSFUL": 1}
        assert states() == ["failed", "sent"]
        assert len(server.mails) == 1

    def test_no_server_at_all(self, server: MailServer, alice: User, settings: Settings) -> None:
        settings.EMAIL_PORT = 1
        send()
        assert work() == {"FAILED": 1}
        assert states() == ["failed"]

    def test_a_run_whose_jobs_are_done_at_once_says_so(
        self,
        server: MailServer,
        alice: User,
        settings: Settings,
        django_capture_on_commit_callbacks: Callable[..., object],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        settings.TASKS = {
            "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
        }
        monkeypatch.setattr("common.jobs.transaction.on_commit", lambda job, robust: job())
        server.answer = "451 try again later"
        with pytest.raises(CommandError, match="1 人的提醒邮件没有成功"):
            send()
        assert states() == ["failed"]

    def test_what_can_not_be_read_of_one_keeps_nobody_elses_back(
        self, server: MailServer, alice: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with_address(editor("bob"))

        def spoilt(user: User, **options: Any) -> list[Waiting]:
            if user.username == "alice":
                raise ValueError("spoilt")
            return waiting_for(user, **options)

        monkeypatch.setattr("siwei.notifications.selectors.digests.waiting_for", spoilt)
        with pytest.raises(CommandError, match="1 人的提醒邮件没有成功"):
            send()
        assert work() == {"SUCCESSFUL": 1}
        assert [mail["To"] for mail in server.mails] == ["bob@water.example"]

    @pytest.mark.parametrize("missing", ["EMAIL_URL", "DEFAULT_FROM_EMAIL", "BASE_URL"])
    def test_where_mail_is_off_it_says_what_to_set(
        self, server: MailServer, alice: User, settings: Settings, missing: str
    ) -> None:
        setattr(settings, missing, "")
        name = {"DEFAULT_FROM_EMAIL": "FROM_EMAIL"}.get(missing, missing)
        with pytest.raises(CommandError, match=f"邮件未启用.*SIWEI_{name}"):
            send()
        assert states() == []
        assert f"SIWEI_{name}" in send(dry_run=True)


def test_a_dry_run_says_who_would_get_what_and_writes_nothing(
    server: MailServer, alice: User
) -> None:
    said = send(dry_run=True)
    assert "alice <alice@water.example>：1 件逾期或 14 天内到期，另有 0 件" in said
    assert "会给 1 人发邮件" in said
    assert (states(), waiting(), server.mails) == ([], 0, [])


def test_whom_to_ask_costs_one_query(
    alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for name in ("bob", "carol"):
        SentDigest.objects.create(
            user=with_address(editor(name)),
            at=timezone.now() - timedelta(days=3),
            state=DigestState.FAILED.value if name == "bob" else DigestState.SENT.value,
        )
    with django_assert_num_queries(1):
        found = [user.username for user in readers(today=timezone.localdate())]
    assert found == ["alice", "bob"]


@pytest.mark.django_db(transaction=True)
def test_the_commands_as_a_timer_and_a_service_run_them(
    server: MailServer, alice: User, settings: Settings
) -> None:
    """Two processes on the database of this test, and a mail server between them and it."""
    asked = manage(settings, "send_reminders")
    assert (asked.returncode, asked.stderr) == (0, "")
    assert asked.stdout == "已安排 1 封提醒邮件。\n"
    done = manage(settings, "db_worker", "--batch", "--no-startup-delay")
    assert done.returncode == 0, done.stderr
    (mail,) = server.mails
    assert re.match("四维：[0-9]+ 件事项已逾期", subject_of(mail))
    assert states() == ["sent"]


def manage(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    connection.close()
    variables = {
        "DATABASE_URL": database_url(),
        "SIWEI_SECRET_KEY": configured.SECRET_KEY,
        "SIWEI_EMAIL_URL": settings.EMAIL_URL,
        "SIWEI_FROM_EMAIL": settings.DEFAULT_FROM_EMAIL,
        "SIWEI_BASE_URL": settings.BASE_URL,
        "LC_ALL": "zh_CN.UTF-8",
    }
    ours = ("SIWEI_", "DJANGO_", "DATABASE_URL")
    known = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=configured.BASE_DIR,
        env=known | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def database_url() -> str:
    """Where the database of this test is, as a deployment says it."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
