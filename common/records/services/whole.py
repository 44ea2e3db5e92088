"""Proves the history as a whole: that no row is missing anywhere, and that its guards are there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Count, F, Max, Min
from django.utils.translation import gettext as _

from common.records import append_only
from common.records.models import HistoryHead, HistoryRow
from common.records.services.keys import current_key, key_named
from common.records.services.kinds import kinds
from common.records.services.sealing import head_is_sealed
from common.records.services.stored import last_row


@dataclass(frozen=True, slots=True)
class Counted:
    """How many things of each kind have a history, and how many rows there are."""

    records: Mapping[str, int]
    rows: int

    def in_words(self) -> str:
        known = [(kind.title, self.records.get(kind.name, 0)) for kind in kinds()]
        strange = sorted(self.records.keys() - {kind.name for kind in kinds()})
        parts = [*known, *((name, self.records[name]) for name in strange)]
        counted = "、".join(f"{name} {number}" for name, number in parts)
        return _("%(counted)s，变更记录 %(rows)d") % {"counted": counted, "rows": self.rows}


@dataclass(frozen=True, slots=True)
class Whole:
    """What the head says there must be (None where there is no head), what was found, and what
    is wrong."""

    expected: Counted | None
    found: Counted
    faults: tuple[str, ...]


def verify_whole() -> Whole:
    """Check head, counts, sequence, keys, people and triggers: a fixed number of queries.

    What seems wrong is looked at again while nobody can append.
    """
    seen = _look()
    if not seen.faults:
        return seen
    with transaction.atomic():
        list(HistoryHead.objects.select_for_update())
        return _look()


def _look() -> Whole:
    head = HistoryHead.objects.filter(pk=HistoryHead.ONLY).first()
    groups = HistoryRow.objects.order_by().values("record__kind")
    counted = groups.annotate(records=Count("record", distinct=True), rows=Count("pk"))
    found = list(counted.values_list("record__kind", "records", "rows"))
    rows = Counted({kind: records for kind, records, _rows in found}, sum(n[2] for n in found))
    faults = [
        *_head_faults(head),
        *_count_faults(head, rows),
        *_key_faults(),
        *_people_faults(),
        *_other_faults(rows),
    ]
    expected = None if head is None else Counted(head.records, head.sequence)
    return Whole(expected, rows, tuple(faults))


def _head_faults(head: HistoryHead | None) -> Iterator[str]:
    if head is None:
        yield _("总末条不在了")
        return
    key = key_named(head.key_id)
    if key is None:
        yield _("总末条的封印无法核对：没有密钥 %s") % head.key_id
    elif not head_is_sealed(head, key):
        yield _("总末条的封印不符")
    last = last_row()
    if (head.sequence, head.seal) != last:
        yield _("总末条是第 %(head)d 条，最后一条变更记录是第 %(last)d 条，或封印不同") % {
            "head": head.sequence,
            "last": last[0],
        }


def _count_faults(head: HistoryHead | None, found: Counted) -> Iterator[str]:
    if head is None:
        return
    expected = Counted(head.records, head.sequence)
    if expected != found:
        yield _("数目不符：应有%(expected)s，找到%(found)s") % {
            "expected": expected.in_words(),
            "found": found.in_words(),
        }
    ends = HistoryRow.objects.aggregate(first=Min("sequence"), last=Max("sequence"))
    if found.rows and (ends["first"], ends["last"]) != (1, found.rows):
        yield _("总序号不连续：%(rows)d 条变更记录，从 %(first)d 到 %(last)d") % {
            "rows": found.rows,
            **ends,
        }


def _key_faults() -> Iterator[str]:
    """A key of before may have become known: it seals nothing after the current one."""
    spans = HistoryRow.objects.order_by().values("key_id")
    ends = spans.annotate(first=Min("sequence"), last=Max("sequence"))
    by_key = {
        key: (first, last) for key, first, last in ends.values_list("key_id", "first", "last")
    }
    began = by_key.pop(current_key().id, (None, None))[0]
    for key, (_first, last) in sorted(by_key.items()):
        if began is not None and last > began:
            yield _(
                "第 %(last)d 号变更记录用旧密钥 %(key)s 封印，而新密钥从第 %(began)d 号起使用"
            ) % {
                "last": last,
                "key": key,
                "began": began,
            }


def _people_faults() -> Iterator[str]:
    """People under whose number another name stands now: a full name may change, the name with
    which one logs in is who somebody is."""
    renamed = HistoryRow.objects.filter(by__username__isnull=False).exclude(
        username=F("by__username")
    )
    found = renamed.order_by().values_list("by_id", "username", "by__username").distinct()
    for pk, then, now in sorted(found):
        words = _("%(pk)d 号用户现在的用户名是 %(now)s，变更记录中是 %(then)s")
        yield words % {"pk": pk, "now": now, "then": then}
    gone = HistoryRow.objects.filter(by__isnull=False, by__username__isnull=True)
    if gone.exists():
        yield _("变更记录中有不存在的用户")


def _other_faults(found: Counted) -> Iterator[str]:
    if not found.rows:
        yield _("没有任何变更记录：只有刚建立的数据库才会这样")
    known = {kind.name for kind in kinds()}
    for name in sorted(found.records.keys() - known):
        yield _("不认识的档案种类：%s") % name
    for kind in kinds():
        for key in kind.without_history():
            yield _("%(title)s %(key)s 没有变更记录") % {"title": kind.title, "key": key}
    for table in append_only.guarded():
        for trigger in append_only.missing(connection, table):
            yield _("数据库缺少触发器 %s，或它被改过、停用了") % trigger
        for name in append_only.foreign(connection, table):
            words = _(
                "表 %(table)s 上有不属于本系统的触发器或规则 %(name)s，它可能吞掉或改动新增的行"
            )
            yield words % {"table": table, "name": name}
