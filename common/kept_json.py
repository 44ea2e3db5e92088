"""What a JSON column keeps, as SQL that reads it as columns; on SQLite and on PostgreSQL."""

from datetime import datetime

from django.db import connection


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def instant(at: datetime) -> str:
    """A moment as a literal."""
    if is_sqlite():
        return f"'{connection.ops.adapt_datetimefield_value(at)}'"
    return f"'{at.isoformat()}'::timestamptz"


def text(column: str, name: str) -> str:
    return f"json_extract({column}, '$.{name}')" if is_sqlite() else f"({column} ->> '{name}')"


def text_or_empty(column: str, name: str) -> str:
    return f"COALESCE({text(column, name)}, '')"


def number(column: str, name: str) -> str:
    """A decimal, which is kept as text."""
    said = text(column, name)
    return f"CAST({said} AS NUMERIC)" if is_sqlite() else f"{said}::numeric"


def places(column: str, name: str) -> str:
    """How many decimals it is kept with."""
    said = text(column, name)
    if not is_sqlite():
        return f"scale({said}::numeric)"
    return f"CASE instr({said}, '.') WHEN 0 THEN 0 ELSE length({said}) - instr({said}, '.') END"


def whole(column: str, name: str) -> str:
    said = text(column, name)
    return said if is_sqlite() else f"{said}::integer"


def flag(column: str, name: str) -> str:
    said = text(column, name)
    return said if is_sqlite() else f"{said}::boolean"


def time(column: str, name: str) -> str:
    """A time, which is kept as ISO 8601 in UTC, with microseconds."""
    said = text(column, name)
    return f"replace(substr({said}, 1, 26), 'T', ' ')" if is_sqlite() else f"{said}::timestamptz"
