"""The triggers that renew the stamp, so that no way of writing goes past it: neither a bulk update
nor the administration, a command or a client of the database.

On PostgreSQL they run once for a statement. A counter in one row would make each writer wait for
the one before, from its first write to its commit, and two of them for each other. So a
transaction takes a slot that no other one has (an advisory lock that is tried, never waited for)
and writes a random word there. Readers see the word when they see what was written with it.
SQLite has one writer at a time, and triggers for each row.
"""

import hashlib
import secrets
from collections.abc import Iterator, Sequence

from django.apps import apps
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from common.stamps.models import INSTALLED, PartStamp, Stamp
from common.stamps.rules import NO_PART, Watch, watch_of

TABLE = Stamp._meta.db_table
PARTS = PartStamp._meta.db_table
LOCKS = 0x5357  # the first number of the advisory locks
SUFFIX = "_stamped"


def watched() -> dict[type[models.Model], Watch]:
    """Every model whose table is watched."""
    every = apps.get_models(include_auto_created=True)
    found = {model: watch_of(model._meta.label_lower) for model in every if model._meta.managed}
    return {model: how for model, how in found.items() if how is not None}


def install(connection: BaseDatabaseWrapper) -> None:
    """Watch the tables that are there, and begin with another stamp; nothing to do where they are
    watched already as they should be."""
    there = set(connection.introspection.table_names())
    if TABLE not in there:
        return
    wanted = list(_statements(connection.vendor, there))
    digest = hashlib.sha256("\n".join(wanted).encode()).hexdigest()
    rows = Stamp.objects.using(connection.alias)
    if rows.filter(slot=INSTALLED, working=digest).exists():
        return
    with transaction.atomic(connection.alias):
        remove(connection)
        with connection.cursor() as cursor:
            for statement in wanted:
                cursor.execute(statement)
        rows.get_or_create(slot=0)
        rows.create(slot=INSTALLED, public=secrets.token_hex(16), working=digest)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Watch nothing any more, and say so: there is no stamp from here on."""
    if TABLE not in connection.introspection.table_names():
        return
    with transaction.atomic(connection.alias):
        Stamp.objects.using(connection.alias).filter(slot=INSTALLED).delete()
        with connection.cursor() as cursor:
            for table, name in _installed(connection):
                on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER "{name}"{on}')


def intact(connection: BaseDatabaseWrapper, table: str) -> set[str]:
    """The triggers of `table` that do what they were made for and nothing else."""
    found = {model._meta.db_table: (model, how) for model, how in watched().items()}
    if table not in found:
        return set()
    wanted = list(_WATCHING[connection.vendor](*found[table]))
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql IN "
                f"({', '.join(['%s'] * len(wanted))})",
                wanted,
            )
        else:
            cursor.execute(
                "SELECT tgname::text FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
                "WHERE tgrelid = to_regclass(%s) AND tgqual IS NULL AND (tgtype & 3) = 0 "
                "AND prosrc = ANY(%s)",
                [table, [body for _name, body in _functions(*found[table])]],
            )
        return {name for (name,) in cursor.fetchall()}


def _installed(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """Table and name of every trigger that renews the stamp."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT relname::text, tgname::text FROM pg_trigger "
                "JOIN pg_class ON pg_class.oid = tgrelid "
                "WHERE NOT tgisinternal AND pg_table_is_visible(tgrelid)"
            )
        return [(table, name) for table, name in cursor.fetchall() if SUFFIX in name]


def _statements(vendor: str, there: set[str]) -> Iterator[str]:
    """What makes the triggers of the tables that are there, in a stable order."""
    for model, how in sorted(watched().items(), key=lambda one: one[0]._meta.db_table):
        if model._meta.db_table in there:
            yield from _WATCHING[vendor](model, how)


def _scope(how: Watch) -> str:
    """Which word a write of a table renews, whatever it changes."""
    return "public" if how.public is None else "working"


def _columns(model: type[models.Model], how: Watch) -> str:
    """`UPDATE`, or ` OF` the columns of which answers tell."""
    if not how.unseen:
        return "UPDATE"
    columns = [one.column for one in model._meta.local_concrete_fields]
    missing = set(how.unseen) - set(columns)
    assert not missing, f"{model._meta.label} has no {missing}"
    return f"UPDATE OF {', '.join(_quoted(one) for one in columns if one not in how.unseen)}"


def _quoted(name: str | None) -> str:
    return f'"{name}"'


def _seen(how: Watch, row: str) -> Sequence[str]:
    """What the public sees of a row, as expressions."""
    return [one.format(row=row) for one in how.public or ()]


def _sqlite(model: type[models.Model], how: Watch) -> Iterator[str]:
    table = model._meta.db_table
    events = {"insert": "INSERT", "update": _columns(model, how), "delete": "DELETE"}
    words = [_scope(how), *(["every"] if how.part is None else [])]
    for kind, event in events.items():
        yield _sqlite_trigger(table, kind, event, _scope(how), _sqlite_renew(words))
    for kind, condition in _sqlite_conditions(how).items():
        does = _sqlite_renew(["public"])
        yield _sqlite_trigger(table, kind, kind.upper(), "public", does, condition)
    if how.part:
        for kind, rows in _SQLITE_ROWS.items():
            parts = " UNION ".join(f"SELECT {how.part.format(row=row)} AS part" for row in rows)
            does = _sqlite_renew_parts(parts)
            yield _sqlite_trigger(table, kind, kind.upper(), "part", does)


_SQLITE_ROWS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}


def _sqlite_renew(words: Sequence[str]) -> str:
    each = ", ".join(f"{word} = hex(randomblob(16))" for word in words)
    return f"UPDATE {TABLE} SET {each} WHERE slot = 0;"


def _sqlite_renew_parts(parts: str) -> str:
    """Deletes and inserts: in a trigger, the statement outside decides what a conflict does."""
    return (
        f"DELETE FROM {PARTS} WHERE part IN ({parts}); "
        f"INSERT INTO {PARTS} (slot, part, word) SELECT 0, part, hex(randomblob(16)) "
        f"FROM ({parts}) WHERE part IS NOT NULL;"
    )


def _sqlite_conditions(how: Watch) -> dict[str, str]:
    """When a row's change is one for the public, of tables of which it sees a part."""
    if not how.public:
        return {}
    new, old = _seen(how, "NEW"), _seen(how, "OLD")
    differ = zip(old, new, strict=True)
    return {
        "insert": " OR ".join(f"({one}) IS NOT NULL" for one in new),
        "update": " OR ".join(f"({before}) IS NOT ({after})" for before, after in differ),
        "delete": " OR ".join(f"({one}) IS NOT NULL" for one in old),
    }


def _sqlite_trigger(
    table: str, kind: str, event: str, word: str, does: str, condition: str = ""
) -> str:
    when = f" WHEN {condition}" if condition else ""
    return (
        f'CREATE TRIGGER "{table}{SUFFIX}_{word}_{kind}" AFTER {event} ON "{table}"{when} '
        f"BEGIN {does} END"
    )


# Its own slot for each transaction, found once: the lock and the setting end with it.
_SLOT = (
    " DECLARE own integer := nullif(current_setting('siwei.slot', true), ''); BEGIN "
    "IF own IS NULL THEN own := 0; "
    f"WHILE NOT pg_try_advisory_xact_lock({LOCKS}, own) LOOP own := own + 1; END LOOP; "
    "PERFORM set_config('siwei.slot', own::text, true); END IF; "
)


def _renew(*words: str) -> str:
    named = ("public", "working", "every")
    values = ", ".join("gen_random_uuid()" if one in words else "''" for one in named)
    renewed = ", ".join(f"{word} = excluded.{word}" for word in words)
    return (
        f"INSERT INTO {TABLE} (slot, {', '.join(named)}) VALUES (own, {values}) "
        f"ON CONFLICT (slot) DO UPDATE SET {renewed}; "
    )


def _renew_parts(part: str, rows: Sequence[str]) -> str:
    """The words of the parts of which `rows` (transition tables) tell, in the order of the parts:
    nobody else writes to this slot meanwhile."""
    each = " UNION ALL ".join(
        f"SELECT {part.format(row='line')} AS part FROM {one} AS line" for one in rows
    )
    return (
        f"INSERT INTO {PARTS} (slot, part, word) SELECT own, part, gen_random_uuid() "
        f"FROM (SELECT DISTINCT part FROM ({each}) AS told WHERE part IS NOT NULL) AS once "
        "ON CONFLICT (part, slot) DO UPDATE SET word = excluded.word; "
    )


def _body(does: str) -> str:
    return f"{_SLOT}{does}RETURN NULL; END "


def _words(how: Watch, word: str) -> Sequence[str]:
    """`word`, and that of every part where the table tells of each."""
    return [word] if how.part == NO_PART else [word, "every"]


def _shared(how: Watch, word: str) -> str:
    """The function that renews `_words` of a whole table."""
    return "_".join(["stamps", *_words(how, word)])


def _functions(model: type[models.Model], how: Watch) -> Iterator[tuple[str, str]]:
    """Name and body of the functions that the triggers of a table call."""
    for word in ("public", "working"):
        yield _shared(how, word), _body(_renew(*_words(how, word)))
    if not _looks_at_rows(how):
        return
    conditions = _postgresql_conditions(model, how)
    every = ["every"] if how.part is None else []
    for kind, (_referencing, rows) in _ROWS.items():
        does = _renew("working" if how.public else _scope(how), *every)
        if condition := conditions.get(kind):
            does += f"IF {condition} THEN {_renew('public')}END IF; "
        if how.part:
            does += _renew_parts(how.part, rows)
        yield f"{model._meta.db_table}{SUFFIX}_{kind}", _body(does)


def _looks_at_rows(how: Watch) -> bool:
    """Whether it depends on the rows what is renewed."""
    return bool(how.public or how.part)


def _postgresql_conditions(model: type[models.Model], how: Watch) -> dict[str, str]:
    """When a statement changes something for the public, of tables of which it sees a part."""
    if not how.public:
        return {}
    some = " OR ".join(f"({one}) IS NOT NULL" for one in _seen(how, "line"))
    pk = model._meta.pk.column
    lines = ", ".join([f"line.{_quoted(pk)}", *_seen(how, "line")])
    return {
        "insert": f"EXISTS (SELECT FROM added AS line WHERE {some})",
        "update": f"EXISTS (SELECT {lines} FROM added AS line EXCEPT SELECT {lines} "
        "FROM gone AS line)",
        "delete": f"EXISTS (SELECT FROM gone AS line WHERE {some})",
    }


_ROWS = {
    "insert": ("NEW TABLE AS added", ("added",)),
    "update": ("OLD TABLE AS gone NEW TABLE AS added", ("gone", "added")),
    "delete": ("OLD TABLE AS gone", ("gone",)),
}


def _postgresql(model: type[models.Model], how: Watch) -> Iterator[str]:
    table = model._meta.db_table
    for name, body in _functions(model, how):
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"
        )
    events = f"INSERT OR {_columns(model, how)} OR DELETE OR TRUNCATE"
    if _looks_at_rows(how):
        events = "TRUNCATE"
        for kind, (referencing, _rows) in _ROWS.items():
            yield (
                f'CREATE TRIGGER "{table}{SUFFIX}_{kind}" AFTER {kind.upper()} ON "{table}" '
                f"REFERENCING {referencing} FOR EACH STATEMENT "
                f"EXECUTE FUNCTION {table}{SUFFIX}_{kind}()"
            )
    # All of a table that is emptied: whatever the public saw of it, too.
    word = "public" if how.public else _scope(how)
    yield (
        f'CREATE TRIGGER "{table}{SUFFIX}" AFTER {events} ON "{table}" '
        f"FOR EACH STATEMENT EXECUTE FUNCTION {_shared(how, word)}()"
    )


_WATCHING = {"sqlite": _sqlite, "postgresql": _postgresql}
