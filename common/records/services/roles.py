"""The two roles of a PostgreSQL database: one owns the tables, the other one serves."""

from collections.abc import Iterator, Sequence

from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from common.records import append_only
from common.records.models import Evidence, HistoryHead, Publication
from common.stamps.models import Stamp

EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"
ADD_ONLY = "SELECT, INSERT"
ADD_AND_LET_GO = "SELECT, INSERT, DELETE"  # the trigger keeps the young rows
NO_DELETION = "SELECT, INSERT, UPDATE"
# What the services never do with a table, the role that serves can't do.
_LESS = {
    MigrationRecorder.Migration._meta.db_table: "SELECT",
    HistoryHead._meta.db_table: "SELECT, UPDATE",
    Evidence._meta.db_table: NO_DELETION,
    Publication._meta.db_table: NO_DELETION,
    Stamp._meta.db_table: NO_DELETION,
}


def grants(role: str) -> Iterator[str]:
    """The statements that give `role` what serving needs, and take away what it had beyond that.

    The owner of the tables runs them, after each `migrate`: a new table is granted to nobody.
    """
    serving = quoted(role)
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC;"
    yield f"GRANT USAGE ON SCHEMA public TO {serving};"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {serving};"
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {serving};"
    for table in _tables():
        yield f"GRANT {_rights(table)} ON {quoted(table)} TO {serving};"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {serving};"


def _rights(table: str) -> str:
    guard = append_only.guarded().get(table)
    if guard is None:
        return _LESS.get(table, EVERYTHING)
    return ADD_AND_LET_GO if guard.lets_go else ADD_ONLY


def quoted(name: str) -> str:
    """A name as PostgreSQL reads it, whatever database is in use here."""
    return '"' + name.replace('"', '""') + '"'


def weaknesses() -> Sequence[str]:
    """What the role of this connection could do to the guarded tables, in words; empty where it
    can't lift the triggers, and on SQLite, which has no roles."""
    if connection.vendor != "postgresql":
        return ()
    guards = append_only.guarded()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relkind = 'r' "
            "AND (pg_has_role(current_user, relowner, 'MEMBER') "
            "OR has_table_privilege(oid, 'UPDATE, TRUNCATE') "
            "OR relname = ANY(%s) AND has_table_privilege(oid, 'DELETE')) ORDER BY relname",
            [list(guards), [table for table, guard in guards.items() if not guard.lets_go]],
        )
        tables = [name for (name,) in cursor.fetchall()]
    if not tables:
        return ()
    words = _("提示：本数据库角色可以停用这些表的触发器：%s。见 docs/deploying.md“Database”。")
    return (words % "、".join(tables),)


def _tables() -> list[str]:
    models = apps.get_models(include_auto_created=True)
    tables = {model._meta.db_table for model in models if model._meta.managed}
    return sorted({*tables, MigrationRecorder.Migration._meta.db_table})
