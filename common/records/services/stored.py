"""Stored history rows as the rules see them."""

from common.records.models import HistoryHead, HistoryRow, Record
from common.records.rules.chain import Link, RowContent
from common.records.rules.seals import Head, SealedRow


def link(row: HistoryRow, record: Record) -> Link:
    """A stored row as the rules of the chain see it."""
    return Link(content_of(row, record), row.previous_hash, row.hash, row.digest)


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
