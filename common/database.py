"""Whether the database has the form that this code expects, and whether what is written stays."""

import tempfile
from pathlib import Path

from django.db import OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor


def is_migrated() -> bool:
    """Whether no migration waits. Raises `DatabaseError` where the database doesn't answer."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def check_writable() -> None:
    """Make the database write to its disk, and change nothing.

    Raises `DatabaseError` where it can't: on a disk that is read-only or full, and where it only
    reads (a standby, a file without the right to write).
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # The number is a free one for the application, 0 here; stored again, it is written.
            cursor.execute("PRAGMA user_version")
            cursor.execute(f"PRAGMA user_version = {cursor.fetchone()[0]}")
            return
        cursor.execute("SHOW transaction_read_only")
        if cursor.fetchone()[0] != "off":
            raise OperationalError("the database only reads")
        # A line in the log of transactions that nobody reads, on the disk once this commits.
        cursor.execute("SELECT pg_logical_emit_message(true, 'siwei', 'ready')")


def check_folder(folder: Path | str) -> None:
    """Raises `OSError` where no file can be kept in `folder`; it need not be there yet."""
    folder = Path(folder)
    while not folder.exists() and folder.parent != folder:
        folder = folder.parent
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"ready")
