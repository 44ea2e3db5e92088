"""What the cells of a sheet say as text and as numbers."""

from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache
from math import isfinite

from common.signs import tidy
from common.spreadsheets.cells import Cell

# So many digits of a number a spreadsheet shows, whatever the binary fraction has behind them.
SHOWN_DIGITS = 15
_SHORT = 60  # of a text that other cells are likely to say, too
_tidied = lru_cache(maxsize=4096)(tidy)


def cell_text(cell: Cell) -> str:
    """The text of a cell; a number without the .0 that its storage gives it (140300)."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _tidied(cell) if len(cell) <= _SHORT else tidy(cell)
    if isinstance(cell, float) and isfinite(cell) and cell == int(cell):
        return str(int(cell))
    return str(cell)


def is_number(cell: Cell) -> bool:
    """Whether it is a number; true and false are none, though Python counts with them."""
    return isinstance(cell, int | float) and not isinstance(cell, bool) and isfinite(cell)


def is_time(cell: Cell) -> bool:
    return isinstance(cell, date | time | timedelta)


def number_of(cell: float) -> tuple[Decimal, bool]:
    """The number that a spreadsheet shows for a cell, and whether the cell has more digits.

    A float is what was typed as long as that has 15 digits. A formula leaves noise behind them
    (2.2700000000000005), which nobody has seen.
    """
    if not isfinite(cell):
        return Decimal(0).fma(0, 0), True
    if cell == int(cell) and abs(cell) < 10**SHOWN_DIGITS:
        return Decimal(int(cell)), False
    exact = Decimal(repr(cell))
    if len(exact.as_tuple().digits) <= SHOWN_DIGITS:
        return exact, False
    shown = Decimal(f"{cell:.{SHOWN_DIGITS}g}")
    return shown.normalize() + 0, shown != exact
