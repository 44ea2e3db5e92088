"""The database itself refuses to change or delete a revision.

SQLite drops a table's triggers when a later migration rebuilds the table: one that alters `Revision`
must run `restore` in both directions (0005; tests/indicators/test_append_only.py fails without).
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "indicators_revision"
MESSAGE = "indicators_revision is append-only: a revision is never changed or deleted"

SQLITE = [
    f"""
    CREATE TRIGGER revision_never_updated BEFORE UPDATE ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END
    """,
    f"""
    CREATE TRIGGER revision_never_deleted BEFORE DELETE ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END
    """,
    # INSERT OR REPLACE deletes the row in its way without asking the trigger on DELETE.
    f"""
    CREATE TRIGGER revision_never_replaced BEFORE INSERT ON {TABLE}
    WHEN EXISTS (
        SELECT 1 FROM {TABLE}
        WHERE id = NEW.id OR (actual_id = NEW.actual_id AND number = NEW.number)
    )
    BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END
    """,
]
SQLITE_UNDO = [
    "DROP TRIGGER revision_never_updated",
    "DROP TRIGGER revision_never_deleted",
    "DROP TRIGGER revision_never_replaced",
]

POSTGRESQL = [
    f"""
    CREATE FUNCTION refuse_to_change_a_revision() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation';
    END
    $$
    """,
    f"""
    CREATE TRIGGER revision_never_changed BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_a_revision()
    """,
    f"""
    CREATE TRIGGER revision_never_truncated BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_a_revision()
    """,
]
POSTGRESQL_UNDO = [
    f"DROP TRIGGER revision_never_changed ON {TABLE}",
    f"DROP TRIGGER revision_never_truncated ON {TABLE}",
    "DROP FUNCTION refuse_to_change_a_revision()",
]


def install(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _execute(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def remove(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _execute(schema_editor, {"sqlite": SQLITE_UNDO, "postgresql": POSTGRESQL_UNDO})


def restore(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """After a change of the table: PostgreSQL keeps its triggers, SQLite has lost them."""
    _execute(schema_editor, {"sqlite": SQLITE, "postgresql": []})


def _execute(schema_editor: BaseDatabaseSchemaEditor, statements: dict[str, list[str]]) -> None:
    # Another database would leave the history unguarded: a KeyError is the better end.
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_plans_and_actuals")]

    operations = [migrations.RunPython(install, remove)]
