"""Takes the guard of the revisions away for a moment, as somebody who owns the database can."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from common import append_only
from indicators.actuals.models import Revision


@contextmanager
def unguarded() -> Iterator[None]:
    editor, table = connection.schema_editor(), Revision._meta.db_table
    connection.check_constraints()  # PostgreSQL drops no trigger while a check is still pending
    append_only.remove(editor, table)
    yield
    connection.check_constraints()
    append_only.install(editor, table, unique=("actual_id", "number"))
