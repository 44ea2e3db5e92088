"""The database refuses to change or delete a revision, whoever asks and however."""

from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader

from departments.models import Region
from indicators.models import Actual, Indicator, Revision
from indicators.services.history import Before, record
from tests.indicators.tampering import unguarded

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
COLUMNS = [str(field.column) for field in Revision._meta.concrete_fields]
OTHERS = ", ".join(column for column in COLUMNS if column != "id")
ATTEMPTS = {
    "update": "UPDATE indicators_revision SET reason = 'x'",
    "update to the same": "UPDATE indicators_revision SET reason = reason",
    "delete": "DELETE FROM indicators_revision",
    "upsert": """
        INSERT INTO indicators_revision SELECT * FROM indicators_revision WHERE true
        ON CONFLICT (id) DO UPDATE SET reason = 'x'
    """,
}
ATTEMPTS_OF_SQLITE = {
    "replace by id": "REPLACE INTO indicators_revision SELECT * FROM indicators_revision",
    "replace by number": f"""
        REPLACE INTO indicators_revision ({OTHERS}) SELECT {OTHERS} FROM indicators_revision
    """,
    "update or replace": "UPDATE OR REPLACE indicators_revision SET reason = 'x'",
}
ATTEMPTS_OF_POSTGRESQL = {
    "truncate": "TRUNCATE indicators_revision",
    "truncate what it hangs on": "TRUNCATE indicators_actual CASCADE",
}


@pytest.fixture
def revision(db: None) -> Revision:
    region = Region.objects.create(code="140000", name="山西省", name_en="Shanxi", level="province")
    indicator = Indicator.objects.create(
        code="total_water_use",
        name="用水总量",
        unit="亿立方米",
        direction="at_most",
        theme="total",
        order=1,
    )
    actual = Actual.objects.create(
        region=region,
        indicator=indicator,
        year=2025,
        obs_status="missing",
        state="draft",
        updated_at=NOW,
    )
    made = record(actual=actual, before=Before(), action="save", actor=None, now=NOW)
    connection.check_constraints()  # PostgreSQL truncates nothing while a check is still pending
    return made


def refused(statement: str) -> None:
    before = list(Revision.objects.values())
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert list(Revision.objects.values()) == before


@pytest.mark.parametrize("statement", ATTEMPTS.values(), ids=ATTEMPTS)
def test_sql_is_refused(revision: Revision, statement: str) -> None:
    refused(statement)


@pytest.mark.parametrize("statement", ATTEMPTS_OF_SQLITE.values(), ids=ATTEMPTS_OF_SQLITE)
def test_what_only_sqlite_knows_is_refused(revision: Revision, statement: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's own statements")
    refused(statement)


@pytest.mark.parametrize("statement", ATTEMPTS_OF_POSTGRESQL.values(), ids=ATTEMPTS_OF_POSTGRESQL)
def test_what_only_postgresql_knows_is_refused(revision: Revision, statement: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL's own statements")
    refused(statement)


def test_the_models_are_refused(revision: Revision) -> None:
    revision.reason = "x"
    for attempt in (
        revision.save,
        revision.delete,
        Revision.objects.all().delete,
        lambda: Revision.objects.update(reason="x"),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            attempt()


def test_a_revision_can_be_added(revision: Revision) -> None:
    actual = revision.actual
    actual.version += 1
    record(actual=actual, before=Before.of(actual), action="save", actor=None, now=NOW)
    assert actual.revisions.count() == 2


def test_a_migration_that_rebuilds_the_table_puts_the_guard_back() -> None:
    guard = import_module("indicators.migrations.0002_revisions_append_only")
    migrations = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    rebuilt = [
        migration.operations
        for (app, name), migration in migrations.items()
        if app == "indicators" and name > "0002_revisions_append_only"
        if any(getattr(one, "model_name_lower", "") == "revision" for one in migration.operations)
    ]
    assert rebuilt
    for first, *_others, last in rebuilt:
        assert isinstance(first, RunPython)
        assert isinstance(last, RunPython)
        assert (first.reverse_code, last.code) == (guard.restore, guard.restore)


def test_the_guard_can_be_taken_away_and_put_back(revision: Revision) -> None:
    with unguarded():
        Revision.objects.update(reason="x")
    refused("DELETE FROM indicators_revision")
