"""Looks through the XML of a sheet of an xlsx (ECMA-376, 18.3.1) for what calamine leaves out.

A million cells are looked at, so that the ordinary way of writing them is read by expressions
that find what is rare; what isn't written in that way is read cell by cell.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import TypeAlias

from common.spreadsheets.faults import NotRead, ReadFault
from common.spreadsheets.notes import SheetNotes

# The ordinary way: <c r="B7" s="3" t="s">. A cell of any other is counted by the last.
_REFERENCE = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})[0-9]')
_LINE = re.compile(rb'<c r="[A-Z]{1,3}([0-9]{1,7})"')
_ANY_CELL = re.compile(rb"[<:]c[ />]")
_TYPE = re.compile(rb' t="(\w+)"')
_ROW = re.compile(rb"<row ([^<>]*)>")
_NUMBER = re.compile(rb'(?:^| )r="([0-9]{1,7})"')
_FORMULA, _ERROR = re.compile(rb"<f[ />]"), re.compile(rb' t="e"')
_VALUE = re.compile(rb"<v[^<>]*>([^<]+)<")
# No tag of a cell is longer. Nothing is looked for twice, and nothing further away: what somebody
# writes to keep the program busy doesn't.
_LONGEST_TAG = 400
_NO_NUMBERS = (b"s", b"str", b"inlineStr", b"e", b"b", b"d")
_BLANKS = bytes.maketrans(b"\t\r\n", b"   ")
# Any way: tags, with the text behind them.
_TAG = re.compile(rb"<(/?)(?:[\w.-]+:)?(row|c|f|v|is)(?=[\s/>])([^<>]*)>([^<]*)")
_ATTRIBUTE = re.compile(rb"([\w.:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ANY_REFERENCE = re.compile(rb"([A-Za-z]{1,3})([0-9]{1,7})")
# So much is read at once: less takes longer, more takes memory.
_CHUNK = 512 * 1024
# A row of all columns, each with a long text, is shorter.
_LONGEST_ROW = 16 * 1024 * 1024


@cache
def column_of(letters: bytes) -> int:
    """The column from 0: B is 1, AA is 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number - 1


@dataclass(slots=True)
class _Cell:
    """A cell that is being read."""

    row: int
    column: int
    style: bytes
    kind: bytes
    has_formula: bool = False
    value: bytes | None = None


class SheetPart:
    """Reads the part of a sheet, piece by piece, into `notes`. `percents`: the numbers of the cell
    formats that are percent. `exact`: cells that only have a format don't count."""

    def __init__(
        self, notes: SheetNotes, percents: Collection[int], *, exact: bool = False
    ) -> None:
        self._notes = notes
        self._percents = frozenset(str(number).encode() for number in percents)
        self._exact = exact
        styles = b"|".join(sorted(self._percents))
        style = rb' s="(?:' + styles + rb')"'
        self._percent = re.compile(style) if styles else None
        self._percent_cell = re.compile(_REFERENCE.pattern + style + rb"([^<>]*)>")
        # What wasn't read yet, and how much came to it since it was last tried.
        self._pieces: list[bytes] = []
        self._size = 0
        # Where the next cell stands that doesn't say where it is.
        self._row, self._column = -1, 0
        self._cell: _Cell | None = None

    def feed(self, piece: bytes) -> None:
        """Raises `NotRead` where no program writes a sheet like that."""
        self._pieces.append(piece)
        self._size += len(piece)
        if self._size >= _CHUNK:
            self._read_rows()

    def _read_rows(self) -> None:
        """The rows that are whole; what is behind them is kept."""
        chunk = b"".join(self._pieces)
        end = chunk.rfind(b"row>") + 4
        if end < 4 and len(chunk) > _LONGEST_ROW:
            raise NotRead(ReadFault.TOO_MANY_COLUMNS, sheet=self._notes.name, most=self._most)
        if end >= 4:
            self._read(chunk[:end])
            chunk = chunk[end:]
        self._pieces, self._size = [chunk], 0

    def close(self) -> None:
        self._read(b"".join(self._pieces))
        self._end_cell()

    @property
    def _most(self) -> int:
        return self._notes.limits.columns

    def _read(self, chunk: bytes) -> None:
        if b"\0" in chunk or (b"!" in chunk and (b"<!D" in chunk or b"<!E" in chunk)):
            raise NotRead(ReadFault.BROKEN)
        if b"\n" in chunk or b"\t" in chunk or b"\r" in chunk:
            chunk = chunk.translate(_BLANKS)
        columns, lines = _COLUMN.findall(chunk), _LINE.findall(chunk)
        if self._exact or not self._is_ordinary(chunk, len(columns), len(lines)):
            self._walk(chunk)
            return
        if lines:
            last = max(map(int, set(lines)))
            self._notes.reach(last - 1, max(map(column_of, set(columns))))
            self._row = int(lines[-1]) - 1
            self._find(chunk)
        if b"hidden=" in chunk and (b'hidden="1"' in chunk or b'hidden="true"' in chunk):
            self._find_hidden(chunk)

    def _is_ordinary(self, chunk: bytes, columns: int, lines: int) -> bool:
        """Whether all cells were found, and all attributes have the quotes that are looked for."""
        # A single byte is found ten times faster than two.
        if columns != lines or (b"'" in chunk and b"='" in chunk):
            return False
        # Before the rows and after them, more begins like a cell.
        count = chunk.count(b"<c")
        if count != lines or (b":" in chunk and b":c" in chunk):
            count = len(_ANY_CELL.findall(chunk))
        return count == lines

    def _find(self, chunk: bytes) -> None:
        """What is rare in a chunk that is written in the ordinary way."""
        notes = self._notes
        if self._percent:
            self._find_percents(self._percent, chunk)
        if b' t="e"' in chunk:
            for cell, _, body in _cells_with(_ERROR, chunk):
                value = _VALUE.search(body)
                notes.error(*cell, _text(value[1] if value else b""))
        if b"<f" in chunk:
            for cell, tag, body in _cells_with(_FORMULA, chunk):
                is_text = b' t="str"' in tag and b"<v" in body  # which may be empty
                if not is_text and not _VALUE.search(body):
                    notes.lacks_result(*cell)

    def _find_percents(self, style: re.Pattern[bytes], chunk: bytes) -> None:
        """Cells with one of the formats; where other attributes stand before it, one by one."""
        hits = style.findall(chunk)
        found = self._percent_cell.findall(chunk) if hits else []
        if len(found) == len(hits):
            for letters, number, rest in found:
                if not rest or _is_number(rest):
                    self._notes.percent(int(number) - 1, column_of(letters))
            return
        for hit in style.finditer(chunk):
            found_cell = _enclosing(chunk, hit.start(), b"<")
            if found_cell and _is_number(found_cell[1]):
                self._notes.percent(*found_cell[0])

    def _find_hidden(self, chunk: bytes) -> None:
        for hit in _ROW.finditer(chunk):
            if b'hidden="1"' in hit[1] or b'hidden="true"' in hit[1]:
                number = _NUMBER.search(hit[1])
                if number:
                    self._notes.hide(int(number[1]) - 1)

    def _walk(self, chunk: bytes) -> None:
        """Cell by cell, however they are written."""
        for closes, name, said, text in _TAG.findall(chunk):
            if name in (b"row", b"c"):
                self._end_cell()
                if not closes:
                    self._start(name, said)
            elif self._cell and not closes:
                self._cell.has_formula |= name == b"f"
                if name != b"f":
                    self._cell.value = (self._cell.value or b"") + text.strip()

    def _start(self, name: bytes, said: bytes) -> None:
        parts = _ATTRIBUTE.findall(said[:_LONGEST_TAG])
        attributes = {key: one or other for key, one, other in parts}
        where = attributes.get(b"r", b"")
        if name == b"row":
            self._row = int(where) - 1 if where.isdigit() else self._row + 1
            self._column = 0
            if attributes.get(b"hidden") in (b"1", b"true"):
                self._notes.hide(self._row)
            return
        reference = _ANY_REFERENCE.fullmatch(where)
        if where and not reference:
            raise NotRead(ReadFault.BROKEN)
        row, column = self._row, self._column
        if reference:
            row, column = int(reference[2]) - 1, column_of(reference[1])
        self._column = column + 1
        if not said.endswith(b"/"):
            style, kind = attributes.get(b"s", b""), attributes.get(b"t", b"n")
            self._cell = _Cell(max(row, 0), column, style, kind)

    def _end_cell(self) -> None:
        cell, self._cell = self._cell, None
        if cell is None or (cell.value is None and not cell.has_formula):
            return
        notes, value = self._notes, cell.value or b""
        notes.reach(cell.row, cell.column)
        if cell.kind == b"e":
            notes.error(cell.row, cell.column, _text(value))
        elif cell.has_formula and not value and (cell.kind != b"str" or cell.value is None):
            notes.lacks_result(cell.row, cell.column)
        elif cell.style in self._percents and cell.kind not in _NO_NUMBERS:
            notes.percent(cell.row, cell.column)


Found: TypeAlias = tuple[tuple[int, int], bytes]  # a cell, and its tag


def _enclosing(chunk: bytes, at: int, begin: bytes) -> Found | None:
    """The cell whose tag begins with the last `begin` before `at`; None where that isn't one."""
    start = chunk.rfind(begin, max(at - _LONGEST_TAG, 0), at)
    reference = _REFERENCE.match(chunk, start) if start >= 0 else None
    if not reference:
        return None
    cell = max(int(reference[2]) - 1, 0), column_of(reference[1])
    return cell, chunk[start : chunk.find(b">", start, start + _LONGEST_TAG)]


def _cells_with(
    sign: re.Pattern[bytes], chunk: bytes
) -> Iterator[tuple[tuple[int, int], bytes, bytes]]:
    """The cells with `sign` in their tag or behind it: where each is, its tag, and what follows."""
    begin = b"<c " if sign is _FORMULA else b"<"
    until = 0
    for hit in sign.finditer(chunk):
        found = _enclosing(chunk, hit.start(), begin) if hit.start() >= until else None
        if found:
            until = chunk.find(b"</c>", hit.end())
            until = len(chunk) if until < 0 else until
            yield *found, chunk[hit.end() : until]


def _is_number(tag: bytes) -> bool:
    kind = _TYPE.search(tag)
    return not tag.endswith(b"/") and (kind is None or kind[1] not in _NO_NUMBERS)


def _text(value: bytes) -> str:
    return unescape(value.decode("utf-8", "replace")).strip()[:40] or "#ERROR!"
