"""Reads of one moment that take longer than a page: what is streamed never mixes two states."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

# How long the server may work on one statement of a stream, and how long it waits for a slow
# reader between two of them (seconds). Those of a page are in the settings.
STATEMENT = 120
IDLE = 600


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything that is read until the block ends is of one state of the database.

    Nothing can be written in it, and no writer waits for it: PostgreSQL keeps that state, and
    SQLite reads past its writers. Inside another transaction it is a part of that one.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with _deferred(connection), transaction.atomic():
            yield
    else:
        with _patient(connection), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute(f"SET LOCAL statement_timeout = '{STATEMENT}s'")
                cursor.execute(f"SET LOCAL idle_in_transaction_session_timeout = '{IDLE}s'")
            yield


@contextmanager
def _deferred(sqlite: Any) -> Iterator[None]:
    """Begin without the lock that a writer takes at once (`transaction_mode` of the settings)."""
    sqlite.ensure_connection()
    usual = sqlite.transaction_mode
    sqlite.transaction_mode = "DEFERRED"
    try:
        yield
    finally:
        sqlite.transaction_mode = usual


@contextmanager
def _patient(postgresql: Any) -> Iterator[None]:
    """Wait for the server as long as it may work (`common.postgresql` gives up sooner)."""
    postgresql.ensure_connection()
    opened = postgresql.connection
    opened.patience = STATEMENT
    try:
        yield
    finally:
        opened.patience = None
