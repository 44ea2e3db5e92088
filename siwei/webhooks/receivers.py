"""What is published has to be told."""

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from common.records.models import HistoryRow
from common.records.services.kinds import kind_of
from common.records.signals import appended


@receiver(appended)
def published(rows: Sequence[HistoryRow], **_: Any) -> None:
    """The jobs are part of the transaction that publishes: what is rolled back is never told. For
    a draft there are none, so nobody sees by them how much is drafted."""
    # Not before: what only loads plans needs nothing of what shows them.
    from siwei.webhooks.services.jobs import ask_for_delivery  # noqa: PLC0415

    if any(row.action in kind_of(row.record.kind).public_actions for row in rows):
        ask_for_delivery(now=timezone.now())
