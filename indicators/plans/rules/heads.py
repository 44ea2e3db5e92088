"""The head of a printed table: one row of cells, or several, where a head spans columns.

A head that is centred over columns is written once, in the first of them, and one that is as high
as the whole head is written in its first row; the cells that it covers are empty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

JOIN = "/"

Rows: TypeAlias = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell of the head stands: its row and its column, counted from 0."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A cell of the head, and how many columns and rows it covers."""

    place: Place
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class TableHead:
    """`covering`: for each column the cells that are its head, from above to below."""

    rows: tuple[tuple[str, ...], ...]
    covering: tuple[tuple[Place, ...], ...]

    @property
    def names(self) -> list[str]:
        """What each column is called: its heads from above to below, `用水总量/2025年`."""
        return [JOIN.join(self._text(place) for place in heads) for heads in self.covering]

    def find(self, name: str) -> int | None:
        """The column of that name, or the only one whose lowest head it is; None without one."""
        names = self.names
        if name in names:
            return names.index(name)
        lowest = [self._text(heads[-1]) if heads else "" for heads in self.covering]
        return lowest.index(name) if lowest.count(name) == 1 else None

    def cells(self) -> list[list[HeadCell]]:
        """The cells of each row of the head, without those that another one covers."""
        return [self._row(row) for row in range(len(self.rows))]

    def _text(self, place: Place) -> str:
        return self.rows[place.row][place.column]

    def _row(self, row: int) -> list[HeadCell]:
        found: list[HeadCell] = []
        for column, heads in enumerate(self.covering):
            here = Place(row, column)
            if any(head.row == row and head != here for head in heads):
                continue  # the head at the left covers it
            if heads and row > heads[-1].row:
                continue  # the head above covers it
            last = not heads or here == heads[-1]
            if not heads and row:
                continue  # nothing is written in the whole column
            columns = sum(here in others for others in self.covering) or 1
            found.append(HeadCell(here, columns, len(self.rows) - row if last else 1))
        return found


def table_head(rows: Rows) -> TableHead:
    """The head of these rows of cells."""
    width = max((len(row) for row in rows), default=0)
    even = tuple(tuple(row) + ("",) * (width - len(row)) for row in rows)
    covering: list[tuple[Place, ...]] = []
    for column in range(width):
        covering.append(_heads_of(even, column, covering[-1] if covering else ()))
    return TableHead(even, tuple(covering))


def _heads_of(rows: Rows, column: int, left: tuple[Place, ...]) -> tuple[Place, ...]:
    """The cells that stand above `column`; `left`: those of the column at its left."""
    written = [row for row, cells in enumerate(rows) if cells[column]]
    lowest = written[-1] if written else -1
    found: list[Place] = []
    for row in range(lowest + 1):
        if rows[row][column]:
            found.append(Place(row, column))
        elif _spans(left, row) and found == _above(left, row):
            found.append(next(place for place in left if place.row == row))
    return tuple(found)


def _spans(left: tuple[Place, ...], row: int) -> bool:
    """Whether the column at the left has a head in `row` and another one below it."""
    return any(place.row == row for place in left) and left[-1].row > row


def _above(left: tuple[Place, ...], row: int) -> list[Place]:
    return [place for place in left if place.row < row]
