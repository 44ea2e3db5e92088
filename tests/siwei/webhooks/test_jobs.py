"""The jobs that deliver: asked for by what is published, and by nothing else."""

from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from indicators.actuals.rules.enums import Action
from siwei.webhooks.models import Attempt, Webhook
from siwei.webhooks.rules.enums import OffReason
from siwei.webhooks.services.jobs import ask_for_delivery, deliver
from siwei.webhooks.services.webhooks import switch_off
from tests.jobs import waiting, work
from tests.siwei.test_pages_changes import TOTAL, Office
from tests.siwei.webhooks.conftest import Clock, hook
from tests.siwei.webhooks.receiver import Receiver


def test_what_is_published_is_delivered_by_the_worker(
    office: Office, webhook: Webhook, receiver: Receiver
) -> None:
    office.publish("2.20")
    assert waiting() == 1
    assert work() == {"SUCCESSFUL": 1}
    assert len(receiver.received) == 1


def test_a_draft_asks_for_nothing(office: Office, webhook: Webhook) -> None:
    """Nobody sees by the jobs how much is drafted."""
    office.publish("2.20")
    before = waiting()
    office.do(Action.REOPEN, TOTAL, why="内部的理由")
    assert waiting() == before


def test_what_is_rolled_back_is_never_told(
    office: Office, webhook: Webhook, receiver: Receiver
) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        office.publish("2.20")
        raise ZeroDivisionError
    assert waiting() == 0
    call_command("send_webhooks")
    assert receiver.received == []


def test_one_that_is_off_or_waits_for_its_next_try_is_not_asked_for(
    office: Office, webhook: Webhook, receiver: Receiver
) -> None:
    now = timezone.now()
    Webhook.objects.update(failures=1, failing_since=now, next_at=now + timedelta(hours=1))
    office.publish("2.20")
    switch_off(hook(receiver.address(), name="另一个"), reason=OffReason.STOPPED, now=now)
    office.publish("2.21")
    assert waiting() == 0


def test_what_was_not_taken_is_asked_for_at_its_next_try_once(
    office: Office, webhook: Webhook, receiver: Receiver
) -> None:
    """However many jobs there were."""
    receiver.answers = [500]
    for value in ("2.20", "2.21", "2.22"):
        office.publish(value)
    assert waiting() == 3
    assert work() == {"READY": 1, "SUCCESSFUL": 3}
    webhook.refresh_from_db()
    (later,) = DBTaskResult.objects.filter(status="READY")
    assert later.run_after == webhook.next_at
    assert len(receiver.received) == 1
    now = timezone.now()
    Webhook.objects.update(next_at=now)
    DBTaskResult.objects.filter(pk=later.pk).update(run_after=now)
    work()
    assert len(receiver.received) == 4
    assert waiting() == 0


def test_a_turn_that_is_over_leaves_the_rest_to_another_job(
    office: Office, webhook: Webhook, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("siwei.webhooks.services.jobs.MOST", timedelta())
    office.publish("2.20")
    DBTaskResult.objects.all().delete()
    office.publish("2.21")
    assert work() == {"SUCCESSFUL": 2}
    assert len(receiver.received) == 2


def test_mails_go_first(office: Office, webhook: Webhook) -> None:
    office.publish("2.20")
    assert DBTaskResult.objects.get().priority < 0


def test_where_jobs_run_at_once_nobody_waits_for_a_receiver(
    office: Office,
    webhook: Webhook,
    receiver: Receiver,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """The command delivers, retries included."""
    settings.TASKS = {"default": {"BACKEND": configured.JOB_BACKENDS["immediate"]}}
    with django_capture_on_commit_callbacks(execute=True):
        office.publish("2.20")
    assert (receiver.received, waiting()) == ([], 0)
    receiver.answers = [500]
    with pytest.raises(CommandError, match="大屏"):
        call_command("send_webhooks")
    call_command("send_webhooks")
    assert len(receiver.received) == 1
    Webhook.objects.update(next_at=timezone.now())
    call_command("send_webhooks")
    assert len(receiver.received) == 2
    assert deliver.call(webhook.pk) == 0


def test_the_command_finds_what_the_worker_missed(
    office: Office, webhook: Webhook, receiver: Receiver, capsys: pytest.CaptureFixture[str]
) -> None:
    office.publish("2.20")
    DBTaskResult.objects.all().delete()
    call_command("send_webhooks")
    assert len(receiver.received) == 1
    assert capsys.readouterr().out == "大屏：已送达 1 条\n"
    call_command("send_webhooks")
    assert len(receiver.received) == 1
    assert capsys.readouterr().out == ""


def test_one_that_fails_holds_up_no_other(
    office: Office, webhook: Webhook, receiver: Receiver, clock: Clock
) -> None:
    hook(receiver.address("/other"), name="另一个")
    receiver.answers = [500]
    office.publish("2.20")
    with pytest.raises(CommandError, match="没有送达"):
        call_command("send_webhooks")
    assert [got.path for got in receiver.received] == ["/other", "/hook"]
    outcomes = Attempt.objects.order_by("pk").values_list("outcome", flat=True)
    assert set(outcomes) == {"refused", "delivered"}


def test_one_that_was_removed_meanwhile(office: Office, webhook: Webhook) -> None:
    office.publish("2.20")
    webhook.delete()
    assert work() == {"SUCCESSFUL": 1}


def test_a_write_asks_once_which_webhooks_there_are(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        ask_for_delivery(now=timezone.now())
