"""Stored history rows as the rules see them."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast

from common.records.models import HistoryHead, HistoryRow, Record
from common.records.rules.chain import Link, RowContent
from common.records.rules.seals import Head, SealedRow


class StoredRow(NamedTuple):
    """A history row as it is read to be verified: many at a time, and each one only once.

    `before_it` is the seal of the row that is numbered before it over all things, None where there
    is none.
    """

    record_id: int
    content: RowContent
    previous_hash: str
    hash: str
    digest: str
    sequence: int
    key_id: str
    seal: str
    before_it: str | None

    @property
    def number(self) -> int:
        return self.content.number

    @property
    def at(self) -> datetime:
        return self.content.at

    @property
    def by_id(self) -> int | None:
        return self.content.by

    @property
    def action(self) -> str:
        return self.content.action

    @property
    def before(self) -> Any:
        return self.content.before

    @property
    def after(self) -> Any:
        return self.content.after

    @property
    def reason(self) -> str:
        return self.content.reason

    @property
    def link(self) -> Link:
        """The row as the rules of the chain see it."""
        return Link(self.content, self.previous_hash, self.hash, self.digest)

    @property
    def sealed(self) -> SealedRow:
        """The row as its seal covers it."""
        return SealedRow(self.sequence, self.hash, self.content)


# What the hash covers, in the order of `RowContent`, and what `StoredRow` has beside it.
_HASHED = (
    *("number", "at", "by_id", "action", "before_text", "after_text", "reason"),
    *("username", "full_name", "door", "door_name", "scheme"),
)
_TEXTS = {f"{name}_text": Cast(name, TextField()) for name in ("before", "after")}
_FEW_BETWEEN = 4
_BESIDE = ("previous_hash", "hash", "digest", "sequence", "key_id", "seal", "before_it")


def of_records(records: Sequence[Record]) -> Q:
    """The rows that belong to `records`, which are in the order of their pk (`among`)."""
    return among([record.pk for record in records], "record")


def among(pks: Sequence[int], column: str) -> Q:
    """The rows whose `column` is one of `pks`, which are in order: by the first and the last one,
    where few others stand between, whose rows are to be passed over. A thousand numbers take longer
    to write down than to find; for a query in their place the database would walk through whole
    tables."""
    if pks and pks[-1] - pks[0] < _FEW_BETWEEN * len(pks):
        return Q((f"{column}__gte", pks[0]), (f"{column}__lte", pks[-1]))
    return Q((f"{column}__in", pks))


def stored_rows(records: Sequence[Record]) -> Iterator[StoredRow]:
    """The rows of some records, oldest first, one record after the other. Plain tuples: a model of
    each row would cost more than all that is checked of it. What one left is mostly what the next
    one began with, in the same letters: it is understood once."""
    read = cache(_understood)
    by_pk = {record.pk: record for record in records}
    sealed_before = HistoryRow.objects.filter(sequence=OuterRef("sequence") - 1).order_by()
    rows = HistoryRow.objects.filter(of_records(records)).annotate(
        before_it=Subquery(sealed_before.values("seal")), **_TEXTS
    )
    size = len(_HASHED) + 1
    in_order = rows.order_by("record_id", "number", "pk")
    for row in in_order.values_list("record_id", *_HASHED, *_BESIDE):
        record = by_pk.get(row[0])
        if record is not None:
            pk, number, at, by, action, before, after, *rest = row[:size]
            before = None if before is None else read(before)
            after = None if after is None else read(after)
            content = RowContent(
                record.kind, record.key, number, at, by, action, before, after, *rest
            )
            yield StoredRow(pk, content, *row[size:])


def _understood(text: str) -> Any:
    """JSON as it was stored; what is none, which no service wrote, as the text that it is."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def sealed_row(row: HistoryRow, record: Record) -> SealedRow:
    """A stored row as its seal covers it."""
    return SealedRow(row.sequence, row.hash, content_of(row, record))


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
        username=row.username,
        full_name=row.full_name,
        door=row.door,
        door_name=row.door_name,
        scheme=row.scheme,
    )


def last_row() -> tuple[int, str]:
    """Number and seal of the last history row of all; 0 and nothing where there is none."""
    rows = HistoryRow.objects.order_by("-sequence").values_list("sequence", "seal")
    return rows.first() or (0, "")


def head_of(stored: HistoryHead) -> Head:
    """The stored head."""
    return Head(stored.sequence, stored.seal, stored.records)
