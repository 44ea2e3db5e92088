"""Proves the history of each thing: its chain and seals, its head, what was public, its files, and
that it is what its last history row left. What concerns the history as a whole is in `whole`."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from common.chunks import chunks
from common.records.models import Evidence, HistoryRow, Publication, Record
from common.records.rules.chain import first_break
from common.records.rules.publications import Published, publications
from common.records.services.files_on_disk import file_fault
from common.records.services.kinds import Kind, Public, Thing, kind_of, kinds
from common.records.services.sealing import seal_fault
from common.records.services.stored import link

# Records whose rows are in memory at once.
CHUNK = 500
_NONE = object()


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
    evidence: Mapping[int, Sequence[Evidence]]


def records_in(region: str | None) -> int:
    """How many records `verify` looks at."""
    return sum(_records(kind, region).count() for kind in kinds())


def verify(*, region: str | None = None, files: bool = True) -> Iterator[Verified]:
    """Check every record of every kind (of `region` and of all below it), some hundred at a time.

    A few queries for so many. What seems wrong is looked at again under the record's lock, so that
    somebody who writes meanwhile causes no false alarm. With `files` each evidence file is read.
    """
    for kind in kinds():
        for records, chosen in _some(_records(kind, region)):
            yield from _verified(kind, records, chosen, files=files)


def check(*, kind: str, records: Sequence[int]) -> list[Verified]:
    """Check some records (pks) of one kind, without their files."""
    found: list[Verified] = []
    for some in chunks(records, CHUNK):
        chosen = Record.objects.filter(kind=kind, pk__in=some).order_by("pk")
        found += _verified(kind_of(kind), list(chosen), chosen, files=False)
    return found


def _verified(
    kind: Kind, records: Sequence[Record], chosen: QuerySet[Record], *, files: bool
) -> Iterator[Verified]:
    stored = _read(kind, chosen)
    for record in records:
        faults = tuple(_faults(kind, record, stored))
        if faults:
            faults = _again(kind, record)
        if files:
            faults += tuple(_file_faults(stored.evidence.get(record.pk, ())))
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
    sealed_before = HistoryRow.objects.filter(sequence=OuterRef("sequence") - 1).values("seal")
    found = HistoryRow.objects.filter(record__in=pks).annotate(before_it=Subquery(sealed_before))
    for row in found.order_by("record_id", "number", "pk"):
        rows[row.record_id].append(row)
    public: dict[int, list[Publication]] = defaultdict(list)
    for one in Publication.objects.filter(record__in=pks).order_by("record_id", "version"):
        public[one.record_id].append(one)
    evidence: dict[int, list[Evidence]] = defaultdict(list)
    for file in Evidence.objects.filter(record__in=pks):
        evidence[file.record_id].append(file)
    return _Stored(rows, public, kind.things(records), evidence)


def _faults(kind: Kind, record: Record, stored: _Stored) -> Iterator[str]:
    rows, thing = stored.rows.get(record.pk, ()), stored.things.get(record.pk)
    if not rows:
        yield _("没有任何变更记录")
        return
    number = first_break(link(row, record) for row in rows)
    if number is not None:
        yield _("链条在第 %d 条变更记录处断开") % number
    yield from _seal_faults(record, rows)
    # Who changes a value in its table and lets somebody else's next action write it into the
    # history leaves this.
    for one, following in pairwise(rows):
        if one.after != following.before:
            yield _("第 %d 条变更记录不是从前一条的内容开始的") % following.number
            break
    last = rows[-1]
    if (record.number, record.hash) != (last.number, last.hash):
        yield _("登记的末条是第 %(head)d 条，与最后一条变更记录（第 %(number)d 条）不符") % {
            "head": record.number,
            "number": last.number,
        }
    yield from _thing_faults(record, last, thing)
    try:
        yield from _told(kind, rows, thing, stored, record.pk)
    except (ArithmeticError, KeyError, TypeError, ValueError):  # no service wrote that
        yield _("变更记录的内容无法读取")


def _told(
    kind: Kind, rows: Sequence[HistoryRow], thing: Thing | None, stored: _Stored, pk: int
) -> Iterator[str]:
    """What the rows tell, against what other tables say."""
    effects = [(row.number, row.at, kind.effect(row.action, row.after)) for row in rows]
    expected = publications(effects)
    if _stored_publications(stored.publications.get(pk, ())) != expected:
        yield _("发布记录与变更记录不符")
    if thing is not None and thing.people != kind.people(rows):
        yield _("操作人与变更记录不符")
    if thing is not None and not _same_public(thing.public, _public_now(expected)):
        yield _("发布内容与最后一次审核通过的变更记录不符")
    if not _same_files(kind, rows, stored.evidence.get(pk, ())):
        yield _("佐证材料与变更记录不符")


def _seal_faults(record: Record, rows: Sequence[HistoryRow]) -> Iterator[str]:
    """The first row whose seal isn't right: the next ones may be right for all that."""
    for row in rows:
        if fault := seal_fault(row, record, row.before_it or ""):  # type: ignore[attr-defined]
            yield fault
            return


def _same_files(kind: Kind, rows: Sequence[HistoryRow], stored: Sequence[Evidence]) -> bool:
    """Added and taken away as the history says; of two that are alike either may be the one that
    was taken away."""
    named = kind.files(rows)
    added = sorted((one.described, one.by, one.at) for one in named)
    gone = sorted((one.described, one.removed_at) for one in named if one.removed_at)
    return added == sorted(
        (one.described.strip(), one.uploaded_by_id, one.uploaded_at) for one in stored
    ) and gone == sorted(
        (one.described.strip(), one.removed_at) for one in stored if one.removed_at
    )


def _file_faults(stored: Sequence[Evidence]) -> Iterator[str]:
    return (fault for one in stored if (fault := file_fault(one)))


def _thing_faults(record: Record, last: HistoryRow, thing: Thing | None) -> Iterator[str]:
    if thing is None:
        if last.after is not None:
            yield _("已不存在，变更记录中却没有移除它的一条")
        return
    if thing.key != record.key:
        yield _("属于另一个键：%s") % thing.key
    if thing.version is not None and thing.version != last.number:
        yield _("现为第 %(version)d 版，最后一条变更记录是第 %(number)d 条") % {
            "version": thing.version,
            "number": last.number,
        }
    if fields := _differing(thing, last):
        yield _("当前内容与最后一条变更记录不符：%s") % "、".join(fields)


def _differing(thing: Thing, last: HistoryRow) -> list[str]:
    """The names of the fields in which a thing isn't what its last row left."""
    left = last.after or {}
    names = sorted(thing.content.keys() | left.keys())
    found = [one for one in names if thing.content.get(one, _NONE) != left.get(one, _NONE)]
    return found if thing.at is None or thing.at == last.at else [*found, "at"]


def _stored_publications(rows: Sequence[Publication]) -> list[Published]:
    return [
        Published(one.version, one.content, one.published_at, one.ended_at, one.ended_by)
        for one in rows
    ]


def _same_public(shown: Public | None, told: Public | None) -> bool:
    """A thing without columns for version and time tells what is public, not since when."""
    if shown is None or told is None:
        return shown is told
    return shown == told if shown[0] is not None else shown[2] == told[2]


def _public_now(found: Sequence[Published]) -> Public | None:
    """What is still public; None where nothing is."""
    last = found[-1] if found else None
    if last is None or last.ended_at is not None:
        return None
    return (last.version, last.published_at, last.content)
