"""Reads the database as it was at a moment: the same selectors, of today and of any day before.

Each subject registers how its tables looked at a moment (`register`). While somebody is `reading`
such a moment, a statement that reads one of these tables gets that description in front of it, as
a common table expression of the table's name: `WITH "plans_target" AS (…) SELECT … FROM
"plans_target"`. Nothing is written or built for that, so it works on a read replica, and a table
that has not changed since is read as it is. Indexes serve as ever, since both databases fold such
an expression into the statement (`NOT MATERIALIZED`).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from django.db import connection

from common.moments import Moment


@dataclass(frozen=True, slots=True)
class Relation:
    """A table as it was: a SELECT of all its columns, with its parameters.

    In it a table is named by `real`.
    """

    table: str
    sql: str
    parameters: tuple[Any, ...] = ()


# What a subject's tables were at a moment; none of those that have not changed since.
Describe: TypeAlias = Callable[[datetime], Sequence[Relation]]
Execute: TypeAlias = Callable[[str, Any, bool, dict[str, Any]], Any]

_DESCRIBED: list[tuple[int, Describe]] = []


def register(describe: Describe, *, order: int) -> None:
    """Make it known how the tables of a subject looked; once, when its app starts.

    A relation reads tables themselves, and so stands before the relations of those tables: it
    names none of a lower `order`, nor one that was described before it.
    """
    _DESCRIBED.append((order, describe))
    _DESCRIBED.sort(key=lambda one: one[0])


def real(table: str) -> str:
    """The table itself, in a relation: SQLite would take the name for the expression's own."""
    name = connection.ops.quote_name(table)
    return f"main.{name}" if connection.vendor == "sqlite" else name


@contextmanager
def reading(moment: Moment) -> Iterator[None]:
    """Read everything as it was at `moment`, until the block ends; of now nothing is changed."""
    relations: list[Relation] = []
    if moment.at is not None:
        relations = [one for _order, describe in _DESCRIBED for one in describe(moment.at)]
    if not relations:
        yield
        return
    with connection.execute_wrapper(_Rewriter(relations)):
        yield


def is_reading_the_past() -> bool:
    """Whether any table is read as it was, and not as it is."""
    return any(isinstance(one, _Rewriter) for one in connection.execute_wrappers)


class _Rewriter:
    """Puts the relations that a statement reads in front of it."""

    def __init__(self, relations: Sequence[Relation]) -> None:
        self._named = [(connection.ops.quote_name(one.table), one) for one in relations]

    def __call__(
        self, execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        read = [(name, one) for name, one in self._named if name in sql]
        if not read or not sql.lstrip("( ").startswith("SELECT"):
            return execute(sql, params, many, context)
        shown = ", ".join(f"{name} AS NOT MATERIALIZED ({one.sql})" for name, one in read)
        before = [value for _name, one in read for value in one.parameters]
        return execute(f"WITH {shown} {sql}", [*before, *(params or ())], many, context)
