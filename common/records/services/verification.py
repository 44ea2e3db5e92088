"""Proves the history: every chain, its head, what was public, and that each thing is what its
last history row left."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from common.records.models import HistoryRow, Publication, Record
from common.records.rules.chain import Content, first_break
from common.records.rules.publications import Published, publications
from common.records.services.history import link
from common.records.services.kinds import Kind, Thing, kinds

# Records whose rows are in memory at once.
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Verified:
    """One record: how many rows were checked, and what is wrong (empty: nothing)."""

    key: str
    rows: int
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Stored:
    """What the database holds of some records, by the pk of each."""

    rows: Mapping[int, Sequence[HistoryRow]]
    publications: Mapping[int, Sequence[Publication]]
    things: Mapping[int, Thing]


def records_in(region: str | None) -> int:
    """How many records `verify` looks at."""
    return sum(_records(kind, region).count() for kind in kinds())


def verify(*, region: str | None = None) -> Iterator[Verified]:
    """Check every record of every kind (of `region` and of all below it), some hundred at a time.

    Four queries for so many. What seems wrong is looked at again under the record's lock, so that
    somebody who writes meanwhile causes no false alarm.
    """
    for kind in kinds():
        for records, chosen in _some(_records(kind, region)):
            stored = _read(kind, chosen)
            for record in records:
                faults = tuple(_faults(kind, record, stored))
                if faults:
                    faults = _again(kind, record)
                yield Verified(record.key, len(stored.rows.get(record.pk, ())), faults)


def _records(kind: Kind, region: str | None) -> QuerySet[Record]:
    rows = Record.objects.filter(kind=kind.name).order_by("pk")
    return rows if region is None else kind.in_region(rows, region)


def _some(records: QuerySet[Record]) -> Iterator[tuple[list[Record], QuerySet[Record]]]:
    """Records in the order of their pk, so many at a time, each time with the query for them.

    That goes by the first and the last pk, since a statement takes a limited number of values.
    """
    last, more = 0, True
    while more:
        some = list(records.filter(pk__gt=last)[:CHUNK])
        if some:
            yield some, records.filter(pk__gt=last, pk__lte=some[-1].pk)
            last = some[-1].pk
        more = len(some) == CHUNK


def _again(kind: Kind, record: Record) -> tuple[str, ...]:
    with transaction.atomic():
        fresh = Record.objects.select_for_update().filter(pk=record.pk).first()
        if fresh is None:
            return ()  # it was made and given up again meanwhile
        return tuple(_faults(kind, fresh, _read(kind, Record.objects.filter(pk=fresh.pk))))


def _read(kind: Kind, records: QuerySet[Record]) -> _Stored:
    pks = records.order_by().values("pk")
    rows: dict[int, list[HistoryRow]] = defaultdict(list)
    for row in HistoryRow.objects.filter(record__in=pks).order_by("record_id", "number", "pk"):
        rows[row.record_id].append(row)
    public: dict[int, list[Publication]] = defaultdict(list)
    for one in Publication.objects.filter(record__in=pks).order_by("record_id", "version"):
        public[one.record_id].append(one)
    return _Stored(rows, public, kind.things(records))


def _faults(kind: Kind, record: Record, stored: _Stored) -> Iterator[str]:
    rows, thing = stored.rows.get(record.pk, ()), stored.things.get(record.pk)
    if not rows:
        yield _("没有任何变更记录")
        return
    number = first_break(link(row, record) for row in rows)
    if number is not None:
        yield _("链条在第 %d 条变更记录处断开") % number
    last = rows[-1]
    if (record.number, record.hash) != (last.number, last.hash):
        yield _("登记的末条是第 %(head)d 条，与最后一条变更记录（第 %(number)d 条）不符") % {
            "head": record.number,
            "number": last.number,
        }
    yield from _thing_faults(record, last, thing)
    effects = [(row.number, row.at, kind.effect(row.action, row.after)) for row in rows]
    expected = publications(effects)
    if _stored_publications(stored.publications.get(record.pk, ())) != expected:
        yield _("发布记录与变更记录不符")
    if thing is not None and thing.people != kind.people(rows):
        yield _("操作人与变更记录不符")
    if thing is not None and thing.public != _public_now(expected):
        yield _("发布内容与最后一次审核通过的变更记录不符")


def _thing_faults(record: Record, last: HistoryRow, thing: Thing | None) -> Iterator[str]:
    if thing is None:
        if last.after is not None:
            yield _("已不存在，变更记录中却没有移除它的一条")
        return
    if thing.key != record.key:
        yield _("属于另一个键：%s") % thing.key
    if thing.version != last.number:
        yield _("现为第 %(version)d 版，最后一条变更记录是第 %(number)d 条") % {
            "version": thing.version,
            "number": last.number,
        }
    if (thing.content, thing.at) != (last.after, last.at):
        yield _("当前内容与最后一条变更记录不符")


def _stored_publications(rows: Sequence[Publication]) -> list[Published]:
    return [
        Published(one.version, one.content, one.published_at, one.ended_at, one.ended_by)
        for one in rows
    ]


def _public_now(found: Sequence[Published]) -> tuple[int, datetime, Content] | None:
    """What is still public; None where nothing is."""
    last = found[-1] if found else None
    if last is None or last.ended_at is not None:
        return None
    return (last.version, last.published_at, last.content)
