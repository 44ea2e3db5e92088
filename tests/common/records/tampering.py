"""Takes the guard of the history away for a moment, as somebody who owns the database can."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from common.records import append_only
from common.records.models import HistoryRow


@contextmanager
def unguarded() -> Iterator[None]:
    editor, table = connection.schema_editor(), HistoryRow._meta.db_table
    connection.check_constraints()  # PostgreSQL drops no trigger while a check is still pending
    append_only.remove(editor, table)
    yield
    connection.check_constraints()
    append_only.install(editor, table, unique=("record_id", "number"))
