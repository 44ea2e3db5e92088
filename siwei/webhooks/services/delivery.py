"""Delivers what a webhook awaits: in order, each message until it is taken, at least once.

Whoever delivers claims the webhook for two minutes, message by message, instead of locking its
row: a receiver may take ten seconds, for which no transaction may stay open (on SQLite nobody
could write meanwhile). What a process that dies has claimed is free again by itself.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from django.db import transaction
from django.db.models import Q, Subquery

from siwei.change_feed.selectors.feed import NotOfThisHistory
from siwei.webhooks.models import Attempt, Webhook, new_nonce
from siwei.webhooks.rules.enums import OffReason, Outcome
from siwei.webhooks.rules.messages import KEPT_ATTEMPTS, Message, test_message
from siwei.webhooks.rules.pauses import next_try
from siwei.webhooks.selectors.messages import awaited
from siwei.webhooks.selectors.webhooks import due
from siwei.webhooks.services.sending import Answer
from siwei.webhooks.services.signing import post_signed
from siwei.webhooks.services.webhooks import switch_off

Clock: TypeAlias = Callable[[], datetime]

LEASE = timedelta(minutes=2)


@dataclass(slots=True)
class Turn:
    """What one process delivered. `failed`: its last message wasn't taken; `is_more`: its time was
    over before everything was delivered."""

    end: datetime | None
    taken: int = 0
    failed: bool = False
    is_more: bool = False

    def is_over(self, now: datetime) -> bool:
        return self.end is not None and now >= self.end


def deliver_awaited(webhook_id: int, *, clock: Clock, most: timedelta | None = None) -> Turn:
    """Deliver until nothing is left, a message isn't taken, or one is and `most` of time is over.

    Where another process delivers, nothing is done here. That one looks again once it has let the
    webhook go, so what is published at its last look isn't left.
    """
    turn = Turn(None if most is None else clock() + most)
    while webhook := _claimed(webhook_id, clock()):
        try:
            _deliver_page(webhook, clock, turn)
        finally:
            mine = Webhook.objects.filter(pk=webhook_id, claim=webhook.claim)
            mine.update(claim="", claimed_until=None)
        turn.is_more = has_more(webhook_id, now=clock())
        if not turn.is_more or turn.is_over(clock()):
            break
    return turn


def has_more(webhook_id: int, *, now: datetime) -> bool:
    """Whether something could be delivered now."""
    webhook = due(now).filter(pk=webhook_id).first()
    return webhook is not None and bool(awaited(webhook, most=1).messages)


def send_test(webhook: Webhook, *, clock: Clock) -> Answer:
    """Send a message that says nothing, to see whether it arrives; once, and whether or not the
    webhook is on."""
    now = clock()
    message = test_message(webhook.pk, name=webhook.name, nonce=new_nonce(), now=now)
    answer = post_signed(webhook, message, now=now)
    _keep_attempt(webhook, message, answer, number=0, now=now)
    return answer


def _claimed(webhook_id: int, now: datetime) -> Webhook | None:
    """The webhook, if it is due and nobody else delivers. Of two that ask at once, one gets it."""
    claim = new_nonce()
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)
    due(now).filter(free, pk=webhook_id).update(claim=claim, claimed_until=now + LEASE)
    return Webhook.objects.filter(pk=webhook_id, claim=claim).first()


def _deliver_page(webhook: Webhook, clock: Clock, turn: Turn) -> None:
    try:
        page = awaited(webhook)
    except NotOfThisHistory:
        switch_off(webhook, reason=OffReason.LOST, now=clock())
        return
    for message in page.messages:
        if (turn.taken and turn.is_over(clock())) or not _deliver(webhook, message, clock, turn):
            return
    # Past what isn't for this webhook, too.
    mine = Webhook.objects.filter(pk=webhook.pk, claim=webhook.claim)
    mine.update(position=page.position)


def _deliver(webhook: Webhook, message: Message, clock: Clock, turn: Turn) -> bool:
    """Send a message once; whether the next one may follow."""
    now = clock()
    mine = due(now).filter(pk=webhook.pk, claim=webhook.claim)
    if not mine.update(claimed_until=now + LEASE):
        return False  # switched off, removed or taken over
    answer = post_signed(webhook, message, now=now)
    turn.failed = answer.outcome != Outcome.DELIVERED
    turn.taken += not turn.failed
    return _keep(webhook, message, answer, now=clock())


@transaction.atomic
def _keep(webhook: Webhook, message: Message, answer: Answer, *, now: datetime) -> bool:
    """Note what came of an attempt; whether the next message may follow."""
    mine = Webhook.objects.select_for_update().filter(pk=webhook.pk, claim=webhook.claim)
    stored = mine.first()
    if stored is None:
        return False
    number = stored.failures + 1
    _keep_attempt(stored, message, answer, number=number, now=now)
    if answer.outcome == Outcome.DELIVERED:
        stored.position = message.position
        stored.failures, stored.failing_since, stored.next_at = 0, None, None
    else:
        stored.failures, stored.failing_since = number, stored.failing_since or now
        stored.next_at = next_try(
            failures=number, since=stored.failing_since, now=now, chance=random.random()
        )
    stored.save(update_fields=["position", "failures", "failing_since", "next_at"])
    if answer.outcome == Outcome.GONE:
        switch_off(stored, reason=OffReason.GONE, now=now)
    elif stored.failures and stored.next_at is None:
        switch_off(stored, reason=OffReason.FAILING, now=now)
    return answer.outcome == Outcome.DELIVERED


def _keep_attempt(
    webhook: Webhook, message: Message, answer: Answer, *, number: int, now: datetime
) -> None:
    attempts = Attempt.objects.filter(webhook=webhook)
    attempts.create(
        webhook=webhook,
        at=now,
        message=message.id,
        type=message.type,
        number=number,
        outcome=answer.outcome.value,
        status=answer.status,
        milliseconds=answer.milliseconds,
        answer=answer.text,
    )
    last_kept = attempts.order_by("-pk").values("pk")[KEPT_ATTEMPTS - 1 : KEPT_ATTEMPTS]
    attempts.filter(pk__lt=Subquery(last_kept)).delete()
