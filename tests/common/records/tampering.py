"""What somebody can do who owns the database: the guard of the history taken away for a moment, and
rows forged as well as it goes without the key."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import User
from django.db import connection

from common.records import append_only
from common.records.models import HistoryHead, HistoryRow, Record
from common.records.rules.chain import digest
from common.records.services.stored import content_of


@contextmanager
def unguarded() -> Iterator[None]:
    editor, table = connection.schema_editor(), HistoryRow._meta.db_table
    connection.check_constraints()  # PostgreSQL drops no trigger while a check is still pending
    append_only.remove(editor, table)
    yield
    connection.check_constraints()
    append_only.install(editor, table, append_only.Guard(("record_id", "number")))


def forge(record: Record, action: str, by: User | None, **said: Any) -> HistoryRow:
    """Add a row to a chain with triggers intact, and move every head on: all but seals is right."""
    last = record.history.order_by("-number")[0]
    head = HistoryHead.objects.get()
    row = HistoryRow(
        record=record,
        number=last.number + 1,
        at=last.at,
        by=by,
        username=by.get_username() if by else "",
        full_name=by.get_full_name() if by else "",
        door="page",
        action=action,
        before=last.after,
        after=last.after | said,
        previous_hash=last.hash,
        sequence=head.sequence + 1,
        digest=last.digest,
        key_id=last.key_id,
        seal="0" * 64,
    )
    row.hash = digest(content_of(row, record), row.previous_hash, row.digest)
    row.save()
    Record.objects.filter(pk=record.pk).update(number=row.number, hash=row.hash)
    HistoryHead.objects.update(sequence=row.sequence, seal=row.seal)
    return row
