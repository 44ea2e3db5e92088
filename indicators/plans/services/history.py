"""Writes what plans promise into the history."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from common.records.models import HistoryRow
from common.records.rules.doors import Door
from common.records.services.history import HistoryStep, append, lock
from indicators.plans.models import Plan
from indicators.plans.rules.history import KIND, LOAD
from indicators.plans.services.promised import promised


def record_promises(*, plans: Sequence[Plan], now: datetime, door: Door) -> int:
    """Add a history row for each of `plans` that says something else than its last row; returns
    how many. Within the transaction that stored them."""
    slugs = [plan.slug for plan in plans]
    records = lock(KIND, slugs, create=slugs)
    rows = HistoryRow.objects.filter(record__in=records.values(), number=F("record__number"))
    last = dict(rows.values_list("record_id", "after"))
    steps = []
    for plan in plans:
        record = records[plan.slug]
        before, after = last.get(record.pk), promised(plan)
        if before != after:
            steps.append(
                HistoryStep(record, LOAD, at=now, by=None, door=door, before=before, after=after)
            )
    return len(append(steps))
