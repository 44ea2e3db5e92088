"""The history of a database of before is sealed as it is, and is proved from then on."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from common.records import append_only
from common.records.models import HistoryRow, Record
from common.records.rules.chain import FIRST_SCHEME, digest
from common.records.services.stored import content_of
from tests.common.records.tampering import unguarded

pytestmark = pytest.mark.django_db(transaction=True)


def migrate(name: str) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("records", name)])


def as_before() -> None:
    """Every row with the hash that it would have had; the loaded plans have one row each."""
    with unguarded():
        for row in HistoryRow.objects.select_related("record"):
            row.scheme = FIRST_SCHEME
            row.hash = digest(content_of(row, row.record), "")
            row.save()
            Record.objects.filter(pk=row.record_id).update(hash=row.hash)


# Takes some seconds: on SQLite each changed column builds the table anew.
def test_what_is_there_is_sealed_and_stays_provable(plans: None) -> None:
    as_before()
    kept = list(HistoryRow.objects.order_by("pk").values_list("pk", "hash"))
    migrate("0002_history_append_only")
    migrate("0005_history_sequence_once")
    rows = HistoryRow.objects.order_by("pk")
    assert list(rows.values_list("pk", "hash")) == kept
    assert set(rows.values_list("scheme", "door")) == {(FIRST_SCHEME, "")}
    assert list(rows.values_list("sequence", flat=True)) == list(range(1, len(kept) + 1))
    assert append_only.missing(connection, "records_historyrow") == []
    call_command("migrate", verbosity=0)  # what other subjects build on it
    out = StringIO()
    call_command("verify_history", stdout=out)
    assert "完好无缺" in out.getvalue()
