"""Where a page of a list ends, as a key from which the next one goes on.

A number says how many rows stand before; that changes while somebody reads page by page. The key
of the last row doesn't: what was published before it meanwhile moves nothing, what comes after it
is read, and nothing comes twice. A list without such keys is read by numbers alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol, TypeAlias

from django.core.exceptions import FieldDoesNotExist
from django.core.exceptions import ValidationError as FieldError
from django.db.models import Field, ForeignKey, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils import timezone

from common.filters import of_our_calendar
from common.ordering import path_of

# A `date` may be a `datetime`, which has an offset.
Value: TypeAlias = str | int | Decimal | date | None

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

    def not_before(self, value: Value) -> Q:
        """The rows of which this column is `value` or comes after it; all, where some are null."""
        if self.nulls_first is not None or value is None:
            return Q()
        return Q(**{f"{self.path}__{'lte' if self.descending else 'gte'}": value})

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
        if isinstance(value, datetime) and timezone.is_naive(value):
            raise ValueError("a time without an offset")
        if isinstance(value, date) and not of_our_calendar(_day(value)):
            raise ValueError("no day of our calendar")
        return value


class QuerySetKeys:
    """The keys of a queryset: the columns that it is ordered by, of which the last is unique."""

    def __init__(self, rows: "QuerySet[Any]") -> None:
        self.rows = rows
        self.parts = [_part(rows, one) for one in rows.query.order_by]

    def cursor_of(self, row: Any) -> str:
        return SEPARATOR.join(text_of(_value(row, part.path)) for part in self.parts)

    def after(self, cursor: str) -> "QuerySet[Any]":
        texts = cursor.split(SEPARATOR)
        if len(texts) != len(self.parts):
            raise ValueError("another number of columns")
        return self.following(
            [part.read(text) for part, text in zip(self.parts, texts, strict=True)]
        )

    def following(self, values: Sequence[Value]) -> "QuerySet[Any]":
        """The rows after those values of the first columns, which are enough to be unique.

        That none has less in the first column follows from the rest. But it is what an index
        begins with, and so a page costs the same wherever it begins.
        """
        found, same = Q(pk__in=[]), Q()
        for part, value in zip(self.parts, values, strict=False):
            beyond = part.follows(value)
            if beyond is not None:
                found |= same & beyond
            same &= part.equals(value)
        first = self.parts[0].not_before(values[0]) if values else Q()
        return self.rows.filter(first, found)


class KeyedRows(Protocol):
    """A computed list that knows the key of each of its rows, and where one would stand."""

    def key_of(self, row: Any) -> tuple[Value, ...]: ...

    def position_after(self, key: tuple[str, ...]) -> int:
        """How many rows stand up to that key. Raises `ValueError` for what is no key."""


class SequenceKeys:
    """The keys of a computed list."""

    def __init__(self, rows: Any) -> None:
        self.rows = rows

    def cursor_of(self, row: Any) -> str:
        return SEPARATOR.join(text_of(value) for value in self.rows.key_of(row))

    def after(self, cursor: str) -> "_From":
        return _From(self.rows, self.rows.position_after(tuple(cursor.split(SEPARATOR))))


@dataclass(frozen=True, slots=True)
class _From:
    """A sequence without its first rows; only to be sliced from the beginning."""

    rows: Any
    first: int

    def __getitem__(self, wanted: slice) -> Any:
        return self.rows[self.first + wanted.start : self.first + wanted.stop]


def text_of(value: Value) -> str:
    """A value as a cursor carries it."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def _part(rows: "QuerySet[Any]", given: Any) -> OrderPart:
    path, nulls_first = path_of(given), None
    if isinstance(given, OrderBy):
        descending = given.descending
        nulls_first = True if given.nulls_first else False if given.nulls_last else None
    else:
        descending = given.startswith("-")
    return OrderPart(path, descending, nulls_first, _field(rows, path))


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


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
