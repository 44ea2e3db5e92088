"""Built SQLite databases, kept in .cache/ from run to run, because building one takes seconds.

The name of each holds a checksum of what it is made from: whatever changed is built again. A file
gets its name when it is complete and is never changed afterwards, so processes (xdist, two runs at
a time) share them without a lock. Deleting the folder is always safe.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.backends.sqlite3.creation import DatabaseCreation

ROOT: Path = settings.BASE_DIR
FOLDER = ROOT / ".cache" / "test-databases"
# Files that stay: what some changes, or two branches, need.
MOST = 12

EMPTY = "empty"
SIXTH = "sixth"
SIXTH_PLAN = ROOT / "tests" / "siwei" / "sixth"
APPS = ("common", "departments", "indicators", "tasks", "siwei")
SHARED = (
    "requirements/run.txt",
    "siwei/settings.py",
    "tests/settings.py",
    "tests/contents.py",
    "tests/siwei/mini_plan.py",
    "tests/siwei/sixth_plan.py",
)
# No loading and no service can import these (the contracts of pyproject.toml), so a page may be
# worked on without building anything again.
SHOWING = {"api", "charts", "pages", "templatetags", "urls", "viewmodels", "views"}


def restore(content: str, target: str) -> bool:
    """Overwrites the database `target` with the kept one; False where none is kept."""
    if not kept(content).exists():
        return False
    try:
        copy(f"{kept(content).as_uri()}?mode=ro&immutable=1", target)
    except sqlite3.OperationalError:
        return False  # another process removed it just now
    return True


def save(content: str, source: str) -> None:
    """Keeps the database `source` for later runs, unless the same is kept already."""
    if kept(content).exists():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    partial = FOLDER / f"{kept(content).name}.{os.getpid()}"
    copy(Path(source).absolute().as_uri(), str(partial))
    partial.replace(kept(content))
    for old in sorted(FOLDER.iterdir(), key=_changed)[:-MOST]:
        old.unlink(missing_ok=True)


@cache
def kept(content: str) -> Path:
    """Where the database with this content is kept, or will be."""
    digest = hashlib.sha256()
    for file in sorted(_sources(content)):
        digest.update(f"{file.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return FOLDER / f"{content}-{digest.hexdigest()[:16]}.sqlite3"


def _sources(content: str) -> Iterator[Path]:
    """The files that decide what the database holds."""
    yield from (ROOT / name for name in SHARED)
    for file in (file for app in APPS for file in (ROOT / app).rglob("*.py")):
        names = {*file.relative_to(ROOT).parts[:-1], file.stem}
        if names & {"migrations", "models", "stamps", "apps", "public"} or (
            content != EMPTY and not names & SHOWING
        ):
            yield file
    if content != EMPTY:
        yield from (file for file in (ROOT / "fixtures").rglob("*") if file.is_file())
    if content == SIXTH:
        yield from (file for file in SIXTH_PLAN.rglob("*") if file.is_file())


def copy(source: str, target: str) -> None:
    """Overwrites the database `target` with the one at the URI `source`."""
    with closing(sqlite3.connect(source, uri=True)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _changed(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return 0.0


class KeptCreation(DatabaseCreation):
    """Creates the test database by copying a kept one where Django would run every migration."""

    def create_test_db(self, *args: Any, **options: Any) -> str:
        name = str(self.connection.settings_dict["TEST"]["NAME"])
        self.connection.close()
        if not restore(EMPTY, name):
            created = super().create_test_db(*args, **options)
            save(EMPTY, name)
            return created
        settings.DATABASES[self.connection.alias]["NAME"] = name
        self.connection.settings_dict["NAME"] = name
        self.connection.ensure_connection()
        return name
