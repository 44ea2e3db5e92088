"""Tables that the database itself refuses to change: rows are added, never updated or deleted.

SQLite drops a table's triggers when a later migration rebuilds the table: one that alters such a
table must run `install` again in both directions (a test counts the triggers).
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def install(editor: BaseDatabaseSchemaEditor, table: str, *, unique: tuple[str, ...]) -> None:
    """Guard `table`; `unique` are the columns that, beside `id`, a second row can't repeat."""
    # Fail with KeyError on any other database: its rows would be unprotected.
    for statement in _INSTALL[editor.connection.vendor](table, unique):
        editor.execute(statement)


def remove(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Lift the guard of `table`, within the caller's transaction."""
    for statement in _REMOVE[editor.connection.vendor](table):
        editor.execute(statement)


def _message(table: str) -> str:
    return f"{table} is append-only: a row is never changed or deleted"


def _sqlite(table: str, unique: tuple[str, ...]) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_message(table)}'); END"
    same = " AND ".join(f"{column} = NEW.{column}" for column in unique)
    return [
        f"CREATE TRIGGER {table}_never_updated BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_never_deleted BEFORE DELETE ON {table} {refuse}",
        # INSERT OR REPLACE deletes the row in its way without asking the trigger on DELETE.
        f"CREATE TRIGGER {table}_never_replaced BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR ({same})) {refuse}",
    ]


def _postgresql(table: str, unique: tuple[str, ...]) -> list[str]:
    return [
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{_message(table)}' USING ERRCODE = 'restrict_violation'; END $$",
        f"CREATE TRIGGER {table}_never_changed BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
        f"CREATE TRIGGER {table}_never_truncated BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
    ]


_INSTALL = {"sqlite": _sqlite, "postgresql": _postgresql}
_REMOVE = {
    "sqlite": lambda table: [
        f"DROP TRIGGER {table}_never_{kind}" for kind in ("updated", "deleted", "replaced")
    ],
    "postgresql": lambda table: [
        f"DROP TRIGGER {table}_never_changed ON {table}",
        f"DROP TRIGGER {table}_never_truncated ON {table}",
        f"DROP FUNCTION {table}_refuse()",
    ],
}
