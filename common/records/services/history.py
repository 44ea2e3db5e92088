"""Writes history: the one builder of a history row, and the one publisher."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from common.chunks import chunks
from common.records.models import HistoryRow, Publication, Record
from common.records.rules.chain import Content, Link, RowContent, digest
from common.records.rules.publications import Ending
from common.records.services.kinds import kind_of
from common.rows import update_locked


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """What happened to one thing. `record` is locked, and has no other step in the same call.

    `before` is None where the thing wasn't there, `after` where it is gone; `by` is the pk of a
    user, None for Siwei itself.
    """

    record: Record
    action: str
    at: datetime
    by: int | None
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


def forget_unused(records: Collection[Record]) -> None:
    """Take away those of the locked `records` that never got a history row."""
    unused = [record.pk for record in records if record.number == 0]
    for some in chunks(unused):
        Record.objects.filter(pk__in=some, number=0).delete()


def append(steps: Sequence[HistoryStep]) -> list[HistoryRow]:
    """Append a history row for each of `steps`, move the heads of their records on, and publish
    or end what follows from them. A fixed number of statements, but for chunks."""
    rows = [_row(step) for step in steps]
    HistoryRow.objects.bulk_create(rows)
    update_locked([step.record for step in steps], ["number", "hash"])
    _publish(rows)
    return rows


def link(row: HistoryRow, record: Record) -> Link:
    """A stored row as the rules of the chain see it."""
    return Link(content_of(row, record), row.previous_hash, row.hash)


def content_of(row: HistoryRow, record: Record) -> RowContent:
    """What the hash of a stored row covers."""
    return RowContent(
        kind=record.kind,
        key=record.key,
        number=row.number,
        at=row.at,
        by=row.by_id,
        action=row.action,
        before=row.before,
        after=row.after,
        reason=row.reason,
    )


def _row(step: HistoryStep) -> HistoryRow:
    """The next row of the step's record, whose head moves on to it."""
    record = step.record
    row = HistoryRow(
        record=record,
        number=record.number + 1,
        at=step.at,
        by_id=step.by,
        action=step.action,
        before=None if step.before is None else dict(step.before),
        after=None if step.after is None else dict(step.after),
        reason=step.reason,
        previous_hash=record.hash,
    )
    row.hash = digest(content_of(row, record), row.previous_hash)
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
        still_open = list(Publication.objects.filter(record__in=some, ended_at__isnull=True))
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
