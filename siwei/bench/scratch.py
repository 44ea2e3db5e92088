"""A database of its own to measure in."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection


@contextmanager
def scratch_database() -> Iterator[None]:
    """An empty, migrated database on the same server (or a file), removed afterwards."""
    configured = str(connection.settings_dict["NAME"])
    with tempfile.TemporaryDirectory(prefix="siwei-bench-") as folder:
        name = "siwei_bench"
        if connection.vendor == "sqlite":
            name = str(Path(folder) / "bench.sqlite3")
        connection.settings_dict["TEST"]["NAME"] = name
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(configured, verbosity=0)
