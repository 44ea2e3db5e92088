"""Writes and compares checkpoints: the proof that no rows were cut off at the end of a chain.

Somebody who owns the database and kept a copy can put back all of an earlier day; that was whole
then. A file with the last row of every record and of the whole history, kept elsewhere, still
knows what came after. Its signature needs the history's key; who has that as well can't change the
digest that was printed on paper.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path

from django.utils.translation import gettext as _

from common.records.models import HistoryRow, Record
from common.records.rules.checkpoint import (
    Digest,
    NotACheckpoint,
    RecordHead,
    Seal,
    head_line,
    read_head,
    read_seal,
    seal_line,
)
from common.records.rules.seals import same, signature
from common.records.services.keys import current_digest, current_key, key_named
from common.records.services.stored import last_row

CHUNK = 500


class BadCheckpoint(Exception):
    """A file that is no checkpoint of this installation, or was changed since."""


def checkpoint(*, now: datetime) -> Iterator[str]:
    """The lines of a checkpoint, in flat memory; the last one is the seal.

    The last row of all is read first: what is appended meanwhile is later than it.
    """
    sequence, sealed_with = last_row()
    key, algorithm = current_key(), current_digest()
    digest = Digest(algorithm)
    yield from digest.over(_head_lines())
    seal = Seal(
        records=digest.lines,
        at=now.isoformat(timespec="seconds"),
        sequence=sequence,
        seal=sealed_with,
        algorithm=algorithm,
        digest=digest.hexdigest(),
        key=key.id,
    )
    yield seal_line(replace(seal, signature=signature(seal.signed, key=key, digest=algorithm)))


def sealed(path: Path) -> Seal:
    """The seal of the checkpoint in `path`. Raises `BadCheckpoint` where it isn't whole."""
    try:
        seal = _seal_of(path)
        digest = Digest(seal.algorithm)
        for _line in digest.over(_heads_in(path)):
            pass
    except (UnicodeDecodeError, NotACheckpoint):
        raise BadCheckpoint(_("末行不是检查点的末行")) from None
    if (seal.records, seal.digest) != (digest.lines, digest.hexdigest()):
        raise BadCheckpoint(_("文件的内容与末行的摘要不符"))
    key = key_named(seal.key)
    if key is None:
        raise BadCheckpoint(_("签名用的密钥 %s 不在本系统的设置中") % seal.key)
    if not same(signature(seal.signed, key=key, digest=seal.algorithm), seal.signature):
        raise BadCheckpoint(_("签名不是本系统的，或签名之后有改动"))
    return seal


def is_continued(seal: Seal) -> bool:
    """Whether the last row that a checkpoint knows is still the row of that number: what is there
    then goes on from it."""
    rows = HistoryRow.objects.filter(sequence=seal.sequence, seal=seal.seal)
    return seal.sequence == 0 or rows.exists()


def missing(path: Path) -> Iterator[RecordHead]:
    """The heads of a checkpoint that `sealed` accepted whose row is no longer in its chain.

    A query for some hundred heads.
    """
    heads = (read_head(line) for line in _heads_in(path))
    while some := list(islice(heads, CHUNK)):
        for kind, group in groupby(some, key=lambda head: head.kind):
            yield from _missing(kind, list(group))


def _missing(kind: str, heads: Sequence[RecordHead]) -> list[RecordHead]:
    rows = HistoryRow.objects.filter(
        record__kind=kind,
        record__key__in=[head.key for head in heads],
        number__in={head.number for head in heads},
    )
    there = set(rows.order_by().values_list("record__key", "number", "hash"))
    return [head for head in heads if (head.key, head.number, head.hash) not in there]


def _head_lines() -> Iterator[str]:
    rows = Record.objects.filter(number__gt=0).order_by("kind", "key")
    for kind, key, number, hashed in rows.values_list("kind", "key", "number", "hash").iterator():
        yield head_line(RecordHead(kind, key, number, hashed))


def _heads_in(path: Path) -> Iterator[str]:
    """Every line but the last."""
    with path.open(encoding="utf-8", newline="\n") as file:
        yield from _all_but_last(line.rstrip("\n") for line in file)


def _seal_of(path: Path) -> Seal:
    last = ""
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            last = line.rstrip("\n")
    return read_seal(last)


def _all_but_last(lines: Iterable[str]) -> Iterator[str]:
    before: str | None = None
    for line in lines:
        if before is not None:
            yield before
        before = line


def seal_in_words(seal: Seal) -> str:
    """What is printed of a checkpoint: how much it holds, of when, and its digest."""
    words = {
        "records": seal.records,
        "sequence": seal.sequence,
        "at": seal.at,
        "digest": f"{seal.algorithm.upper()} {seal.digest}",
    }
    return _("检查点：%(records)d 个档案，%(sequence)d 条变更记录，%(at)s，摘要 %(digest)s") % words
