"""The jobs that deliver, and who asks for them."""

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task

from common.jobs import enqueue, enqueue_later, runs_at_once
from siwei.webhooks.models import Webhook
from siwei.webhooks.selectors.webhooks import due
from siwei.webhooks.services.delivery import deliver_awaited, send_test

# After so long a job makes room for others, and comes again after them.
MOST = timedelta(seconds=30)
PRIORITY = -10  # mails go first


def ask_for_delivery(*, now: datetime) -> None:
    """Have the worker deliver what is being published, if it is committed.

    It locks no webhook, since whoever publishes waits for no receiver. For the same reason nothing
    is done where jobs run at once: there `manage.py send_webhooks` alone delivers.
    """
    if not runs_at_once(deliver):
        for webhook in due(now).values_list("pk", flat=True):
            enqueue(deliver, webhook)


@task(priority=PRIORITY)
def deliver(webhook_id: int) -> int:
    """The job: how many messages were taken. It comes again where more is left, or where one
    wasn't taken at the time of the next try."""
    turn = deliver_awaited(webhook_id, clock=timezone.now, most=MOST)
    if turn.failed:
        webhook = Webhook.objects.filter(pk=webhook_id, next_at__isnull=False).first()
        if webhook is not None and webhook.next_at is not None:
            enqueue_later(deliver, webhook.next_at, webhook_id)
    elif turn.is_more:
        enqueue(deliver, webhook_id)
    return turn.taken


@task(priority=PRIORITY)
def deliver_test(webhook_id: int) -> str:
    """The job: what came of a test."""
    webhook = Webhook.objects.filter(pk=webhook_id).first()
    return "" if webhook is None else send_test(webhook, clock=timezone.now).outcome.value
