"""What is told of what is published, and what isn't."""

from typing import Any

import pytest
from pytest_django import Settings
from standardwebhooks import WebhookVerificationError

from departments.models import Region
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import parse_key
from indicators.plans.models import Indicator
from siwei.webhooks.models import Webhook
from tests.siwei.test_pages_changes import TOTAL, Office
from tests.siwei.webhooks.conftest import Clock, hook, run, told
from tests.siwei.webhooks.receiver import Receiver

IRRIGATION = parse_key("140300.irrigation_efficiency.2025")


class TestWhatIsSent:
    def test_a_publication_as_anybody_reads_it_signed(
        self, office: Office, webhook: Webhook, receiver: Receiver, clock: Clock, client: Any
    ) -> None:
        office.publish("2.20")
        run(webhook, clock)
        (got,) = receiver.received
        said = got.verified(webhook.secret)
        assert said["type"] == "actual.published"
        assert said["data"]["key"] == str(TOTAL)
        # The digits of the source, in the bytes themselves.
        assert b'"value":2.20' in got.body
        row = client.get(f"/api/v1/actuals/{TOTAL}/").json()
        assert said["data"]["row"] == row
        assert said["data"] == client.get("/api/v1/changes/").json()["results"][-1]
        assert said["timestamp"] == said["data"]["at"] == row["updated_at"]
        assert got.headers["content-type"] == "application/json"
        assert got.id.startswith("msg_") and "." not in got.id

    def test_another_secret_finds_it_wrong(
        self, office: Office, webhook: Webhook, receiver: Receiver, clock: Clock
    ) -> None:
        office.publish("2.20")
        other = hook(receiver.address(), name="另一个")
        run(webhook, clock)
        with pytest.raises(WebhookVerificationError):
            receiver.received[0].verified(other.secret)

    def test_everything_once_and_in_order(
        self, office: Office, webhook: Webhook, receiver: Receiver, clock: Clock
    ) -> None:
        office.publish("2.20")
        office.publish("2.21")
        office.retract()
        office.publish("2.22")
        office.remove()
        assert run(webhook, clock).taken == 5
        assert told(receiver) == [
            ("actual.published", "2.20"),
            ("actual.corrected", "2.21"),
            ("actual.withdrawn", "None"),
            ("actual.published", "2.22"),
            ("actual.removed", None),
        ]
        assert len(set(receiver.ids)) == 5
        assert run(webhook, clock).taken == 0

    def test_no_draft(
        self, office: Office, webhook: Webhook, receiver: Receiver, clock: Clock
    ) -> None:
        office.publish("2.20")
        run(webhook, clock)
        office.do(Action.REOPEN, TOTAL, why="内部的理由")
        run(webhook, clock)
        assert len(receiver.received) == 1
        assert "内部" not in receiver.received[0].body.decode()

    def test_what_was_published_before_it_was_made_is_not_told(
        self, office: Office, receiver: Receiver, clock: Clock
    ) -> None:
        office.publish("2.20")
        webhook = hook(receiver.address())
        office.publish("2.21")
        run(webhook, clock)
        assert told(receiver) == [("actual.corrected", "2.21")]

    @pytest.mark.parametrize(
        ("regions", "indicators", "number"),
        [
            ([], [], 2),
            (["140300"], [], 2),
            (["140000"], [], 2),  # what lies in it, too
            (["140100"], [], 0),
            (["140321"], [], 0),  # not what it lies in
            ([], ["total_water_use"], 1),
            (["140000"], ["irrigation_efficiency"], 1),
            (["140100"], ["total_water_use"], 0),
        ],
    )
    def test_of_what_it_asks_for(
        self,
        office: Office,
        receiver: Receiver,
        clock: Clock,
        regions: list[str],
        indicators: list[str],
        number: int,
    ) -> None:
        wanted = {
            "regions": Region.objects.filter(pk__in=regions),
            "indicators": Indicator.objects.filter(pk__in=indicators),
        }
        webhook = hook(receiver.address(), **wanted)
        office.publish("2.20")
        office.publish("0.561", IRRIGATION)
        before = webhook.position
        run(webhook, clock)
        assert len(receiver.received) == number
        # Past what isn't for it as well: it isn't read again.
        assert webhook.position != before

    def test_a_page_after_the_other(
        self,
        office: Office,
        webhook: Webhook,
        receiver: Receiver,
        clock: Clock,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("siwei.webhooks.selectors.messages.AT_ONCE", 2)
        for value in ("2.20", "2.21", "2.22", "2.23", "2.24"):
            office.publish(value)
        run(webhook, clock)
        assert [value for _kind, value in told(receiver)] == [
            *("2.20", "2.21", "2.22", "2.23", "2.24")
        ]

    def test_what_a_closed_installation_publishes(
        self,
        office: Office,
        webhook: Webhook,
        receiver: Receiver,
        clock: Clock,
        settings: Settings,
    ) -> None:
        """An administrator chose who is told."""
        settings.PUBLIC_READ = False
        office.publish("2.20")
        run(webhook, clock)
        assert told(receiver) == [("actual.published", "2.20")]
