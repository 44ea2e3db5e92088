"""Reads the numbers of a workbook with their passports, which a hidden sheet keeps by cell."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from math import isfinite
from typing import IO

from common.passports import SHEET, CellPassport, passports_in
from common.records.rules.files import MEGABYTE
from common.spreadsheets.cells import BookCells, Cell, SheetCells, address
from common.spreadsheets.limits import Limits
from common.spreadsheets.reading import read_book
from siwei.reports.rules.read_back import (
    MOST_NUMBERS,
    BackFault,
    Named,
    NotReadBack,
    ReadBack,
    number_in,
)

LIMITS = Limits(size=10 * MEGABYTE, cells=1_000_000)
_ADDRESS = re.compile(r"(?P<letters>[A-Z]{1,3})(?P<row>[1-9][0-9]{0,6})")

# Spreadsheets keep so many digits of a number; what follows is noise of the binary.
_DIGITS = 15

_At = tuple[int, int]  # row and column, from 0


def read_workbook(file: IO[bytes], name: str) -> ReadBack:
    """The numbers of a workbook. Raises `NotReadBack`, or what `read_book` raises."""
    book = read_book(file, name, LIMITS)
    passports, unreadable = _passports(book)
    shown = [sheet for sheet in book.sheets if sheet.name != SHEET]
    by_name = {sheet.name: sheet for sheet in shown}
    found: list[Named] = []
    stamped: dict[str, set[_At]] = defaultdict(set)
    for tab, here in _by_tab(passports, by_name).items():
        sheet = by_name.get(tab)
        read = _numbers(sheet, here)
        found += read
        stamped[tab].update(at for one in here if (at := _at(one.cell)))
    unchecked = sum(
        at not in stamped[sheet.name]
        for sheet in shown
        if not sheet.hidden
        for at in _figures(sheet)
    )
    return ReadBack(found, unchecked, unreadable)


def _passports(book: BookCells) -> tuple[Sequence[CellPassport], int]:
    sheet = next((one for one in book.sheets if one.name == SHEET), None)
    if sheet is None:
        return [], 0
    if len(sheet.rows) > MOST_NUMBERS + 1:
        raise NotReadBack(BackFault.TOO_MANY, MOST_NUMBERS)
    try:
        read = passports_in(sheet.rows)
    except ValueError:
        return [], 1
    return read.cells, len(read.unreadable)


def _by_tab(
    passports: Sequence[CellPassport], sheets: Mapping[str, SheetCells]
) -> Mapping[str, list[CellPassport]]:
    """The passports of each tab. One that was renamed is found where only one can be meant."""
    found: dict[str, list[CellPassport]] = {}
    for one in passports:
        found.setdefault(one.sheet, []).append(one)
    lost = [name for name in found if name not in sheets]
    others = [name for name in sheets if name not in found and any(_figures(sheets[name]))]
    if len(lost) == len(others) == 1:
        found[others[0]] = found.pop(lost[0])
    return found


def _numbers(sheet: SheetCells | None, passports: Sequence[CellPassport]) -> Iterator[Named]:
    """What stands in each cell now. Where it isn't what was written, that may stand in the same
    column (its rows were sorted, or others put before them) or in the same row."""
    places = _Elsewhere(sheet, passports)
    for one in passports:
        at = _at(one.cell)
        cell = None if sheet is None or at is None else _cell(sheet, at)
        value = None if sheet is None or at is None else _value(sheet, at)
        moved = "" if at is None or value == one.value else places.of(at, one.value)
        yield Named(
            named=f"{one.key}@{one.version}",
            text=_text(cell, value),
            value=value,
            place=f"{sheet.name if sheet else one.sheet}!{one.cell}",
            printed=False,
            elsewhere=moved,
        )


class _Elsewhere:
    """Where in a table numbers stand that aren't where they were written; each is found once."""

    def __init__(self, sheet: SheetCells | None, passports: Sequence[CellPassport]) -> None:
        self._free: dict[tuple[str, int, Decimal], list[_At]] = defaultdict(list)
        self._used: Counter[_At] = Counter()
        if sheet is None:
            return
        right = {
            at for one in passports if (at := _at(one.cell)) and _value(sheet, at) == one.value
        }
        for at in _figures(sheet):
            value = _value(sheet, at)
            if at not in right and value is not None:
                self._free["column", at[1], value].append(at)
                self._free["row", at[0], value].append(at)

    def of(self, at: _At, value: Decimal) -> str:
        """The address of a cell in the column or the row of `at` that has this number."""
        for line in (("column", at[1], value), ("row", at[0], value)):
            for other in self._free.get(line, ()):
                if not self._used[other]:
                    self._used[other] += 1
                    return address(*other)
        return ""


def _figures(sheet: SheetCells) -> Iterator[_At]:
    """Where the numbers of a sheet stand."""
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, float | int) and not isinstance(cell, bool):
                yield row, column


def _at(cell: str) -> _At | None:
    match = _ADDRESS.fullmatch(cell)
    if match is None:
        return None
    column = 0
    for letter in match["letters"]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match["row"]) - 1, column - 1


def _cell(sheet: SheetCells, at: _At) -> Cell:
    row, column = at
    if row >= len(sheet.rows) or column >= len(sheet.rows[row]):
        return None
    return sheet.rows[row][column]


def _value(sheet: SheetCells, at: _At) -> Decimal | None:
    """The number of a cell as one sees it: 0.09 that is shown as percent is 9."""
    cell = _cell(sheet, at)
    if isinstance(cell, str):
        return number_in(cell)
    if isinstance(cell, bool) or not isinstance(cell, float | int) or not isfinite(cell):
        return None
    number = Decimal(f"{cell:.{_DIGITS}g}")
    return number.scaleb(2) if at in sheet.percents else number


def _text(cell: Cell, value: Decimal | None) -> str:
    if value is not None and not isinstance(cell, str):
        return format(value, "f")
    return "" if cell is None else str(cell)
