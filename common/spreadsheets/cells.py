"""A sheet of an uploaded file, cell by cell, as its reader gives it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeAlias, cast

# As they are stored: a number is a float, of which 15 digits are what was typed (openpyxl writes
# 847.43 as 847.4299999999999), and may be NaN. Empty is "" or None. An error is the text that is
# shown (#DIV/0!), and everything in a csv is text.
Cell: TypeAlias = str | float | int | bool | date | datetime | time | timedelta | None


class CellSet(Collection[tuple[int, int]]):
    """Cells as (row, column), from 0. A byte for each row of a column that has any: in a table of a
    hundred thousand rows, whole columns are percent."""

    __slots__ = ("_columns",)

    def __init__(self, cells: Iterable[tuple[int, int]] = ()) -> None:
        self._columns: dict[int, bytearray] = {}
        for row, column in cells:
            self.add(row, column)

    def add(self, row: int, column: int) -> None:
        rows = self._columns.setdefault(column, bytearray())
        if row >= len(rows):
            rows.extend(bytes(row + 1 - len(rows)))
        rows[row] = 1

    def __contains__(self, cell: object) -> bool:
        row, column = cast("tuple[int, int]", cell)  # nobody asks for anything else
        rows = self._columns.get(column)
        return rows is not None and 0 <= row < len(rows) and rows[row] == 1

    def __iter__(self) -> Iterator[tuple[int, int]]:
        for column, rows in self._columns.items():
            yield from ((row, column) for row, is_in in enumerate(rows) if is_in)

    def __len__(self) -> int:
        return sum(rows.count(1) for rows in self._columns.values())


@dataclass(frozen=True, slots=True)
class SheetCells:
    """One sheet. `rows` are its cells from the first row and column of the sheet on (index 0 is
    row 1 and column A), whatever stands empty above and to the left.

    `percents`: (row, column), from 0, of the cells that show their number as percent: 0.09 is
    9 %. `uncomputed`: those with a formula whose result the file doesn't carry, since the program
    that wrote it doesn't compute; they are empty in `rows`. `hidden`: nobody sees the sheet.
    `hidden_rows`: rows, from 0, that nobody sees. Merged cells: the first has the value.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    percents: Collection[tuple[int, int]] = field(default=frozenset())
    uncomputed: Collection[tuple[int, int]] = field(default=frozenset())
    hidden: bool = False
    hidden_rows: Collection[int] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class BookCells:
    """All sheets of a file, in its order."""

    sheets: Sequence[SheetCells]


def address(row: int, column: int) -> str:
    """How people call a cell, from 0: (11, 2) is C12."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
