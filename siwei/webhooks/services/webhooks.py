"""Makes webhooks, changes them, switches them on and off. Administrators and commands alone do."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from common.audit.rules import Event
from common.audit.services import record
from departments.models import Region
from departments.services.mail import mail_soon
from indicators.plans.models import Indicator
from siwei.webhooks.models import Webhook, new_nonce
from siwei.webhooks.rules.enums import OffReason
from siwei.webhooks.selectors.messages import end_of_feed

MAIL = "webhooks/mail/switched_off.txt"


class NotAnAdministrator(Exception):
    """Webhooks are an administrator's."""


@transaction.atomic
def make_webhook(
    *,
    name: str,
    address: str,
    regions: Collection[Region] = (),
    indicators: Collection[Indicator] = (),
    actor: User | None,
    now: datetime,
) -> Webhook:
    """A webhook that is told what is published from now on; `actor` is None for a command.

    Whether `address` may be sent to is asked at each sending; a form asks before, to say so.
    Raises `NotAnAdministrator`.
    """
    _check(actor)
    webhook = Webhook.objects.create(
        name=name, address=address, made_by=actor, made_at=now, position=end_of_feed()
    )
    webhook.regions.set(regions)
    webhook.indicators.set(indicators)
    _record(webhook, Event.KEY_MADE, actor=actor, now=now)
    return webhook


@transaction.atomic
def change_webhook(
    webhook: Webhook, *, name: str, address: str, actor: User | None, now: datetime
) -> None:
    """Give it another name or address; at another address it is tried at once."""
    _check(actor)
    stored = Webhook.objects.select_for_update().get(pk=webhook.pk)
    if stored.address != address:
        _forget_failures(stored)
    stored.name, stored.address = name, address
    stored.save(update_fields=["name", "address", "failures", "failing_since", "next_at"])


@transaction.atomic
def renew_secret(webhook: Webhook, *, actor: User | None, now: datetime) -> None:
    """Give it another secret. The former one signs beside it for a day, so that its receiver has
    time to change; any before that ends now."""
    _check(actor)
    stored = Webhook.objects.select_for_update().get(pk=webhook.pk)
    stored.former_nonce, stored.nonce, stored.renewed_at = stored.nonce, new_nonce(), now
    stored.save(update_fields=["former_nonce", "nonce", "renewed_at"])
    webhook.nonce = stored.nonce
    _record(stored, Event.KEY_MADE, actor=actor, now=now)


@transaction.atomic
def switch_on(webhook: Webhook, *, actor: User | None, now: datetime) -> None:
    """Go on where it was switched off: nothing that was published meanwhile is left out. Where
    nobody knows any more where that was, go on from now."""
    _check(actor)
    stored = Webhook.objects.select_for_update().get(pk=webhook.pk)
    if stored.is_on:
        return
    _forget_failures(stored)
    if stored.off_reason == OffReason.LOST:
        stored.position = end_of_feed()
    stored.off_reason, stored.off_at = "", None
    stored.save()
    _record(stored, Event.CHANGED, actor=actor, now=now, detail="on")


@transaction.atomic
def switch_off(
    webhook: Webhook, *, reason: OffReason, actor: User | None = None, now: datetime
) -> None:
    """Send nothing more. Where Siwei itself gives up, administrators are mailed."""
    if reason == OffReason.STOPPED:
        _check(actor)
    stored = Webhook.objects.select_for_update().get(pk=webhook.pk)
    if not stored.is_on:
        return
    stored.off_reason, stored.off_at, stored.next_at = reason.value, now, None
    stored.save(update_fields=["off_reason", "off_at", "next_at"])
    _record(stored, Event.CHANGED, actor=actor, now=now, detail=f"off: {reason.value}")
    if reason != OffReason.STOPPED:
        _mail(stored, reason)


def _check(actor: User | None) -> None:
    if actor is not None and not (actor.is_superuser and actor.is_active):
        raise NotAnAdministrator


def _forget_failures(webhook: Webhook) -> None:
    webhook.failures, webhook.failing_since, webhook.next_at = 0, None, None


def _record(
    webhook: Webhook, event: Event, *, actor: User | None, now: datetime, detail: str = ""
) -> None:
    what = f"{Webhook._meta.verbose_name} {webhook.name}"
    record(event=event, now=now, actor=actor, what=what, detail=detail)


def _mail(webhook: Webhook, reason: OffReason) -> None:
    administrators = User.objects.filter(is_superuser=True, is_active=True)
    context = {
        "name": webhook.name,
        "reason": reason.value,
        "path": reverse("admin:webhooks_webhook_change", args=[webhook.pk]),
    }
    readers = list(administrators.values_list("pk", flat=True))
    mail_soon(user_ids=readers, template=MAIL, context=context)
