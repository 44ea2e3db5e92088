"""Takes the guard of the revisions away for a moment, as somebody who owns the database can."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.db import connection


@contextmanager
def unguarded() -> Iterator[None]:
    guard = import_module("indicators.migrations.0002_revisions_append_only")
    editor = connection.schema_editor()
    connection.check_constraints()  # PostgreSQL drops no trigger while a check is still pending
    guard.remove(None, editor)
    yield
    connection.check_constraints()
    guard.install(None, editor)
