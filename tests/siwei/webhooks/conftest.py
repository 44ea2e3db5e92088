"""A receiver in a thread, to which the tests' own network leads."""

import json
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from ipaddress import ip_network
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from siwei.webhooks.models import Webhook
from siwei.webhooks.services.delivery import Turn, deliver_awaited
from siwei.webhooks.services.webhooks import make_webhook
from tests.factories import mini_plan
from tests.people import editor, open_year, reviewer
from tests.siwei.test_pages_changes import Office
from tests.siwei.webhooks.receiver import Receiver, receiving


@pytest.fixture
def own_network(settings: Settings) -> None:
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.0/8")]


@pytest.fixture
def receiver(own_network: None) -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


class Clock:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.now = timezone.now()

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(db: None) -> Office:
    """A clerk and a reviewer of a city."""
    mini_plan()
    open_year(2025)
    return Office(editor("alice"), reviewer("rui"))


def hook(address: str, **options: Any) -> Webhook:
    """A webhook that a command made, told from now on."""
    sent = {"name": "大屏", "address": address, "actor": None, "now": timezone.now()} | options
    return make_webhook(**sent)


@pytest.fixture
def webhook(office: Office, receiver: Receiver) -> Webhook:
    return hook(receiver.address())


def run(webhook: Webhook, clock: Clock) -> Turn:
    turn = deliver_awaited(webhook.pk, clock=clock)
    webhook.refresh_from_db()
    return turn


def told(receiver: Receiver) -> list[tuple[str, str | None]]:
    """Kind, and the value of a row, of each message."""
    said = [json.loads(got.body, parse_float=Decimal) for got in receiver.received]
    return [
        (one["type"], str(one["data"]["row"]["value"]) if one["data"]["row"] else None)
        for one in said
    ]
