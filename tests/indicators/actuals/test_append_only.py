"""The database refuses to change or delete a revision, whoever asks and however."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from departments.models import Region
from indicators.actuals.models import Actual, Revision
from indicators.actuals.services.history import Before, record
from indicators.plans.models import Indicator
from tests import factories
from tests.indicators.actuals.tampering import unguarded

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
COLUMNS = [str(field.column) for field in Revision._meta.concrete_fields]
OTHERS = ", ".join(column for column in COLUMNS if column != "id")
ATTEMPTS = {
    "update": "UPDATE actuals_revision SET reason = 'x'",
    "update to the same": "UPDATE actuals_revision SET reason = reason",
    "delete": "DELETE FROM actuals_revision",
    "upsert": """
        INSERT INTO actuals_revision SELECT * FROM actuals_revision WHERE true
        ON CONFLICT (id) DO UPDATE SET reason = 'x'
    """,
}
ATTEMPTS_OF_SQLITE = {
    "replace by id": "REPLACE INTO actuals_revision SELECT * FROM actuals_revision",
    "replace by number": f"""
        REPLACE INTO actuals_revision ({OTHERS}) SELECT {OTHERS} FROM actuals_revision
    """,
    "update or replace": "UPDATE OR REPLACE actuals_revision SET reason = 'x'",
}
ATTEMPTS_OF_POSTGRESQL = {
    "truncate": "TRUNCATE actuals_revision",
    "truncate what it hangs on": "TRUNCATE actuals_actual CASCADE",
}


@pytest.fixture
def revision(db: None) -> Revision:
    region = Region.objects.create(code="140000", name="山西省", name_en="Shanxi", level="province")
    factories.units()
    indicator = Indicator.objects.create(
        code="total_water_use",
        name="用水总量",
        unit_id="亿立方米",
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


def test_the_guard_can_be_taken_away_and_put_back(revision: Revision) -> None:
    with unguarded():
        Revision.objects.update(reason="x")
    refused("DELETE FROM actuals_revision")
