"""Tables that the database itself refuses to change: rows are added, never updated or deleted.

SQLite drops a table's triggers when a later migration rebuilds the table: one that alters such a
table must run `install` again in both directions (a test counts the triggers).

An app `register`s its guarded tables when it starts: `verify_history` then looks whether their
triggers are there as they were installed, and no others, and the grants leave the serving role
nothing but to read and to add.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from common.stamps import triggers


@dataclass(frozen=True, slots=True)
class Guard:
    """How a table is guarded.

    `unique`: the columns that, beside `id`, a second row can't repeat. `kept_days`: rows whose
    column `at` is older than that may be deleted. `invented`: the column that says of a row that
    it is of the demonstration, which may be deleted. Neither: no row ever.
    """

    unique: tuple[str, ...]
    kept_days: int | None = None
    invented: str = ""

    @property
    def lets_go(self) -> bool:
        """Whether some rows may be deleted."""
        return self.kept_days is not None or bool(self.invented)


_GUARDED: dict[str, Guard] = {}


def register(table: str, guard: Guard) -> None:
    """Make a guarded table known, as it was installed."""
    _GUARDED[table] = guard


def guarded() -> Mapping[str, Guard]:
    """The guarded tables."""
    return _GUARDED


def install(editor: BaseDatabaseSchemaEditor, table: str, guard: Guard) -> None:
    """Guard `table`."""
    # Fail with KeyError on any other database: its rows would be unprotected.
    for statement in _INSTALL[editor.connection.vendor](table, guard):
        editor.execute(statement)


def remove(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Lift the guard of `table`, within the caller's transaction."""
    for statement in _REMOVE[editor.connection.vendor](table):
        editor.execute(statement)


def missing(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    """The triggers of `table` that aren't there, are switched off, or do something else than they
    were made for."""
    return _MISSING[connection.vendor](connection, table, _GUARDED[table])


def foreign(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    """What else is done when `table` is written, and was never installed by Siwei: any of it could
    swallow or change a row that is added."""
    known = triggers.intact(connection, table)
    return [name for name in _FOREIGN[connection.vendor](connection, table) if name not in known]


def _message(table: str, guard: Guard) -> str:
    if guard.invented:
        return f"{table} is append-only: a row is never changed, and deleted only if it is invented"
    if guard.kept_days is None:
        return f"{table} is append-only: a row is never changed or deleted"
    return f"{table} is append-only: a row is never changed, and kept for {guard.kept_days} days"


def _sqlite(table: str, guard: Guard) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_message(table, guard)}'); END"
    same = " AND ".join(f"{column} = NEW.{column}" for column in guard.unique)
    kept = ""
    if guard.kept_days is not None:
        kept = f"WHEN OLD.at > strftime('%Y-%m-%d %H:%M:%S', 'now', '-{guard.kept_days} days') "
    elif guard.invented:
        kept = f"WHEN NOT OLD.{guard.invented} "
    return [
        f"CREATE TRIGGER {table}_never_updated BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_never_deleted BEFORE DELETE ON {table} {kept}{refuse}",
        # INSERT OR REPLACE deletes the row in its way without asking the trigger on DELETE.
        f"CREATE TRIGGER {table}_never_replaced BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR ({same})) {refuse}",
    ]


def _body(table: str, guard: Guard) -> str:
    """What the function of PostgreSQL's triggers does."""
    goes = ""
    if guard.kept_days is not None:
        goes = f"OLD.at <= now() - interval '{guard.kept_days} days'"
    elif guard.invented:
        goes = f"OLD.{guard.invented}"
    old = f"IF TG_OP = 'DELETE' AND {goes} THEN RETURN OLD; END IF; " if goes else ""
    message = _message(table, guard)
    return f" BEGIN {old}RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation'; END "


def _postgresql(table: str, guard: Guard) -> list[str]:
    body = _body(table, guard)
    return [
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $${body}$$",
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


def _on_sqlite(connection: BaseDatabaseWrapper, table: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND lower(tbl_name) = %s",
            [table],
        )
        return dict(cursor.fetchall())


def _missing_on_sqlite(connection: BaseDatabaseWrapper, table: str, guard: Guard) -> list[str]:
    there = _on_sqlite(connection, table)
    wanted = {statement.split()[2]: statement for statement in _sqlite(table, guard)}
    return [name for name, statement in wanted.items() if there.get(name) != statement]


def _foreign_on_sqlite(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    ours = {_name(table, kind) for kind in ("updated", "deleted", "replaced")}
    return sorted(_on_sqlite(connection, table).keys() - ours)


# What pg_trigger.tgtype says: 1 each row, 2 before, 4 insert, 8 delete, 16 update, 32 truncate.
_TYPES = {"changed": 1 | 2 | 8 | 16, "truncated": 2 | 32}


def _missing_on_postgresql(connection: BaseDatabaseWrapper, table: str, guard: Guard) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
            "WHERE tgrelid = to_regclass(%s) AND tgenabled IN ('O', 'A') AND tgqual IS NULL "
            "AND tgattr = '' AND prosrc = %s AND (tgname, tgtype) IN ((%s, %s), (%s, %s))",
            [
                table,
                _body(table, guard),
                *(part for kind, type_ in _TYPES.items() for part in (_name(table, kind), type_)),
            ],
        )
        there = {name for (name,) in cursor.fetchall()}
    return [_name(table, kind) for kind in _TYPES if _name(table, kind) not in there]


def _foreign_on_postgresql(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    """Triggers (but not those by which PostgreSQL keeps its constraints), rules, and row security
    with its policies."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname::text FROM pg_trigger WHERE tgrelid = to_regclass(%(table)s) "
            "AND NOT tgisinternal AND NOT tgname = ANY(%(ours)s) "
            "UNION SELECT rulename::text FROM pg_rewrite WHERE ev_class = to_regclass(%(table)s) "
            "UNION SELECT polname::text FROM pg_policy WHERE polrelid = to_regclass(%(table)s) "
            "UNION SELECT 'ROW LEVEL SECURITY' FROM pg_class WHERE oid = to_regclass(%(table)s) "
            "AND (relrowsecurity OR relforcerowsecurity) ORDER BY 1",
            {"table": table, "ours": [_name(table, kind) for kind in _TYPES]},
        )
        return [name for (name,) in cursor.fetchall()]


def _name(table: str, kind: str) -> str:
    return f"{table}_never_{kind}"


_MISSING = {"sqlite": _missing_on_sqlite, "postgresql": _missing_on_postgresql}
_FOREIGN = {"sqlite": _foreign_on_sqlite, "postgresql": _foreign_on_postgresql}
