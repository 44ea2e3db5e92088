"""Writes history: the one builder of a history row, and the one publisher."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import connection

from common.chunks import chunks
from common.records.models import HistoryRow, Publication, Record
from common.records.rules.chain import SCHEME, Content, digest
from common.records.rules.doors import Door
from common.records.rules.publications import Ending
from common.records.services.keys import current_digest
from common.records.services.kinds import kind_of
from common.records.services.sealing import seal_rows
from common.records.services.stored import content_of
from common.records.signals import appended
from common.rows import update_locked


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """What happened to one thing. `record` is locked, and has no other step in the same call.

    `before` is None where the thing wasn't there, `after` where it is gone; `by` is None for
    Siwei itself.
    """

    record: Record
    action: str
    at: datetime
    by: User | None
    door: Door
    before: Content | None
    after: Content | None
    reason: str = ""


def lock(kind: str, keys: Collection[str], *, create: Collection[str] = ()) -> dict[str, Record]:
    """The records of `keys`, locked until the transaction ends, by key; what isn't there isn't in
    the answer. Those of `create` are made first where they are missing.

    Two people who make the same record at once wait for each other here, and find it then. All
    are made and locked in the order of their keys, so that two batches never wait for each
    other's locks.
    """
    made = [Record(kind=kind, key=key) for key in sorted(create)]
    if made:
        Record.objects.bulk_create(made, ignore_conflicts=True)
    found: dict[str, Record] = {}
    for some in chunks(sorted({*keys, *create})):
        rows = Record.objects.select_for_update().filter(kind=kind, key__in=some)
        found |= {row.key: row for row in rows.order_by("key")}
    return found


def lock_all() -> None:
    """Lock every record until the transaction ends: for one that appends more than once.

    `append` ends with the lock of the head, after which nothing else may be locked: somebody who
    holds that may be waiting for the head. So who goes on after an `append` comes here before the
    first one. SQLite has one writer at a time; on PostgreSQL writers wait, and readers don't.
    """
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(Record._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")


def forget_unused(records: Collection[Record]) -> None:
    """Take away those of the locked `records` that never got a history row."""
    unused = [record.pk for record in records if record.number == 0]
    for some in chunks(unused):
        Record.objects.filter(pk__in=some, number=0).delete()


def append(steps: Sequence[HistoryStep]) -> list[HistoryRow]:
    """Append a history row for each of `steps`, move the heads of their records on, and publish
    or end what follows from them. A fixed number of statements, but for chunks.

    The lock of the head, in the order of which rows are numbered and committed, is the last one.
    """
    if not steps:
        return []
    rows = [_row(step) for step in steps]
    update_locked([step.record for step in steps], ["number", "hash"])
    _publish(rows)
    seal_rows(rows)
    HistoryRow.objects.bulk_create(rows)
    appended.send(HistoryRow, rows=rows)
    return rows


def _row(step: HistoryStep) -> HistoryRow:
    """The next row of the step's record, whose head moves on to it."""
    record = step.record
    row = HistoryRow(
        record=record,
        number=record.number + 1,
        at=step.at,
        by=step.by,
        username=step.by.get_username() if step.by else "",
        full_name=step.by.get_full_name() if step.by else "",
        door=step.door.kind.value,
        door_name=step.door.name,
        scheme=SCHEME,
        digest=current_digest(),
        action=step.action,
        before=None if step.before is None else dict(step.before),
        after=None if step.after is None else dict(step.after),
        reason=step.reason,
        previous_hash=record.hash,
    )
    row.hash = digest(content_of(row, record), row.previous_hash, row.digest)
    record.number, record.hash = row.number, row.hash
    return row


def _publish(rows: Sequence[HistoryRow]) -> None:
    """Open a publication for each row that publishes; what was public before ends at that moment.

    A change that publishes nothing, such as a correction under way, leaves it open.
    """
    effects = [(row, kind_of(row.record.kind).effect(row.action, row.after)) for row in rows]
    ended = {row.record_id: (row, Ending.REPLACED) for row, effect in effects if effect.content}
    ended |= {row.record_id: (row, effect.ends) for row, effect in effects if effect.ends}
    # What has one row only was never public before.
    pks = [pk for pk, (row, _ending) in ended.items() if row.number > 1]
    for some in chunks(pks):
        public = Publication.objects.filter(record__in=some, ended_at__isnull=True)
        still_open = list(public.order_by("record_id"))
        for one in still_open:
            row, ending = ended[one.record_id]
            one.ended_at, one.ended_by = row.at, ending.value
        update_locked(still_open, ["ended_at", "ended_by"])
    Publication.objects.bulk_create(
        Publication(
            record_id=row.record_id,
            version=row.number,
            content=dict(effect.content),
            published_at=row.at,
        )
        for row, effect in effects
        if effect.content is not None
    )
