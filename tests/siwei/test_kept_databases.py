"""A built database is used again exactly as long as nothing that it is made from has changed."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests import kept_databases
from tests.kept_databases import EMPTY, SHARED, SHOWING, kept, restore, save

FILES = (
    *SHARED,
    "fixtures/plans/yangquan-2025.txt",
    "indicators/plans/migrations/0001_initial.py",
    "indicators/plans/models/promises.py",
    "indicators/plans/rules/units.py",
    "indicators/plans/views/plans.py",
    "siwei/loading/read.py",
    "siwei/pages/overview.py",
    "tasks/models.py",
    "tasks/urls.py",
)


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("before")
    monkeypatch.setattr(kept_databases, "ROOT", tmp_path)
    monkeypatch.setattr(kept_databases, "FOLDER", tmp_path / "kept")
    monkeypatch.setattr(kept_databases, "kept", kept.__wrapped__)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "changed"),
    [
        ("requirements/run.txt", {EMPTY, "plans"}),
        ("tests/contents.py", {EMPTY, "plans"}),
        ("indicators/plans/migrations/0001_initial.py", {EMPTY, "plans"}),
        ("indicators/plans/migrations/0002_new.py", {EMPTY, "plans"}),
        ("indicators/plans/models/promises.py", {EMPTY, "plans"}),
        ("tasks/models.py", {EMPTY, "plans"}),
        ("fixtures/plans/yangquan-2025.txt", {"plans"}),
        ("fixtures/plans/new-2030.yaml", {"plans"}),
        ("indicators/plans/rules/units.py", {"plans"}),
        ("siwei/loading/read.py", {"plans"}),
        ("indicators/plans/views/plans.py", set()),
        ("siwei/pages/overview.py", set()),
        ("tasks/urls.py", set()),
    ],
)
def test_a_change_is_built_anew(tree: Path, file: str, changed: set[str]) -> None:
    before = {content: kept_databases.kept(content) for content in (EMPTY, "plans")}
    (tree / file).write_text("after")
    assert {c for c, path in before.items() if kept_databases.kept(c) != path} == changed


def test_a_database_is_kept_and_copied_back(tree: Path) -> None:
    made, target = str(tree / "made.sqlite3"), str(tree / "target.sqlite3")
    assert not restore(EMPTY, target)
    execute(made, "CREATE TABLE city AS SELECT '阳泉' AS name")
    save(EMPTY, made)
    execute(target, "CREATE TABLE left_by_a_test (id)")
    assert restore(EMPTY, target)
    assert execute(target, "SELECT name FROM city") == [("阳泉",)]
    assert execute(target, "SELECT name FROM sqlite_schema") == [("city",)]
    (tree / "tasks" / "models.py").write_text("after")
    assert not restore(EMPTY, target)


def test_only_the_newest_stay(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_databases, "MOST", 2)
    made = str(tree / "made.sqlite3")
    execute(made, "CREATE TABLE city (name)")
    saved = []
    for number in range(4):
        (tree / "tasks" / "models.py").write_text(str(number))
        save(EMPTY, made)
        saved.append(kept_databases.kept(EMPTY))
        os.utime(saved[-1], (number, number))
    assert set(kept_databases.FOLDER.iterdir()) == set(saved[-2:])


def test_nothing_that_shows_is_imported_by_what_loads() -> None:
    """Therefore it is no part of the checksum. The pages of the administration, which are found
    when Django starts, load nothing."""
    said = (
        "import django, sys; from django.contrib import admin; admin.autodiscover = lambda: None;"
        "django.setup();"
        "import siwei.management.commands.load_plans, siwei.demo.actuals, siwei.demo.people;"
        f"print([name for name in sys.modules if {SHOWING} & set(name.split('.'))"
        f" and name.startswith({kept_databases.APPS})])"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    answer = subprocess.run(
        [sys.executable, "-c", said], env=environment, capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"


def execute(database: str, statement: str) -> list[tuple[str]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(statement).fetchall()
