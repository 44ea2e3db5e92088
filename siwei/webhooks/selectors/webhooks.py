"""Reads webhooks."""

from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from siwei.webhooks.models import Attempt, Webhook


def due(now: datetime) -> QuerySet[Webhook]:
    """The webhooks to which something may be sent now: on, and not between two tries."""
    return Webhook.objects.filter(Q(next_at__isnull=True) | Q(next_at__lte=now), off_reason="")


def with_last_attempts(webhooks: QuerySet[Webhook]) -> QuerySet[Webhook]:
    """Each with `last_at`, `last_outcome` and `last_status` of its last attempt."""
    last = Attempt.objects.filter(webhook=OuterRef("pk")).order_by("-pk")
    columns = {"last_at": "at", "last_outcome": "outcome", "last_status": "status"}
    return webhooks.annotate(
        **{name: Subquery(last.values(column)[:1]) for name, column in columns.items()}
    )
