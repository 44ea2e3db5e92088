"""Removes the statements that the demonstration invented. They are made by `saying.say`, as those
of people are."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from common.records.models import Evidence, HistoryRow
from common.records.rules.doors import by_command
from common.records.services.history import HistoryStep, append, lock_all
from common.records.services.verification import check
from tasks.models import Statement
from tasks.rules.history import KIND, REMOVE

DOOR = by_command("demo")


class SaidNotInvented(Exception):
    """Statements that are marked as invented, and whose history doesn't prove it."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(", ".join(keys))
        self.keys = keys


@transaction.atomic
def remove_invented_statements(*, now: datetime) -> int:
    """Remove every statement that was invented; returns how many.

    A history row says of each that it was removed; its history and its files stay, the latter
    marked as removed. The mark in the table proves nothing: each marked statement must be what its
    history says, seals included, and the demonstration must have said it, or somebody in reply to
    it. Where one isn't, nothing is removed: raises `SaidNotInvented`.
    """
    lock_all()
    marked = list(Statement.objects.filter(demo=True).select_related("record").order_by("-pk"))
    last = _last_rows(marked)
    _refuse_unproved(marked, last)
    append(
        [
            HistoryStep(
                one.record, REMOVE, now, None, DOOR, before=last[one.record_id].after, after=None
            )
            for one in marked
        ]
    )
    files = Evidence.objects.filter(record__in=[*last], removed_at__isnull=True)
    files.update(removed_at=now)
    # Replies go before what they reply to.
    for one in marked:
        one.delete()
    return len(marked)


def _last_rows(marked: Sequence[Statement]) -> dict[int, HistoryRow]:
    """The last history row of each, by the pk of its record."""
    rows = HistoryRow.objects.filter(
        record__in=[one.record_id for one in marked], number=F("record__number")
    )
    return {row.record_id: row for row in rows}


def _refuse_unproved(marked: Sequence[Statement], last: Mapping[int, HistoryRow]) -> None:
    """Raises `SaidNotInvented` unless each was said through the door of the demonstration, or in
    reply to such a one, and is what it was then."""
    invented = {one.pk for one in marked}
    elsewhere = [
        one.record.key
        for one in marked
        if one.record_id not in last
        or (
            one.about_id not in invented
            and (last[one.record_id].door, last[one.record_id].door_name) != (DOOR.kind, DOOR.name)
        )
    ]
    found = check(kind=KIND, records=[one.record_id for one in marked])
    if doubtful := [*elsewhere, *(one.key for one in found if one.faults)]:
        raise SaidNotInvented(sorted(set(doubtful)))
