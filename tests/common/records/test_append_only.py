"""The database refuses to change or delete a history row, whoever asks and however."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from common.records.models import HistoryRow, Record
from common.records.rules.chain import Content
from common.records.rules.doors import BY_PAGE
from common.records.rules.publications import Effect
from common.records.services import kinds
from common.records.services.history import HistoryStep, append, lock
from common.records.services.kinds import File, People, PublicChanges, Thing
from common.records.services.stored import StoredRow
from tests.common.records.tampering import unguarded

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
COLUMNS = [str(field.column) for field in HistoryRow._meta.concrete_fields]
OTHERS = ", ".join(column for column in COLUMNS if column != "id")
ATTEMPTS = {
    "update": "UPDATE records_historyrow SET reason = 'x'",
    "update to the same": "UPDATE records_historyrow SET reason = reason",
    "delete": "DELETE FROM records_historyrow",
    "upsert": """
        INSERT INTO records_historyrow SELECT * FROM records_historyrow WHERE true
        ON CONFLICT (id) DO UPDATE SET reason = 'x'
    """,
}
ATTEMPTS_OF_SQLITE = {
    "replace by id": "REPLACE INTO records_historyrow SELECT * FROM records_historyrow",
    "replace by number": f"""
        REPLACE INTO records_historyrow ({OTHERS}) SELECT {OTHERS} FROM records_historyrow
    """,
    "update or replace": "UPDATE OR REPLACE records_historyrow SET reason = 'x'",
}
ATTEMPTS_OF_POSTGRESQL = {
    "truncate": "TRUNCATE records_historyrow",
    "truncate what it hangs on": "TRUNCATE records_record CASCADE",
}


class Anything:
    """A kind of which nothing is ever public."""

    name = title = "anything"
    at_once = 500
    public_actions = ()

    def effect(self, action: str, after: Content | None) -> Effect:
        return Effect()

    def public_changes(self, rows: Sequence[HistoryRow]) -> PublicChanges:
        return {}

    def people(self, rows: Sequence[StoredRow]) -> People:
        return {}

    def files(self, rows: Sequence[StoredRow]) -> Sequence[File]:
        return ()

    def without_history(self) -> Sequence[str]:
        return ()

    def things(self, records: Sequence[Record]) -> Mapping[int, Thing]:
        return {}

    def in_region(self, records: QuerySet[Record], region: str) -> QuerySet[Record]:
        return records


@pytest.fixture
def row(db: None, monkeypatch: pytest.MonkeyPatch) -> HistoryRow:
    monkeypatch.setitem(kinds._KINDS, "anything", Anything())
    made = add("x")
    connection.check_constraints()  # PostgreSQL truncates nothing while a check is still pending
    return made


def add(key: str) -> HistoryRow:
    record = lock("anything", [key], create=[key])[key]
    (made,) = append([HistoryStep(record, "save", NOW, None, BY_PAGE, None, {"value": "9.0"})])
    return made


def refused(statement: str) -> None:
    before = list(HistoryRow.objects.values())
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert list(HistoryRow.objects.values()) == before


@pytest.mark.parametrize("statement", ATTEMPTS.values(), ids=ATTEMPTS)
def test_sql_is_refused(row: HistoryRow, statement: str) -> None:
    refused(statement)


@pytest.mark.parametrize("statement", ATTEMPTS_OF_SQLITE.values(), ids=ATTEMPTS_OF_SQLITE)
def test_what_only_sqlite_knows_is_refused(row: HistoryRow, statement: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's own statements")
    refused(statement)


@pytest.mark.parametrize("statement", ATTEMPTS_OF_POSTGRESQL.values(), ids=ATTEMPTS_OF_POSTGRESQL)
def test_what_only_postgresql_knows_is_refused(row: HistoryRow, statement: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL's own statements")
    refused(statement)


def test_the_models_are_refused(row: HistoryRow) -> None:
    row.reason = "x"
    for attempt in (
        row.save,
        row.delete,
        HistoryRow.objects.all().delete,
        lambda: HistoryRow.objects.update(reason="x"),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            attempt()


def test_a_row_can_be_added(row: HistoryRow) -> None:
    assert add("x").number == 2
    assert HistoryRow.objects.count() == 2


def test_the_guard_can_be_taken_away_and_put_back(row: HistoryRow) -> None:
    with unguarded():
        HistoryRow.objects.update(reason="x")
    refused("DELETE FROM records_historyrow")
