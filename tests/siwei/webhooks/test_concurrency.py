"""Several deliver at once, and somebody publishes meanwhile: each message once, in order."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from siwei.webhooks.models import Webhook
from siwei.webhooks.services.delivery import deliver_awaited
from tests.factories import mini_plan
from tests.people import editor, open_year, reviewer
from tests.siwei.test_pages_changes import Office
from tests.siwei.webhooks.conftest import hook
from tests.siwei.webhooks.receiver import Receiver

VALUES = ("2.20", "2.21", "2.22", "2.23")
WORKERS = 4


@pytest.mark.django_db(transaction=True)
def test_many_workers_deliver_each_message_once_and_in_order(receiver: Receiver) -> None:
    mini_plan()
    open_year(2025)
    office = Office(editor("alice"), reviewer("rui"))
    webhook = hook(receiver.address())
    for value in VALUES[:2]:
        office.publish(value)
    at_once: list[int] = []
    now: list[int] = []

    def slow(handler: Any) -> None:
        now.append(1)
        at_once.append(len(now))
        handler.send_response(200)
        handler.end_headers()
        now.pop()

    receiver.answers = [slow] * len(VALUES)
    start = Barrier(WORKERS + 1)

    def deliver() -> int:
        try:
            start.wait()
            return sum(deliver_awaited(webhook.pk, clock=timezone.now).taken for _round in range(3))
        finally:
            connection.close()

    def publish() -> int:
        try:
            start.wait()
            for value in VALUES[2:]:
                office.publish(value)
            return 0
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS + 1) as pool:
        works = [pool.submit(deliver) for _ in range(WORKERS)] + [pool.submit(publish)]
        taken = sum(one.result() for one in works)
    taken += deliver_awaited(webhook.pk, clock=timezone.now).taken
    assert taken == len(VALUES)
    values = [got.verified(webhook.secret)["data"]["row"]["value"] for got in receiver.received]
    assert values == [float(value) for value in VALUES]
    assert set(at_once) == {1}
    webhook = Webhook.objects.get()
    assert (webhook.claim, webhook.failures) == ("", 0)
