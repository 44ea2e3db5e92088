"""The secret that signs: shown once, stored nowhere, renewed without a gap."""

import logging

import pytest
from pytest_django import Settings
from standardwebhooks import WebhookVerificationError

from common.audit.models import AuditRow
from siwei.webhooks.models import OVERLAP, Attempt, Webhook
from siwei.webhooks.services.webhooks import renew_secret
from tests.siwei.test_pages_changes import Office
from tests.siwei.webhooks.conftest import Clock, hook, run
from tests.siwei.webhooks.receiver import Receiver


class TestSecrets:
    def test_it_is_nowhere_in_the_database_and_of_one_webhook(
        self, office: Office, webhook: Webhook, receiver: Receiver
    ) -> None:
        other = hook(receiver.address(), name="另一个")
        assert webhook.secret != other.secret
        assert webhook.secret.startswith("whsec_")
        stored = str(Webhook.objects.values().get(pk=webhook.pk))
        assert webhook.secret not in stored
        assert webhook.secret.removeprefix("whsec_") not in stored

    def test_for_a_day_the_former_one_is_right_as_well(
        self, office: Office, webhook: Webhook, receiver: Receiver, clock: Clock
    ) -> None:
        former = webhook.secret
        renew_secret(webhook, actor=None, now=clock.now)
        assert webhook.secret != former
        office.publish("2.20")
        run(webhook, clock)
        receiver.received[0].verified(former)
        receiver.received[0].verified(webhook.secret)
        Webhook.objects.update(renewed_at=clock.now - OVERLAP)
        office.publish("2.21")
        run(webhook, clock)
        receiver.received[1].verified(webhook.secret)
        with pytest.raises(WebhookVerificationError):
            receiver.received[1].verified(former)

    def test_a_former_secret_key_of_siwei_still_signs(
        self,
        office: Office,
        webhook: Webhook,
        receiver: Receiver,
        clock: Clock,
        settings: Settings,
    ) -> None:
        known = webhook.secret
        settings.SECRET_KEY, former = "another", settings.SECRET_KEY
        settings.SECRET_KEY_FALLBACKS = [former]
        office.publish("2.20")
        run(webhook, clock)
        receiver.received[0].verified(known)
        settings.SECRET_KEY_FALLBACKS = []
        office.publish("2.21")
        run(webhook, clock)
        with pytest.raises(WebhookVerificationError):
            receiver.received[1].verified(known)

    def test_no_log_has_it(
        self,
        office: Office,
        webhook: Webhook,
        receiver: Receiver,
        clock: Clock,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        office.publish("2.20")
        receiver.answers = [500]
        with caplog.at_level(logging.DEBUG):
            run(webhook, clock)
            renew_secret(webhook, actor=None, now=clock.now)
        audited = str(list(AuditRow.objects.values()))
        for text in (caplog.text, audited, str(list(Attempt.objects.values()))):
            assert webhook.secret.removeprefix("whsec_") not in text
