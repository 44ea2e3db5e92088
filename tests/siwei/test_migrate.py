"""A database of version 0.1 is recognised before a migration fails in it."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from siwei.management.commands.migrate import is_former, what_to_do


def test_this_versions_database_is_its_own(db: None) -> None:
    assert not is_former("default")
    call_command("migrate", verbosity=0)


@pytest.mark.parametrize(
    ("app", "name"),
    [("indicators", "0005_values_with_places"), ("departments", "0002_api_keys")],
)
def test_a_former_database_is_refused_with_what_to_do(db: None, app: str, name: str) -> None:
    MigrationRecorder(connection).record_applied(app, name)
    with pytest.raises(CommandError, match="DATABASE_URL"):
        call_command("migrate", verbosity=0)


def test_what_a_library_applied_and_dropped_is_its_own_affair(db: None) -> None:
    MigrationRecorder(connection).record_applied("axes", "0999_gone")
    assert not is_former("default")


@pytest.mark.parametrize(
    ("database", "way_out"),
    [
        (settings.VAR / "siwei.sqlite3", "make fresh"),
        (Path("/srv/siwei/siwei.sqlite3"), "DATABASE_URL"),
        ("siwei", "DATABASE_URL"),
    ],
)
def test_only_the_database_of_make_run_is_to_be_deleted(
    monkeypatch: pytest.MonkeyPatch, database: Path | str, way_out: str
) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", database)
    said = what_to_do("default")
    assert str(database) in said
    assert [word for word in ("make fresh", "DATABASE_URL") if word in said] == [way_out]
