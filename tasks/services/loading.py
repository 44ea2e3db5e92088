"""Writes tasks into the history as their plans are loaded."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from common.chunks import chunks
from common.records.models import HistoryRow, Record
from common.records.rules.chain import Content
from common.records.rules.doors import Door
from common.records.services.history import HistoryStep, append, lock
from indicators.plans.models import Plan
from tasks.models import Task
from tasks.rules.history import LOAD, REMOVE, TASK, task_key
from tasks.services.task_content import contents_of


def record_tasks(*, plans: Sequence[Plan], now: datetime, door: Door) -> int:
    """Add a history row for each task of `plans` that says something else than its last row, and
    for each that is gone; returns how many. Within the transaction that stored them."""
    contents = contents_of(Task.objects.filter(plan__in=plans))
    records = lock(TASK, _known(plans), create=contents.keys())
    last = _last(list(records.values()))
    steps = []
    for key, record in records.items():
        before, after = last.get(record.pk), contents.get(key)
        if before != after:
            action = REMOVE if after is None else LOAD
            steps.append(
                HistoryStep(record, action, at=now, by=None, door=door, before=before, after=after)
            )
    return len(append(steps))


def _known(plans: Sequence[Plan]) -> list[str]:
    """The keys of all tasks that the plans ever had."""
    return [
        key
        for plan in plans
        for key in Record.objects.filter(
            kind=TASK, key__startswith=task_key(plan.slug, "")
        ).values_list("key", flat=True)
    ]


def _last(records: Sequence[Record]) -> dict[int, Content | None]:
    """What the last row of each left, by the pk of the record."""
    found: dict[int, Content | None] = {}
    for some in chunks([record.pk for record in records]):
        rows = HistoryRow.objects.filter(record__in=some, number=F("record__number"))
        found |= dict(rows.values_list("record_id", "after"))
    return found
