"""Who delivers, and what is kept of it."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from siwei.webhooks.models import Attempt, Webhook
from siwei.webhooks.rules.messages import KEPT_ATTEMPTS
from siwei.webhooks.selectors.messages import awaited
from siwei.webhooks.services import delivery
from siwei.webhooks.services.delivery import deliver_awaited
from siwei.webhooks.services.signing import post_signed
from tests.siwei.test_pages_changes import Office
from tests.siwei.webhooks.conftest import Clock, hook, run, told
from tests.siwei.webhooks.receiver import Receiver

S, M, H = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


class TestWhoDelivers:
    def test_a_claim_keeps_others_out_until_it_ends(
        self, office: Office, webhook: Webhook, receiver: Receiver, clock: Clock
    ) -> None:
        office.publish("2.20")
        end = clock.now + delivery.LEASE
        Webhook.objects.update(claim="another process", claimed_until=end)
        assert run(webhook, clock).taken == 0
        assert webhook.claim == "another process"
        clock.now = end + S
        assert run(webhook, clock).taken == 1
        assert (webhook.claim, webhook.claimed_until) == ("", None)

    def test_who_lost_its_claim_writes_nothing_over_the_other(
        self,
        office: Office,
        webhook: Webhook,
        receiver: Receiver,
        clock: Clock,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """It was away for longer than its claim lasts, in the middle of a message."""
        office.publish("2.20")
        office.publish("2.21")
        post = post_signed

        def posting(*args: Any, **kwargs: Any) -> Any:
            monkeypatch.setattr(delivery, "post_signed", post)
            clock.now += delivery.LEASE + S
            assert deliver_awaited(webhook.pk, clock=clock).taken == 2
            return post(*args, **kwargs)

        monkeypatch.setattr(delivery, "post_signed", posting)
        run(webhook, clock)
        assert [value for _kind, value in told(receiver)] == ["2.20", "2.21", "2.20"]
        assert run(webhook, clock).taken == 0

    def test_what_is_published_at_its_last_look_is_not_left(
        self,
        office: Office,
        webhook: Webhook,
        receiver: Receiver,
        clock: Clock,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        office.publish("2.20")
        read = awaited
        late = iter(["2.21"])

        def reading(one: Webhook, **options: Any) -> Any:
            found = read(one, **options)
            if value := next(late, None):
                office.publish(value)
                assert deliver_awaited(webhook.pk, clock=clock).taken == 0  # its job is turned away
            return found

        monkeypatch.setattr(delivery, "awaited", reading)
        run(webhook, clock)
        assert [value for _kind, value in told(receiver)] == ["2.20", "2.21"]

    def test_a_turn_is_over_and_says_that_there_is_more(
        self, office: Office, webhook: Webhook, receiver: Receiver, clock: Clock
    ) -> None:
        for value in ("2.20", "2.21", "2.22"):
            office.publish(value)

        def answer(handler: Any) -> None:
            clock.now += 20 * S
            handler.send_response(200)
            handler.end_headers()

        receiver.answers = [answer, answer, answer]
        turn = deliver_awaited(webhook.pk, clock=clock, most=30 * S)
        assert (turn.taken, turn.is_more) == (2, True)

    def test_its_questions_to_the_database(
        self,
        office: Office,
        webhook: Webhook,
        clock: Clock,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        with django_assert_num_queries(12):
            run(webhook, clock)


def test_so_many_attempts_are_kept(
    office: Office, webhook: Webhook, receiver: Receiver, clock: Clock
) -> None:
    other = hook(receiver.address(), name="另一个")
    delivery.send_test(other, clock=clock)
    for _ in range(KEPT_ATTEMPTS + 3):
        delivery.send_test(webhook, clock=clock)
    assert Attempt.objects.filter(webhook=webhook).count() == KEPT_ATTEMPTS
    assert Attempt.objects.filter(webhook=other).count() == 1


def test_a_test_moves_nothing(
    office: Office, webhook: Webhook, receiver: Receiver, clock: Clock
) -> None:
    office.publish("2.20")
    receiver.answers = [500]
    delivery.send_test(webhook, clock=clock)
    webhook.refresh_from_db()
    assert webhook.failures == 0
    said = receiver.received[0].verified(webhook.secret)
    assert said["type"] == "webhook.test"
    run(webhook, clock)
    assert [attempt.type for attempt in Attempt.objects.order_by("pk")] == [
        *("webhook.test", "actual.published")
    ]
