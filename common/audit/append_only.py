"""Guards the audit log in the database: rows are never changed, and old ones alone deleted.

A row goes once it is older than `LEAST_DAYS`; a younger one the database keeps, whoever asks.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from common.audit.rules import LEAST_DAYS
from common.records import append_only

TABLE = "audit_auditrow"
_MESSAGE = f"{TABLE}: a row is never changed, and kept for {LEAST_DAYS} days at least"


def install(editor: BaseDatabaseSchemaEditor) -> None:
    """The guard of any append-only table, but that it lets rows go which are old enough."""
    append_only.install(editor, TABLE, unique=("id",))
    for statement in _LET_GO[editor.connection.vendor]:
        editor.execute(statement)


def remove(editor: BaseDatabaseSchemaEditor) -> None:
    append_only.remove(editor, TABLE)


_LET_GO = {
    "sqlite": [
        f"DROP TRIGGER {TABLE}_never_deleted",
        f"CREATE TRIGGER {TABLE}_never_deleted BEFORE DELETE ON {TABLE} "
        f"WHEN OLD.at > strftime('%Y-%m-%d %H:%M:%S', 'now', '-{LEAST_DAYS} days') "
        f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END",
    ],
    "postgresql": [
        f"CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' AND OLD.at <= now() - interval '{LEAST_DAYS} days' THEN "
        f"RETURN OLD; END IF; "
        f"RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$",
    ],
}
