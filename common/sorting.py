"""Rows that are there as a whole, in an order that somebody asks for: each column up or down.

What has no value comes last, whichever way a column runs.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import total_ordering
from typing import Any, Generic, TypeAlias, TypeVar

R = TypeVar("R")
Rank: TypeAlias = tuple[tuple[bool, Any], ...]


@dataclass(frozen=True, slots=True)
class Order:
    """One column that rows are ordered by."""

    name: str
    descending: bool = False

    def __str__(self) -> str:
        """As an address says it."""
        return f"-{self.name}" if self.descending else self.name


@dataclass(frozen=True, slots=True)
class SortColumn(Generic[R]):
    """What a column says of a row, and the same read from a text (raises `ValueError`)."""

    value: Callable[[R], Any]
    read: Callable[[str], Any] = str


@total_ordering
@dataclass(frozen=True, slots=True)
class _Backwards:
    """A value that stands before those that it is greater than."""

    value: Any

    def __lt__(self, other: "_Backwards") -> bool:
        return bool(self.value > other.value)


def completed(asked: Sequence[Order], default: Sequence[Order]) -> tuple[Order, ...]:
    """What is asked for, then the columns of the default order that it doesn't name."""
    named = {one.name for one in asked}
    return (*asked, *(one for one in default if one.name not in named))


def rank(values: Sequence[Any], order: Sequence[Order]) -> Rank:
    """Where those values of the columns stand, to compare with the ranks of others."""
    return tuple(
        (value is None, _Backwards(value) if one.descending else value)
        for value, one in zip(values, order, strict=True)
    )


def finite(text: str) -> Decimal:
    """The number that a text is. Raises `ValueError` for what is none."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None
    if not number.is_finite():
        raise ValueError(text)
    return number


class SortedRows(list[R]):
    """Rows in `order`, the columns of which are unique together; it knows where any key stands."""

    def __init__(
        self,
        rows: Sequence[R],
        columns: Mapping[str, SortColumn[R]],
        order: Sequence[Order],
    ) -> None:
        self._columns, self._order = [columns[one.name] for one in order], order
        super().__init__(sorted(rows, key=self._rank))

    def key_of(self, row: R) -> tuple[Any, ...]:
        return tuple(column.value(row) for column in self._columns)

    def position_after(self, key: tuple[str, ...]) -> int:
        """How many rows stand up to that key. Raises `ValueError` for what is no key."""
        values = [
            column.read(text) if text else None
            for column, text in zip(self._columns, key, strict=True)
        ]
        return bisect_right(self, rank(values, self._order), key=self._rank)

    def _rank(self, row: R) -> Rank:
        return rank(self.key_of(row), self._order)
