"""Looks through the records of an xls (MS-XLS) for what calamine leaves out, and for how far its
sheets go. WPS writes the same under its own ending, .et.
"""

from collections.abc import Callable, Iterator, Mapping
from struct import Struct, unpack_from
from typing import IO, TypeAlias

import olefile

from common.records.services.inspection.budget import Budget
from common.records.services.inspection.compound import compound_type
from common.spreadsheets.faults import NotRead, ReadFault
from common.spreadsheets.limits import Limits
from common.spreadsheets.notes import SheetNotes
from common.spreadsheets.number_formats import BUILTIN_PERCENTS, is_percent

Record: TypeAlias = tuple[int, int, int]  # its kind, and where its body begins and ends

_BEGIN, _END, _SHEET, _FORMAT, _XF, _EXTENT = 0x0809, 0x000A, 0x0085, 0x041E, 0x00E0, 0x0200
_ROW, _FORMULA, _NUMBER, _RK, _MANY_RK, _BOOL_OR_ERROR = 0x208, 0x006, 0x203, 0x27E, 0xBD, 0x205
# A cell that is alone in its record: row, column, format, and what it holds. Texts are those of
# the table of strings, in the cell itself, with fonts.
_CELL = Struct("<HHH")
_NUMBERS = frozenset({_NUMBER, _RK})
_CELLS = _NUMBERS | {0x00FD, 0x0204, 0x00D6}
_BIFF8 = 0x0600
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256
_HIDDEN = 0x20
_NO_NUMBER, _IS_ERROR = 0xFFFF, 2
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


def look_through_xls(file: IO[bytes], *, size: int, limits: Limits) -> list[SheetNotes]:
    """What its sheets say, in the order of the workbook. Raises `NotRead` and `NotAccepted`."""
    compound_type(file, Budget(size))
    file.seek(0)
    with olefile.OleFileIO(file) as ole:
        name = "Workbook" if ole.exists("Workbook") else "Book"
        workbook = ole.openstream(name).read()
    sheets, places, percents = _globals(workbook, limits)
    walked = 0
    for notes, place in zip(sheets, places, strict=True):
        walked += _Sheet(workbook, notes, percents).read(place) - place
        if walked > len(workbook):  # sheets of the same records, to keep the program busy
            raise NotRead(ReadFault.BROKEN)
    return sheets


def _records(workbook: bytes, at: int) -> Iterator[Record]:
    """The records from `at` to the end of the stream that begins there; those of a stream inside
    it, such as a chart, are left out."""
    depth = 0
    while at + 4 <= len(workbook):
        kind, size = unpack_from("<HH", workbook, at)
        start, at = at + 4, at + 4 + size
        if at > len(workbook):
            break
        if kind == _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, start, at
    raise NotRead(ReadFault.BROKEN)


def _globals(workbook: bytes, limits: Limits) -> tuple[list[SheetNotes], list[int], frozenset[int]]:
    """The sheets, where each begins, and the numbers of the cell formats that are percent."""
    sheets, places, formats = [], [], []
    codes = set(BUILTIN_PERCENTS)
    is_new = unpack_from("<H", workbook, 4)[0] >= _BIFF8
    for kind, start, end in _records(workbook, 0):
        if kind == _SHEET:
            places.append(unpack_from("<I", workbook, start)[0])
            sheets.append(SheetNotes(limits, name=_text(workbook[start + 6 : end], is_new)))
        elif kind == _XF:
            formats.append(unpack_from("<H", workbook, start + 2)[0])
        elif kind == _FORMAT:
            number = unpack_from("<H", workbook, start)[0]
            codes.discard(number)
            if is_percent(_format(workbook[start + 2 : end], is_new)):
                codes.add(number)
    if len(sheets) > limits.sheets:
        raise NotRead(ReadFault.TOO_MANY_SHEETS, most=limits.sheets)
    percents = (number for number, code in enumerate(formats) if code in codes)
    return sheets, places, frozenset(percents)


def _text(record: bytes, is_new: bool) -> str:
    """A short text: its length in a byte, how it is packed, the signs."""
    if not is_new:
        return record[1 : 1 + record[0]].decode("gb18030", "replace")
    return _unpacked(record[2:], record[0], record[1])


def _format(record: bytes, is_new: bool) -> str:
    """The code of a number format: its length is in two bytes since BIFF8."""
    if not is_new:
        return _text(record, is_new)
    return _unpacked(record[3:], unpack_from("<H", record)[0], record[2])


def _unpacked(signs: bytes, length: int, flags: int) -> str:
    if flags & 1:
        return signs[: 2 * length].decode("utf-16-le", "replace")
    return signs[:length].decode("latin-1")


class _Sheet:
    """Reads the records of one sheet into its notes."""

    def __init__(self, workbook: bytes, notes: SheetNotes, percents: frozenset[int]) -> None:
        self._workbook, self._notes, self._percents = workbook, notes, percents

    def read(self, place: int) -> int:
        """Returns where its last record ends."""
        workbook, notes, percents = self._workbook, self._notes, self._percents
        rows = columns = 0
        end = place
        for kind, start, end in _records(workbook, place):
            if kind in _CELLS:
                row, column, style = _CELL.unpack_from(workbook, start)
                # Of hundreds of thousands of cells, most are in a row that is known.
                if row >= rows:
                    rows = row + 1
                if column >= columns:
                    columns = column + 1
                if style in percents and kind in _NUMBERS:
                    notes.percent(row, column)
            elif kind in _REACTIONS:
                _REACTIONS[kind](self, start, end)
        if rows:
            notes.reach(rows - 1, columns - 1)
        return end

    def _numbers(self, start: int, end: int) -> None:
        """Several numbers in one row: six bytes each, and the last column."""
        row, column = unpack_from("<HH", self._workbook, start)
        for at in range(start + 4, end - 2, 6):
            self._notes.reach(row, column)
            if unpack_from("<H", self._workbook, at)[0] in self._percents:
                self._notes.percent(row, column)
            column += 1

    def _formula(self, start: int, end: int) -> None:
        """Its result is a number unless its last bytes say what else."""
        row, column = unpack_from("<HH", self._workbook, start)
        self._notes.reach(row, column)
        kind, code, ending = unpack_from("<BxBxxxH", self._workbook, start + 6)
        if ending != _NO_NUMBER:
            if unpack_from("<H", self._workbook, start + 4)[0] in self._percents:
                self._notes.percent(row, column)
        elif kind == _IS_ERROR:
            self._notes.error(row, column, _ERRORS.get(code, "#ERROR!"))

    def _bool_or_error(self, start: int, end: int) -> None:
        row, column, value, is_error = unpack_from("<HHxxBB", self._workbook, start)
        self._notes.reach(row, column)
        if is_error:
            self._notes.error(row, column, _ERRORS.get(value, "#ERROR!"))

    def _row(self, start: int, end: int) -> None:
        row, flags = unpack_from("<H10xH", self._workbook, start)
        if flags & _HIDDEN:
            self._notes.hide(row)

    def _extent(self, start: int, end: int) -> None:
        """What the sheet says of how far it goes, for which calamine takes memory at once."""
        if end - start >= 14:
            top, bottom, left, right = unpack_from("<IIHH", self._workbook, start)
        else:
            top, bottom, left, right = unpack_from("<HHHH", self._workbook, start)
        if not (top <= bottom <= _MOST_ROWS and left <= right <= _MOST_COLUMNS):
            raise NotRead(ReadFault.BROKEN)


_REACTIONS: Mapping[int, Callable[[_Sheet, int, int], None]] = {
    _MANY_RK: _Sheet._numbers,
    _FORMULA: _Sheet._formula,
    _BOOL_OR_ERROR: _Sheet._bool_or_error,
    _ROW: _Sheet._row,
    _EXTENT: _Sheet._extent,
}
