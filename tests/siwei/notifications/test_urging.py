"""Whoever is urged is mailed at once; nobody else, and no urging is lost for a mail."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from tasks.models import Statement
from tasks.rules.enums import StatementKind
from tests import factories
from tests.jobs import waiting, work
from tests.mail_server import MailServer, subject_of, text_of
from tests.people import editor
from tests.siwei.notifications.conftest import with_address
from tests.tasks.work import SHARES, report, speak

WORDS = "请于本周内报告进展。"


@pytest.fixture
def water(db: None) -> User:
    factories.mini_plan()
    return with_address(editor("wang"))


@pytest.fixture
def bob(water: User) -> User:
    """The clerk of the bureau that does its share of task 2.1; reads English."""
    return with_address(editor("bob", function="urban_management"), language="en")


@pytest.fixture
def said(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Callable[..., Statement]:
    """Says something, and commits."""

    def say(who: User, kind: StatementKind) -> Statement:
        with django_capture_on_commit_callbacks(execute=True):
            if kind == StatementKind.REPORT:
                return report(who)
            return speak(who, kind, text=WORDS)

    return say


def test_the_department_is_mailed_and_led_to_the_words(
    server: MailServer, water: User, bob: User, said: Callable[..., Statement]
) -> None:
    urging = said(water, StatementKind.URGING)
    assert work() == {"SUCCESSFUL": 1}
    (mail,) = server.mails
    assert mail["To"] == bob.email
    assert subject_of(mail).startswith("Siwei: Yangquan is urged about")
    text = text_of(mail)
    assert WORDS in text
    assert f"https://siwei.example/tasks/yangquan-2025/{SHARES}/#said-{urging.pk}" in text


@pytest.mark.parametrize("kind", [StatementKind.REPORT, StatementKind.QUESTION])
def test_other_words_wait_for_the_digest(
    server: MailServer,
    water: User,
    bob: User,
    said: Callable[..., Statement],
    kind: StatementKind,
) -> None:
    said(bob if kind == StatementKind.REPORT else water, kind)
    assert waiting() == 0


def test_an_urging_is_stored_where_mail_is_off(
    water: User, bob: User, said: Callable[..., Statement]
) -> None:
    assert said(water, StatementKind.URGING).pk
    assert waiting() == 0


def test_an_urging_is_stored_whatever_the_mails_do(
    server: MailServer,
    settings: Settings,
    water: User,
    bob: User,
    said: Callable[..., Statement],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(statement: int) -> int:
        raise RuntimeError(statement)

    monkeypatch.setattr("siwei.notifications.receivers.mail_urging", broken)
    urging = said(water, StatementKind.URGING)
    assert Statement.objects.get() == urging
