"""A sheet of an uploaded file, cell by cell, as its reader gives it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeAlias

# As they are stored; `number_of` says what number was typed. Empty is "" or None. An error is the
# text that is shown (#DIV/0!), and everything in a csv is text.
Cell: TypeAlias = str | float | int | bool | date | datetime | time | timedelta | None


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


# Spreadsheets keep and show so many digits of a number; what follows is noise of the binary.
_DIGITS = 15


def number_of(cell: float) -> Decimal:
    """The number as it was typed: 847.4299999999999, as some programs write it, is 847.43."""
    return Decimal(f"{cell:.{_DIGITS}g}")


def address(row: int, column: int) -> str:
    """How people call a cell, from 0: (11, 2) is C12."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
