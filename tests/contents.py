"""What the test database holds: nothing, the five plans, these and the demonstration, and so on.

Loading takes seconds, so each content is built once, in a database of its own, and saved: on SQLite
from run to run (tests/kept_databases.py), on PostgreSQL within one process. A test that really
commits (a live server, a race of two writers) is cleaned up after by copying what was saved.
Nothing is ever flushed: that would delete revisions, which the database refuses, rightly.
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from tests import kept_databases
from tests.kept_databases import EMPTY
from tests.postgres import OWN_SERVER

# Fixed: the demonstration leaves the year before it unfinished, which tests count on.
MADE = datetime(2026, 11, 21, 9, tzinfo=UTC)


def load_everything() -> None:
    """Loads the regions, the catalogue and the five plans."""
    call_command("load_plans", verbosity=0)


def load_demonstration() -> None:
    """Adds the demonstration's people, actuals and statements, as they are made on the day `MADE`.

    The evidence files of the statements are in the media folder of that process only.
    """
    from siwei.demo.actuals import fill_actuals
    from siwei.demo.people import prepare_people
    from siwei.demo.work import fill_work

    prepare_people(today=MADE.date())
    fill_actuals(today=MADE.date(), now=MADE)
    fill_work(now=MADE)


def load_sixth_plan() -> None:
    """Loads what plans share, and the invented sixth plan in place of the five."""
    from tests.siwei.sixth_plan import with_sixth_plan

    with TemporaryDirectory() as folder:
        fixtures = with_sixth_plan(Path(folder) / "fixtures")
        with override_settings(FIXTURES=fixtures):
            call_command("load_plans", verbosity=0)


def load_small_plan() -> None:
    """Loads what plans share, and one plan of a few lines."""
    from tests.siwei.mini_plan import write_plan

    with TemporaryDirectory() as folder:
        call_command("load_plans", write_plan(Path(folder)), verbosity=0)


def build_mini() -> None:
    from tests.factories import mini_plan

    mini_plan()


def build_world() -> None:
    from tests.siwei.world import build

    build()


# Each content, what it is built upon, and how.
BUILDERS: dict[str, tuple[str, Callable[[], None]]] = {
    "mini": (EMPTY, build_mini),
    "plans": (EMPTY, load_everything),
    "demo": ("plans", load_demonstration),
    "sixth": (EMPTY, load_sixth_plan),
    "small_plan": (EMPTY, load_small_plan),
    "world": (EMPTY, build_world),
}
# Made by tests alone and in no time, and with files of evidence: of the process that built it.
OF_A_PROCESS = {"mini", "world"}


class Contents:
    """The contents of the test databases, the first of which must have been created and be empty.

    Each content has a database that tests work in, and one that nobody touches, to copy from. The
    connection is led from one to the other, so that only what was committed costs a copy.
    """

    def __init__(self) -> None:
        self._first = _name()
        self._saved: set[str] = set()
        self._clean = {EMPTY}
        self._current = EMPTY
        self._save(EMPTY)

    def require(self, content: str) -> None:
        """Makes the database hold exactly this content."""
        if content not in self._clean:
            self._fill(content)
        self._use(content)

    def spoil(self) -> None:
        """Says that a test has committed something: the next one needs a fresh copy."""
        self._clean.discard(self._current)

    def forget(self) -> None:
        """Leads the connection back, and removes all databases but the first."""
        self._use(EMPTY)
        if OWN_SERVER in os.environ:
            return
        for content in BUILDERS:
            _drop(self._working(content))
        for content in self._saved:
            _drop(self._untouched(content))

    def _fill(self, content: str) -> None:
        connection.close()
        if not self._restore(content):
            base, build = BUILDERS[content]
            self.require(base)
            connection.close()
            _copy(self._working(base), self._working(content))
            self._use(content)
            build()
            _learn()
            self._save(content)
        self._clean.add(content)

    def _use(self, content: str) -> None:
        if content != self._current:
            connection.close()
            connection.settings_dict["NAME"] = self._working(content)
            self._current = content

    def _restore(self, content: str) -> bool:
        if _is_kept(content):
            return kept_databases.restore(content, self._working(content))
        if content not in self._saved:
            return False
        _copy(self._untouched(content), self._working(content))
        return True

    def _save(self, content: str) -> None:
        connection.close()
        if _is_kept(content):
            kept_databases.save(content, self._working(content))
            return
        _copy(self._working(content), self._untouched(content))
        self._saved.add(content)

    def _working(self, content: str) -> str:
        return self._first if content == EMPTY else f"{self._first}-{content}"

    def _untouched(self, content: str) -> str:
        return f"{self._first}-{content}-untouched"


def _is_kept(content: str) -> bool:
    """Whether it is kept in a file from run to run."""
    return connection.vendor == "sqlite" and content not in OF_A_PROCESS


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _learn() -> None:
    """Lets PostgreSQL look at its tables: what it knows of them may be that they are empty."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _copy(source: str, target: str) -> None:
    if connection.vendor == "sqlite":
        kept_databases.copy(Path(source).as_uri(), target)
        return
    _drop(target)
    quote = connection.ops.quote_name
    with connection._nodb_cursor() as cursor:
        # A thread of the live server may still hold a connection, of a page that is closed.
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        cursor.execute(ended, [source])
        cursor.execute(f"CREATE DATABASE {quote(target)} TEMPLATE {quote(source)}")


def _drop(name: str) -> None:
    if connection.vendor == "sqlite":
        return  # it is in a folder that goes with the process
    with connection._nodb_cursor() as cursor:
        quoted = connection.ops.quote_name(name)
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")
