"""What django-axes has kept of log-ins goes on in the audit log."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from common.audit.models import AuditRow
from tests.people import person

MIGRATION: Any = import_module("common.audit.migrations.0003_log_ins_of_axes")
TIME = "text" if connection.vendor == "sqlite" else "timestamp with time zone"


class Editor:
    """A schema editor inside a test's transaction, which SQLite's own refuses."""

    connection = connection

    def execute(self, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.django_db
def test_log_ins_are_taken_over_and_the_tables_go() -> None:
    alice, editor = person("alice"), Editor()
    editor.execute(
        f"CREATE TABLE axes_accesslog (id integer PRIMARY KEY, attempt_time {TIME}, "
        "username varchar(255), ip_address varchar(45))"
    )
    editor.execute("CREATE TABLE axes_accessattempt (id integer PRIMARY KEY)")
    offset = "" if connection.vendor == "sqlite" else "+00"
    editor.execute(
        "INSERT INTO axes_accesslog VALUES "
        f"(1, '2026-11-01 01:15:00.5{offset}', 'alice', '192.0.2.1'), "
        f"(2, '2026-11-02 01:15:00{offset}', 'a-password', NULL)"
    )
    MIGRATION.take_over(apps, editor)
    rows = AuditRow.objects.order_by("at").values_list("event", "actor", "name", "address")
    assert list(rows) == [("log_in", alice.pk, "alice", "192.0.2.1"), ("log_in", None, "", "")]
    assert AuditRow.objects.earliest("at").at.isoformat() == "2026-11-01T01:15:00.500000+00:00"
    with connection.cursor() as cursor:
        left = connection.introspection.table_names(cursor)
    assert [name for name in left if name.startswith("axes_")] == []
    MIGRATION.take_over(apps, editor)  # without tables there is nothing to do
    assert AuditRow.objects.count() == 2
