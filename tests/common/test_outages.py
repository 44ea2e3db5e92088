"""Database or disk away: a 503 in words and problem+json, no fault; then all goes on by itself."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection
from django.test import Client
from pytest_django import Settings

from common.outages import is_outage
from tests import factories, people

sqlite_only = pytest.mark.skipif(
    "config.getoption('--postgres')", reason="what SQLite says when a file can't be used"
)


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


def of_sqlite(name: str) -> sqlite3.Error:
    error = sqlite3.OperationalError("…")
    error.sqlite_errorname = name
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OperationalError("no driver's error: the connection is gone"), True),
        (caused(OperationalError(), of_sqlite("SQLITE_BUSY")), True),
        (caused(OperationalError(), of_sqlite("SQLITE_BUSY_SNAPSHOT")), True),
        (caused(OperationalError(), of_sqlite("SQLITE_FULL")), True),
        (caused(OperationalError(), of_sqlite("SQLITE_READONLY_DIRECTORY")), True),
        (caused(OperationalError(), of_sqlite("SQLITE_CANTOPEN")), True),
        (caused(OperationalError(), of_sqlite("SQLITE_IOERR_WRITE")), True),
        (caused(OperationalError(), of_sqlite("SQLITE_ERROR")), False),
        (caused(OperationalError(), psycopg.errors.LockNotAvailable()), True),
        (caused(OperationalError(), psycopg.errors.QueryCanceled()), True),
        (caused(OperationalError(), psycopg.errors.DiskFull()), True),
        (caused(OperationalError(), psycopg.errors.AdminShutdown()), True),
        (caused(OperationalError(), psycopg.errors.CannotConnectNow()), True),
        (caused(OperationalError(), psycopg.errors.DeadlockDetected()), True),
        (caused(OperationalError(), psycopg.errors.TooManyConnections()), True),
        (caused(OperationalError(), psycopg.OperationalError("connection refused")), True),
        (caused(DatabaseError(), psycopg.errors.ReadOnlySqlTransaction()), True),
        (caused(DatabaseError(), psycopg.errors.UndefinedTable()), False),
        (caused(IntegrityError(), psycopg.errors.UniqueViolation()), False),
        (caused(RuntimeError("a consequence"), OperationalError()), True),
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.EROFS, "Read-only file system"), True),
        (FileNotFoundError(errno.ENOENT, "No such file"), False),
        (ValueError(), False),
        (None, False),
    ],
)
def test_what_is_an_outage(error: Exception | None, expected: bool) -> None:
    assert is_outage(error) is expected


def fails(*_args: object, **_kwargs: object) -> None:
    raise OperationalError("no connection")


@pytest.fixture
def nothing_answers(db: None) -> Iterator[None]:
    """Whatever asks the database fails, as without a connection."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("execute", "executemany"):
            patch.setattr(f"django.db.backends.utils.CursorWrapper.{name}", fails)
        yield


# The database is asked first by a view, and by a middleware, for the session or who is there.
@pytest.mark.usefixtures("nothing_answers")
@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize(
    ("address", "cookie", "public"),
    [
        ("/", "", True),
        ("/cities/", "x" * 32, False),
        ("/entry/140300/2025/", "x" * 32, True),
        ("/admin/", "x" * 32, True),
        ("/api/v1/regions/", "", True),
        ("/api/v1/regions/", "x" * 32, False),
        ("/api/schema/", "x" * 32, False),
    ],
)
def test_without_a_database(
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    address: str,
    cookie: str,
    public: bool,
    debug: bool,
) -> None:
    settings.DEBUG, settings.PUBLIC_READ = debug, public
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = cookie
    answer = client.get(address)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10"), answer.content
    if address.startswith("/api/"):
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["type"] == "urn:siwei:problem:unavailable"
    else:
        assert "暂时无法提供服务" in answer.content.decode()
    assert b"no connection" not in answer.content
    assert "no connection" in caplog.text
    for header in ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options"):
        assert header in answer


@pytest.mark.usefixtures("nothing_answers")
def test_a_form_that_is_sent_without_a_database() -> None:
    client = Client(raise_request_exception=False)
    answer = client.post("/accounts/login/", {"username": "alice", "password": "x"})
    assert answer.status_code == 503


@pytest.fixture
def other(transactional_db: None) -> Iterator[sqlite3.Connection]:
    """Another connection to the same file; ours gives up at once."""
    factories.mini_plan()
    people.open_year(2025)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    path = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(path, isolation_level=None)) as found:
        yield found
    connection.close()


def enter(client: Client, version: int | None = None, **texts: str) -> Any:
    seen = {"If-Match": f'"{version}"'} if version else {"If-None-Match": "*"}
    body = {"value": 2.2, **texts}
    url = "/api/v1/actuals/140300.total_water_use.2025/"
    return client.put(url, body, content_type="application/json", headers=seen)


@sqlite_only
def test_a_locked_file(other: sqlite3.Connection) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(people.editor("alice"))
    other.execute("BEGIN IMMEDIATE")
    answer = enter(client)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    logging_in = Client(raise_request_exception=False)
    page = logging_in.post("/accounts/login/", {"username": "alice", "password": "x"})
    assert page.status_code == 503 and "暂时无法提供服务" in page.content.decode()
    assert client.get("/api/v1/regions/").status_code == 200  # readers don't wait for writers
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["database"]) == (503, "not writable")
    other.execute("ROLLBACK")
    assert enter(client).status_code == 201
    assert client.get("/readyz").status_code == 200


@sqlite_only
def test_a_full_disk(other: sqlite3.Connection) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(people.editor("alice"))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA max_page_count = 1")  # as many as there are
    answer, version = enter(client), 1
    while answer.status_code < 300 and version < 99:
        answer = enter(client, version, note=f"{version}" + "字" * 400)
        version += 1
    assert answer.status_code == 503
    assert client.get("/api/v1/regions/").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 100000")
    again = enter(client, version - 1) if version > 1 else enter(client)
    assert again.status_code in (200, 201)


@sqlite_only
def test_a_file_that_is_only_read(other: sqlite3.Connection) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(people.editor("alice"))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = on")
    assert enter(client).status_code == 503
    assert client.get("/readyz").json() == {"status": "unavailable", "database": "not writable"}
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = off")
    assert enter(client).status_code == 201


def test_not_ready_without_a_folder_for_evidence(
    client: Client, db: None, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "not" / "there yet"
    assert client.get("/readyz").status_code == 200
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file"
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["evidence"]) == (503, "not writable")
