"""Where a page of a list ends, as a key from which the next one goes on.

A number says how many rows stand before; that changes while somebody reads page by page. The key
of the last row doesn't: what was published before it meanwhile moves nothing, what comes after it
is read, and nothing comes twice. A list without such keys is read by numbers alone.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeAlias, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.core.exceptions import ValidationError as FieldError
from django.db.models import Field, ForeignKey, Q, QuerySet
from django.db.models.expressions import OrderBy

R = TypeVar("R")
Value: TypeAlias = str | int | date | None

SEPARATOR = "~"  # stands in no key, and in an address as it is


class Keys(Protocol):
    """The keys of one list."""

    def cursor_of(self, row: Any) -> str:
        """The key of a row, as an address carries it."""

    def after(self, cursor: str) -> Any:
        """The rows that follow; they can be sliced. Raises `ValueError` for what is no key."""


@dataclass(frozen=True, slots=True)
class OrderPart:
    """One column that a list is ordered by."""

    path: str
    descending: bool
    nulls_first: bool | None  # None: there are none
    field: "Field[Any, Any]"

    def equals(self, value: Value) -> Q:
        return Q(**{f"{self.path}__isnull": True} if value is None else {self.path: value})

    def follows(self, value: Value) -> Q | None:
        """The rows of which this column comes after `value`; None where none can."""
        if value is None:
            return Q(**{f"{self.path}__isnull": False}) if self.nulls_first else None
        beyond = Q(**{f"{self.path}__{'lt' if self.descending else 'gt'}": value})
        if self.nulls_first is False:
            beyond |= Q(**{f"{self.path}__isnull": True})
        return beyond

    def read(self, text: str) -> Value:
        """The value that an address carries. Raises `ValueError`."""
        if text == "" and self.nulls_first is not None:
            return None
        if "\x00" in text or not text:
            raise ValueError("nothing is called that")
        try:
            value: Value = self.field.to_python(text)
            self.field.run_validators(value)
        except FieldError as error:
            raise ValueError("no value of this column") from error
        return value


class QuerySetKeys:
    """The keys of a queryset: the columns that it is ordered by, of which the last is unique."""

    def __init__(self, rows: "QuerySet[Any]") -> None:
        self.rows = rows
        self.parts = [_part(rows, one) for one in rows.query.order_by]

    def cursor_of(self, row: Any) -> str:
        values = (_value(row, part.path) for part in self.parts)
        return SEPARATOR.join("" if value is None else str(value) for value in values)

    def after(self, cursor: str) -> "QuerySet[Any]":
        texts = cursor.split(SEPARATOR)
        if len(texts) != len(self.parts):
            raise ValueError("another number of columns")
        return self.following(
            [part.read(text) for part, text in zip(self.parts, texts, strict=True)]
        )

    def following(self, values: Sequence[Value]) -> "QuerySet[Any]":
        """The rows after those values of the first columns, which are enough to be unique."""
        found, same = Q(pk__in=[]), Q()
        for part, value in zip(self.parts, values, strict=False):
            beyond = part.follows(value)
            if beyond is not None:
                found |= same & beyond
            same &= part.equals(value)
        return self.rows.filter(found)


class KeyedRows(Protocol):
    """A computed list that knows the key of each of its rows, and where one would stand."""

    def key_of(self, row: Any) -> tuple[str | int, ...]: ...

    def position_after(self, key: tuple[str, ...]) -> int:
        """How many rows stand up to that key. Raises `ValueError` for what is no key."""


class SequenceKeys:
    """The keys of a computed list."""

    def __init__(self, rows: Any) -> None:
        self.rows = rows

    def cursor_of(self, row: Any) -> str:
        return SEPARATOR.join(str(part) for part in self.rows.key_of(row))

    def after(self, cursor: str) -> "_From":
        return _From(self.rows, self.rows.position_after(tuple(cursor.split(SEPARATOR))))


@dataclass(frozen=True, slots=True)
class _From:
    """A sequence without its first rows; only to be sliced from the beginning."""

    rows: Any
    first: int

    def __getitem__(self, wanted: slice) -> Any:
        return self.rows[self.first + wanted.start : self.first + wanted.stop]


class SortedRows(list[R]):
    """A list that is there as a whole, sorted by the key of its rows."""

    def __init__(self, rows: Sequence[R], key: Callable[[R], tuple[str, ...]]) -> None:
        super().__init__(rows)
        self.key_of = key

    def position_after(self, key: tuple[str, ...]) -> int:
        return bisect_right(self, key, key=self.key_of)


def _part(rows: "QuerySet[Any]", given: Any) -> OrderPart:
    nulls_first: bool | None = None
    if isinstance(given, OrderBy):
        column: Any = given.expression  # an `F`
        path, descending = str(column.name), given.descending
        nulls_first = True if given.nulls_first else False if given.nulls_last else None
    else:
        path, descending = given.removeprefix("-"), given.startswith("-")
    return OrderPart(path, descending, nulls_first, _field(rows, path))


def _field(rows: "QuerySet[Any]", path: str) -> "Field[Any, Any]":
    if path in rows.query.annotations:
        return rows.query.annotations[path].output_field
    model: Any = rows.model
    field: Any = None
    for name in path.split("__"):
        field = model._meta.pk if name == "pk" else _column(model, name)
        model = getattr(field, "related_model", None)
    while isinstance(field, ForeignKey):
        field = field.target_field
    found: Field[Any, Any] = field
    return found


def _column(model: Any, name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:  # `region_id`, the column of `region`
        return next(field for field in model._meta.fields if field.attname == name)


def _value(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row
