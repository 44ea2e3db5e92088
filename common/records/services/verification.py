"""Proves the history of each thing: its chain and seals, its head, what was public, its files, and
that it is what its last history row left. What concerns the history as a whole is in `whole`."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from common.chunks import chunks
from common.memory import let_go_as_a_whole
from common.records.models import Evidence, Publication, Record
from common.records.rules.chain import first_break
from common.records.rules.publications import Published, publications
from common.records.rules.seals import Key
from common.records.services.files_on_disk import file_fault
from common.records.services.keys import known_keys
from common.records.services.kinds import Kind, Public, Thing, kind_of, kinds
from common.records.services.sealing import seal_fault
from common.records.services.stored import StoredRow, among, of_records, stored_rows

_NONE = object()
# The columns of a publication, in the order of `Published`.
_PUBLISHED = ("version", "content", "published_at", "ended_at", "ended_by")


class Verified(NamedTuple):
    """One record: how many rows were checked, and what is wrong (empty: nothing)."""

    key: str
    rows: int
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Stored:
    """What the database holds of some records, by the pk of each."""

    rows: Mapping[int, Sequence[StoredRow]]
    publications: Mapping[int, Sequence[Published]]
    things: Mapping[int, Thing]
    evidence: Mapping[int, Sequence[Evidence]]
    keys: Mapping[str, Key]


def records_in(region: str | None) -> int:
    """How many records `verify` looks at."""
    return sum(_records(kind, region).count() for kind in kinds())


def verify(*, region: str | None = None, files: bool = True) -> Iterator[Verified]:
    """Check every record of every kind (of `region` and of all below it), as many at a time as fit
    the memory.

    A few queries for so many. What seems wrong is looked at again under the record's lock, so that
    somebody who writes meanwhile causes no false alarm. With `files` each evidence file is read.
    """
    for kind in kinds():
        for records in _some(_records(kind, region), kind.at_once):
            yield from _verified(kind, records, files=files)


def check(*, kind: str, records: Sequence[int]) -> list[Verified]:
    """Check some records (pks) of one kind, without their files."""
    found: list[Verified] = []
    for some in chunks(sorted(records), kind_of(kind).at_once):
        known = set(some)
        rows = Record.objects.filter(among(some, "pk"), kind=kind).order_by("pk")
        chosen = [row for row in rows if row.pk in known]
        found += _verified(kind_of(kind), chosen, files=False)
    return found


def _verified(kind: Kind, records: Sequence[Record], *, files: bool) -> Iterator[Verified]:
    with let_go_as_a_whole():
        stored = _read(kind, records)
        seeming = [tuple(_faults(kind, record, stored)) for record in records]
    for record, faults in zip(records, seeming, strict=True):
        found = _again(kind, record) if faults else ()
        if files:
            found += tuple(_file_faults(stored.evidence.get(record.pk, ())))
        yield Verified(record.key, len(stored.rows.get(record.pk, ())), found)


def _records(kind: Kind, region: str | None) -> QuerySet[Record]:
    rows = Record.objects.filter(kind=kind.name).order_by("pk")
    return rows if region is None else kind.in_region(rows, region)


def _some(records: QuerySet[Record], number: int) -> Iterator[list[Record]]:
    """Records in the order of their pk, a `number` at a time."""
    last, more = 0, True
    while more:
        some = list(records.filter(pk__gt=last)[:number])
        if some:
            yield some
            last = some[-1].pk
        more = len(some) == number


def _again(kind: Kind, record: Record) -> tuple[str, ...]:
    with transaction.atomic():
        fresh = Record.objects.select_for_update().filter(pk=record.pk).first()
        if fresh is None:
            return ()  # it was made and given up again meanwhile
        return tuple(_faults(kind, fresh, _read(kind, [fresh])))


def _read(kind: Kind, records: Sequence[Record]) -> _Stored:
    known, mine = {record.pk for record in records}, of_records(records)
    rows: dict[int, list[StoredRow]] = defaultdict(list)
    for row in stored_rows(records):
        rows[row.record_id].append(row)
    public: dict[int, list[Published]] = defaultdict(list)
    published = Publication.objects.filter(mine).order_by("record_id", "version")
    for pk, *one in published.values_list("record_id", *_PUBLISHED):
        if pk in known:
            public[pk].append(Published(*one))
    evidence: dict[int, list[Evidence]] = defaultdict(list)
    for file in Evidence.objects.filter(mine):
        evidence[file.record_id].append(file)
    keys = {key.id: key for key in known_keys()}
    return _Stored(rows, public, kind.things(records), evidence, keys)


def _faults(kind: Kind, record: Record, stored: _Stored) -> Iterator[str]:
    pk = record.pk
    rows, thing = stored.rows.get(pk, ()), stored.things.get(pk)
    if not rows:
        yield _("没有任何变更记录")
        return
    number = first_break(row.link for row in rows)
    if number is not None:
        yield _("链条在第 %d 条变更记录处断开") % number
    yield from _seal_faults(rows, stored.keys)
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
        yield from _told(kind, rows, thing, stored, pk)
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
        # No service wrote that.
        yield _("变更记录的内容无法读取")


def _told(
    kind: Kind, rows: Sequence[StoredRow], thing: Thing | None, stored: _Stored, pk: int
) -> Iterator[str]:
    """What the rows tell, against what other tables say."""
    effects = [(row.number, row.at, kind.effect(row.action, row.after)) for row in rows]
    expected = publications(effects)
    if stored.publications.get(pk, []) != expected:
        yield _("发布记录与变更记录不符")
    if thing is not None and thing.people != kind.people(rows):
        yield _("操作人与变更记录不符")
    if thing is not None and not _same_public(thing.public, _public_now(expected)):
        yield _("发布内容与最后一次审核通过的变更记录不符")
    if not _same_files(kind, rows, stored.evidence.get(pk, ())):
        yield _("佐证材料与变更记录不符")


def _seal_faults(rows: Sequence[StoredRow], keys: Mapping[str, Key]) -> Iterator[str]:
    """The first row whose seal isn't right: the next ones may be right for all that."""
    for row in rows:
        if fault := seal_fault(row, keys):
            yield fault
            return


def _same_files(kind: Kind, rows: Sequence[StoredRow], stored: Sequence[Evidence]) -> bool:
    """Added and taken away as the history says; of two that are alike either may be the one that
    was taken away."""
    named = kind.files(rows)
    if not named and not stored:
        return True
    added = sorted((one.described, one.by, one.at) for one in named)
    gone = sorted((one.described, one.removed_at) for one in named if one.removed_at)
    return added == sorted(
        (one.described.strip(), one.uploaded_by_id, one.uploaded_at) for one in stored
    ) and gone == sorted(
        (one.described.strip(), one.removed_at) for one in stored if one.removed_at
    )


def _file_faults(stored: Sequence[Evidence]) -> Iterator[str]:
    return (fault for one in stored if (fault := file_fault(one)))


def _thing_faults(record: Record, last: StoredRow, thing: Thing | None) -> Iterator[str]:
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


def _differing(thing: Thing, last: StoredRow) -> list[str]:
    """The names of the fields in which a thing isn't what its last row left."""
    left = last.after if isinstance(last.after, Mapping) else {}
    found: list[str] = []
    if thing.content != left:
        names = sorted(thing.content.keys() | left.keys())
        found = [one for one in names if thing.content.get(one, _NONE) != left.get(one, _NONE)]
    return found if thing.at is None or thing.at == last.at else [*found, "at"]


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
