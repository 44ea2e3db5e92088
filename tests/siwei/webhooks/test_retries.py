"""What isn't taken is sent again, until it is, or nobody tries any more."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from common.audit.models import AuditRow
from siwei.webhooks.models import Attempt, Webhook
from siwei.webhooks.rules.enums import OffReason
from siwei.webhooks.services import delivery
from siwei.webhooks.services.signing import post_signed
from siwei.webhooks.services.webhooks import switch_off, switch_on
from tests.jobs import work
from tests.mail_server import MailServer, serving, subject_of, text_of
from tests.people import administrator
from tests.siwei.test_pages_changes import Office
from tests.siwei.webhooks.conftest import Clock, run, told
from tests.siwei.webhooks.receiver import Receiver, saying

S, M, H = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


class TestRetries:
    def test_the_same_id_until_it_is_taken_and_then_the_next(
        self, office: Office, webhook: Webhook, receiver: Receiver, clock: Clock
    ) -> None:
        office.publish("2.20")
        office.publish("2.21")
        receiver.answers = [500, saying(503, b"later")]
        assert run(webhook, clock).failed
        assert run(webhook, clock).taken == 0  # not before its time
        assert len(receiver.received) == 1
        clock.now += 6 * S
        run(webhook, clock)
        assert (webhook.failures, len(receiver.received)) == (2, 2)
        clock.now += 7 * M
        assert run(webhook, clock).taken == 2
        first, second = receiver.ids[0], receiver.ids[3]
        assert receiver.ids == [first, first, first, second]
        assert first != second
        assert (webhook.failures, webhook.failing_since, webhook.next_at) == (0, None, None)
        assert receiver.received[0].body == receiver.received[2].body
        numbers = list(Attempt.objects.order_by("pk").values_list("number", "status", "answer"))
        assert numbers == [(1, 500, ""), (2, 503, "later"), (3, 204, ""), (1, 204, "")]

    def test_each_attempt_says_when_it_is_made(
        self, office: Office, webhook: Webhook, receiver: Receiver, clock: Clock
    ) -> None:
        office.publish("2.20")
        receiver.answers = [500]
        run(webhook, clock)
        clock.now += 2 * M
        run(webhook, clock)
        times = [int(got.headers["webhook-timestamp"]) for got in receiver.received]
        assert times[1] - times[0] == 120
        for got in receiver.received:
            got.verified(webhook.secret)

    def test_after_a_day_it_is_off_and_administrators_hear_of_it(
        self,
        office: Office,
        webhook: Webhook,
        receiver: Receiver,
        clock: Clock,
        settings: Settings,
    ) -> None:
        admin = administrator("admin")
        User.objects.filter(pk=admin.pk).update(email="admin@water.example")
        began = clock.now
        receiver.answers = [500] * 50
        office.publish("2.20")
        with serving(settings) as server:
            while webhook.is_on:
                run(webhook, clock)
                clock.now = webhook.next_at or clock.now
            self._mailed(server)
        assert clock.now - began == 24 * H
        assert len(receiver.received) == 8
        assert len(set(receiver.ids)) == 1
        assert (webhook.off_reason, webhook.off_at) == ("failing", clock.now)
        row = AuditRow.objects.latest("pk")
        assert (row.event, row.what, row.detail) == ("changed", "网络通知 大屏", "off: failing")
        clock.now += 48 * H
        run(webhook, clock)
        assert len(receiver.received) == 8

    def _mailed(self, server: MailServer) -> None:
        work()
        (mail,) = server.to("admin@water.example")
        assert subject_of(mail) == "四维：网络通知“大屏”已自动停用"
        assert "连续一天没有送达" in text_of(mail)
        assert "https://siwei.example/admin/webhooks/webhook/" in text_of(mail)

    def test_switched_on_again_it_goes_on_where_it_was(
        self, office: Office, webhook: Webhook, receiver: Receiver, clock: Clock
    ) -> None:
        office.publish("2.20")
        receiver.answers = [500]
        run(webhook, clock)
        switch_off(webhook, reason=OffReason.FAILING, now=clock.now)
        office.publish("2.21")
        assert run(webhook, clock).taken == 0
        switch_on(webhook, actor=None, now=clock.now)
        assert run(webhook, clock).taken == 2
        assert told(receiver)[1:] == [("actual.published", "2.20"), ("actual.corrected", "2.21")]

    def test_410_ends_it_at_once(
        self, office: Office, webhook: Webhook, receiver: Receiver, clock: Clock
    ) -> None:
        office.publish("2.20")
        receiver.answers = [410]
        run(webhook, clock)
        assert (webhook.off_reason, len(receiver.received)) == ("gone", 1)
        run(webhook, clock)
        assert len(receiver.received) == 1

    def test_switched_off_while_it_delivers(
        self,
        office: Office,
        webhook: Webhook,
        receiver: Receiver,
        clock: Clock,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        office.publish("2.20")
        office.publish("2.21")
        post = post_signed

        def posting(*args: Any, **kwargs: Any) -> Any:
            answered = post(*args, **kwargs)
            switch_off(webhook, reason=OffReason.STOPPED, now=clock.now)
            return answered

        with monkeypatch.context() as patch:
            patch.setattr(delivery, "post_signed", posting)
            assert run(webhook, clock).taken == 1
        assert webhook.off_reason == "stopped"
        switch_on(webhook, actor=None, now=clock.now)
        run(webhook, clock)
        assert [value for _kind, value in told(receiver)] == ["2.20", "2.21"]

    def test_a_history_that_does_not_know_where_it_was(
        self, office: Office, webhook: Webhook, receiver: Receiver, clock: Clock
    ) -> None:
        office.publish("2.20")
        Webhook.objects.update(position="A" * 27)
        run(webhook, clock)
        assert (webhook.off_reason, receiver.received) == ("lost", [])
        switch_on(webhook, actor=None, now=clock.now)
        office.publish("2.21")
        run(webhook, clock)
        assert told(receiver) == [("actual.corrected", "2.21")]
