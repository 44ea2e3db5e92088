"""What is asked for can't be done now, and nobody here is to blame: the database or the disk is
away, paused, locked, full or read-only. The answer is a 503 that says when to come again.
"""

import errno
import logging
import sqlite3
import sys
from typing import Any

from django.core.signals import got_request_exception
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest

RETRY_AFTER = "10"  # seconds

_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})
# What SQLite says, by the names of its result codes: an extended one begins with its primary one.
_SQLITE = (
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_FULL",
    "SQLITE_READONLY",
    "SQLITE_CANTOPEN",
    "SQLITE_IOERR",
    "SQLITE_PROTOCOL",
    "SQLITE_PERM",
)
# What PostgreSQL says, by class or code: connections; a log-in that is refused, a database that
# isn't there; deadlocks and lost races; too few resources, a full disk among them; locks; an
# operator or a time-out; the system; a server that only reads, a transaction that it gave up.
_POSTGRESQL = ("08", "28", "3D", "40", "53", "55P03", "57", "58", "25006", "25P03")


class Unavailable(Exception):
    """What Siwei itself finds missing to go on: nothing is stored until an operator sees to it."""


def is_outage(error: BaseException | None) -> bool:
    """Whether `error`, or what it came of, says that the database or the disk can't serve now."""
    while error is not None:
        if isinstance(error, Unavailable):
            return True
        if isinstance(error, DatabaseError | InterfaceError) and _is_away(error):
            return True
        if isinstance(error, OSError) and error.errno in _DISK:
            return True
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return False


def log(error: BaseException) -> None:
    """Tell who runs the server what it is that can't serve; the answer doesn't."""
    logging.getLogger("siwei.outages").error("Database or disk: %s", str(error).strip() or error)


def _is_away(error: Exception) -> bool:
    cause: Any = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorname", "").startswith(_SQLITE)
    if sqlstate := getattr(cause, "sqlstate", None):
        return str(sqlstate).startswith(_POSTGRESQL)
    # Not the server's words but the driver's: there is no connection, or no longer one.
    return isinstance(error, OperationalError | InterfaceError)


def note_outage(request: HttpRequest | None = None, **_details: Any) -> None:
    """Remember that what Django is about to answer with a 500 was an outage (`FrameMiddleware`).

    A middleware that fails is seen by no other one, and answered before the next gets to know.
    """
    if request is not None and is_outage(sys.exception()):
        request.failed_by_outage = True  # type: ignore[attr-defined]


def listen() -> None:
    """Called once, when the process starts."""
    got_request_exception.connect(note_outage, dispatch_uid="outages")
