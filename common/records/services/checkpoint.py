"""Writes and compares checkpoints: the proof that no rows were cut off at the end of a chain.

Somebody who owns the database can cut the last rows of a chain and set back everything that names
them; what is left is whole in itself. A file with the last row of every record, kept elsewhere,
still knows them. Its signature needs the installation's key; who has that as well can't change
the digest that was printed on paper.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path

from django.core.signing import BadSignature, Signer
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

CHUNK = 500
_SALT = "siwei.records.checkpoint"


class BadCheckpoint(Exception):
    """A file that is no checkpoint of this installation, or was changed since."""


def checkpoint(*, now: datetime) -> Iterator[str]:
    """The lines of a checkpoint, in flat memory; the last one is the seal.

    One query, hence the heads of one moment.
    """
    digest = Digest()
    yield from digest.over(_head_lines())
    seal = Seal(digest.lines, now.isoformat(timespec="seconds"), digest.hexdigest())
    yield seal_line(replace(seal, signature=_signer().signature(seal.signed)))


def sealed(path: Path) -> Seal:
    """The seal of the checkpoint in `path`. Raises `BadCheckpoint` where it isn't whole."""
    digest = Digest()
    try:
        for _line in digest.over(_heads_in(path)):
            pass
        seal = _seal_of(path)
    except (UnicodeDecodeError, NotACheckpoint):
        raise BadCheckpoint(_("末行不是检查点的末行")) from None
    if (seal.records, seal.digest) != (digest.lines, digest.hexdigest()):
        raise BadCheckpoint(_("文件的内容与末行的摘要不符"))
    try:
        _signer().unsign(f"{seal.signed}:{seal.signature}")
    except BadSignature:
        raise BadCheckpoint(_("签名不是本系统的，或签名之后有改动")) from None
    return seal


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


def _signer() -> Signer:
    return Signer(salt=_SALT)


def seal_in_words(seal: Seal) -> str:
    """What is printed of a checkpoint: how much it holds, of when, and its digest."""
    words = {"records": seal.records, "at": seal.at, "digest": seal.digest}
    return _("检查点：%(records)d 个档案，%(at)s，摘要 %(digest)s") % words
