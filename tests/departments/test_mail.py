"""Mails to people: each in their language, to who wants them, and nothing breaks without."""

import logging
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from common.mail import both_names
from departments.models import Account, Department, Membership
from departments.selectors import editors_of
from departments.services.mail import mail_soon
from tasks.models import Task
from tests.jobs import waiting, work
from tests.mail_server import MailServer, serving, subject_of, text_of
from tests.people import editor, reviewer

pytestmark = pytest.mark.usefixtures("plans")

TEMPLATE = "notifications/mail/urging.txt"
WORDS = "请于本周内报告 <管网> & “漏损” 的进展。"


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with serving(settings) as server:
        yield server


def reader(name: str, **account: object) -> User:
    user = editor(name)
    User.objects.filter(pk=user.pk).update(email=f"{name}@water.example")
    Account.objects.update_or_create(user=user, defaults=account)
    return user


def urge() -> int:
    """Mail something to the editors of a bureau, with names in both languages."""
    task = Task.objects.select_related("plan__region").filter(plan__slug="yangquan-2025").first()
    assert task is not None
    bureau = Department.objects.get(region="140300", function="water")
    context = {
        "city": both_names(task.plan.region),
        "department": bureau.name,
        "task": task.numbered_title,
        "text": WORDS,
        "by": "山西省水利厅",
        "path": f"/tasks/yangquan-2025/{task.key}/",
    }
    readers = list(editors_of(bureau).values_list("pk", flat=True))
    return mail_soon(user_ids=readers, template=TEMPLATE, context=context)


def test_the_editors_of_a_department_are_urged_in_their_language(server: MailServer) -> None:
    reader("alice")
    reader("adam", language="en")
    assert urge() == 2
    assert server.mails == []
    assert work() == {"SUCCESSFUL": 2}
    (chinese,), (english,) = server.to("alice@water.example"), server.to("adam@water.example")
    task = Task.objects.filter(plan__slug="yangquan-2025").first()
    assert task is not None
    assert subject_of(chinese) == f"四维：催办 阳泉市“{task.numbered_title}”"
    assert subject_of(english).startswith("Siwei: Yangquan is urged")
    assert chinese["From"] == "siwei@water.example"
    assert chinese["Auto-Submitted"] == "auto-generated"
    for mail in (chinese, english):
        text = text_of(mail)
        assert WORDS in text  # as it was written, no entity of HTML
        assert f"https://siwei.example/tasks/yangquan-2025/{task.key}/" in text
        assert text.rstrip().endswith("https://siwei.example/accounts/reminders/")
        assert "{{" not in text and "{%" not in text
    assert "alice，您好：" in text_of(chinese)
    assert "Dear adam," in text_of(english)


@pytest.mark.parametrize(
    ("account", "user"),
    [
        ({"reminders": False}, {}),
        ({"is_machine": True}, {}),
        ({}, {"email": ""}),
        ({}, {"is_active": False}),
    ],
    ids=["switched off", "a machine", "no address", "has left"],
)
def test_who_gets_no_mail(
    server: MailServer, account: dict[str, bool], user: dict[str, object]
) -> None:
    alice = reader("alice", **account)
    User.objects.filter(pk=alice.pk).update(**user)
    assert urge() == 0
    assert waiting() == 0


def test_who_switches_it_off_before_the_job_runs_gets_none(server: MailServer) -> None:
    alice = reader("alice")
    assert urge() == 1
    Account.objects.filter(user=alice).update(reminders=False)
    assert work() == {"SUCCESSFUL": 1}
    assert server.mails == []


@pytest.mark.parametrize("missing", ["EMAIL_URL", "DEFAULT_FROM_EMAIL", "BASE_URL"])
def test_without_a_setting_there_is_no_mail_and_no_fault(
    server: MailServer, settings: Settings, caplog: pytest.LogCaptureFixture, missing: str
) -> None:
    reader("alice")
    setattr(settings, missing, "")
    with caplog.at_level(logging.INFO):
        assert urge() == 0
    assert waiting() == 0
    assert "No mail notifications/mail/urging.txt" in caplog.text


def test_a_worker_without_the_setting_says_that_it_sent_nothing(
    server: MailServer, settings: Settings
) -> None:
    reader("alice")
    assert urge() == 1
    settings.BASE_URL = ""
    assert work() == {"FAILED": 1}


def test_one_mail_that_is_refused_keeps_nobody_elses_back(server: MailServer) -> None:
    reader("alice")
    server.answer = "550 no such mailbox"
    assert urge() == 1
    assert work() == {"FAILED": 1}
    server.answer = "250 OK"
    reader("bob")
    ids = list(User.objects.filter(username="bob").values_list("pk", flat=True))
    context = {"city": {"name": "市", "name_en": "City"}, "task": "一", "text": "二", "path": "/"}
    assert mail_soon(user_ids=ids, template=TEMPLATE, context=context) == 1
    assert work() == {"FAILED": 1, "SUCCESSFUL": 1}
    assert [mail["To"] for mail in server.mails] == ["bob@water.example"]


def test_who_reports_for_a_department() -> None:
    alice, urban = editor("alice"), editor("ulrich", function="urban_management")
    left = editor("leo")
    User.objects.filter(pk=left.pk).update(is_active=False)
    reviewer("rui")
    bureau = Department.objects.get(region="140300", function="water")
    Membership.objects.create(user=urban, region_id="140300", department=bureau, role="viewer")
    assert list(editors_of(bureau)) == [alice]
