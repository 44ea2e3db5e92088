"""A database of version 0.1 is recognised before `migrate` fails in it."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from common.checks import made_by_this_version


def test_this_versions_database_is_its_own(db: None) -> None:
    assert made_by_this_version(databases=["default"]) == []
    assert made_by_this_version() == []


@pytest.mark.parametrize(
    ("app", "name"),
    [("indicators", "0005_values_with_places"), ("departments", "0002_api_keys")],
)
def test_a_former_database_is_refused_with_what_to_do(db: None, app: str, name: str) -> None:
    MigrationRecorder(connection).record_applied(app, name)
    with pytest.raises(SystemCheckError, match="make fresh"):
        call_command("migrate", verbosity=0, skip_checks=False)


def test_what_a_library_applied_and_dropped_is_its_own_affair(db: None) -> None:
    MigrationRecorder(connection).record_applied("axes", "0999_gone")
    assert made_by_this_version(databases=["default"]) == []
