"""A PostgreSQL that is paused, locked or gone fails in time, and serves again when it is back."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import environ
import psycopg
import pytest
import pytest_django
from django.db import DatabaseError, OperationalError

from common.outages import is_outage
from common.postgresql.base import DatabaseWrapper
from tests.postgres import temporary_server

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif("not config.getoption('--postgres')", reason="once, with PostgreSQL"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with temporary_server() as url:
        yield url


@pytest.fixture
def database(
    server: str,
    settings: pytest_django.Settings,
    monkeypatch: pytest.MonkeyPatch,
    django_db_blocker: pytest_django.DjangoDbBlocker,
) -> Iterator[Any]:
    """A wrapper as a page has one, that waits half a second."""
    settings.DATABASE_WAIT = 0.5
    monkeypatch.setattr(DatabaseWrapper, "silent_until", 0.0)
    monkeypatch.setattr("common.postgresql.base.PAUSE", 0)
    described = environ.Env.db_url_config(server)
    options = {"connect_timeout": 2, "options": "-c lock_timeout=200ms"}
    made = DatabaseWrapper(
        {
            **{"TIME_ZONE": None, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True},
            **{"AUTOCOMMIT": True, "ATOMIC_REQUESTS": False},
            **described,
            "OPTIONS": described.get("OPTIONS", {}) | options,
        },
        alias="paused",
    )
    with django_db_blocker.unblock():
        yield made
        made.close()


def ask(database: Any, sql: str = "SELECT 1") -> Any:
    """As a request does: at its beginning it looks whether the kept connection is of use."""
    database.close_if_unusable_or_obsolete()
    with database.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


@contextmanager
def paused(server: str) -> Iterator[None]:
    """All processes of the server stand still; what is open stays open."""
    with psycopg.connect(server) as connection:
        (folder,) = connection.execute("SHOW data_directory").fetchone() or ("",)
    postmaster = int(Path(folder, "postmaster.pid").read_text("utf-8").split()[0])
    processes = [postmaster, *children(postmaster)]
    for pid in processes:
        with suppress(ProcessLookupError):  # one that was about to end
            os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in processes:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(one) for one in tasks.read_text("utf-8").split()]


def test_paused(server: str, database: Any) -> None:
    assert ask(database) == (1,)
    with paused(server):
        with pytest.raises(OperationalError, match="doesn't answer") as in_flight:
            ask(database)  # a statement that is sent and never answered
        with pytest.raises(OperationalError, match="timeout") as new:
            ask(database)  # a new connection
    assert is_outage(in_flight.value) and is_outage(new.value)
    assert ask(database) == (1,)


def test_a_kept_connection_that_hangs_is_not_waited_for_twice(server: str, database: Any) -> None:
    assert ask(database) == (1,)
    with paused(server), pytest.raises(OperationalError, match="doesn't answer"):
        ask(database)
    assert ask(database) == (1,)


def test_who_comes_after_does_not_wait(
    server: str, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("common.postgresql.base.PAUSE", 3600)
    assert ask(database) == (1,)
    with paused(server), pytest.raises(OperationalError):
        ask(database)
    with pytest.raises(OperationalError, match="a moment ago"):
        ask(database)
    monkeypatch.setattr(DatabaseWrapper, "silent_until", 0.0)
    assert ask(database) == (1,)


def test_locked_and_cancelled(server: str, database: Any) -> None:
    with psycopg.connect(server) as other:
        other.execute("LOCK TABLE pg_catalog.pg_description IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(DatabaseError) as found:
            ask(database, "SELECT count(*) FROM pg_catalog.pg_description")
    assert is_outage(found.value)
    with pytest.raises(DatabaseError) as found:
        ask(database, "SET statement_timeout = 100; SELECT pg_sleep(60)")
    assert is_outage(found.value)


def test_a_command_waits(server: str, database: Any, settings: pytest_django.Settings) -> None:
    settings.DATABASE_WAIT = None
    assert ask(database, "SELECT 1 FROM pg_sleep(0.6)") == (1,)


def test_a_moment_comes_as_it_is(database: Any) -> None:
    """tests/common/test_times_of_postgresql.py has the forms; this one, that the server's are read
    so."""
    moment = "2026-06-01 08:00:00.000001+05:45"
    with database.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz, extract(epoch FROM %s::timestamptz)", [moment] * 2)
        read, seconds = cursor.fetchone()
    assert read.timestamp() == float(seconds) and read.tzinfo == database.timezone
