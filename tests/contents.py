"""What the test database holds: nothing, the five plans, or the plans and the demonstration.

Loading takes seconds, so each content is built once in a process, saved, and brought back by
copying the whole database. A test that really commits (a live server, a race of two writers) is
cleaned up after by the same copy. Nothing is ever flushed: that would delete revisions, which the
database refuses, rightly.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from siwei.demo.actuals import fill_actuals
from siwei.demo.people import prepare_people

EMPTY = "empty"
# Fixed: the demonstration leaves the year before it unfinished, which tests count on.
MADE = datetime(2026, 11, 21, 9, tzinfo=UTC)


def load_everything() -> None:
    """Loads the regions, the catalogue and the five plans."""
    call_command("load_plans", verbosity=0)


def load_demonstration() -> None:
    """Adds the demonstration's people and actuals, as they are made on the day `MADE`."""
    prepare_people(today=MADE.date())
    fill_actuals(today=MADE.date(), now=MADE)


# Each content, what it is built upon, and how.
BUILDERS: dict[str, tuple[str, Callable[[], None]]] = {
    "plans": (EMPTY, load_everything),
    "demo": ("plans", load_demonstration),
}


class Contents:
    """The contents of one test database, which must have been created and be empty."""

    def __init__(self) -> None:
        self._saved: set[str] = set()
        self._current = EMPTY
        self._save(EMPTY)

    def require(self, content: str) -> None:
        """Makes the database hold exactly this content."""
        if content == self._current:
            return
        if content in self._saved:
            _copy(self._name(content), self._name())
            self._current = content
            return
        base, build = BUILDERS[content]
        self.require(base)
        self.spoil()
        build()
        self._save(content)

    def spoil(self) -> None:
        """Says that a test has committed something: the next one needs a fresh copy."""
        self._current = ""

    def forget(self) -> None:
        """Removes the saved copies."""
        for content in self._saved:
            _remove(self._name(content))

    def _save(self, content: str) -> None:
        _copy(self._name(), self._name(content))
        self._saved.add(content)
        self._current = content

    def _name(self, content: str = "") -> str:
        name = str(connection.settings_dict["NAME"])
        return f"{name}-{content}" if content else name


def _copy(source: str, target: str) -> None:
    connection.close()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
        return
    _remove(target)
    quote = connection.ops.quote_name
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {quote(target)} TEMPLATE {quote(source)}")


def _remove(name: str) -> None:
    if connection.vendor == "sqlite":
        Path(name).unlink(missing_ok=True)
        return
    with connection._nodb_cursor() as cursor:
        quoted = connection.ops.quote_name(name)
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")
