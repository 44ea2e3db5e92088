"""Looks through an ods (OpenDocument 1.3, part 3, 9.1) for what calamine leaves out, and for how
far its sheets go: a cell or a row that is repeated is written once.
"""

from collections.abc import Callable, Mapping
from typing import IO
from xml.parsers import expat
from zipfile import ZipInfo

from common.records.services.inspection.budget import Budget
from common.records.services.inspection.office_parts import part_for
from common.records.services.inspection.packed import PartReader, open_zip, refuse_in_zip
from common.spreadsheets.faults import NotRead, ReadFault
from common.spreadsheets.limits import Limits
from common.spreadsheets.notes import SheetNotes, check_together

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_LARGEST_MANIFEST = 1024 * 1024
_PROGRAMS = ("basic/", "scripts/")  # folders with macros
_HIDDEN = ("collapse", "filter")
_CELLS = ("table-cell", "covered-table-cell")
_STARTS = ("table", "table-row", *_CELLS)
# LibreOffice's own attribute, beside the one of the standard with the same name.
_EXTENDED = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"


def look_through_ods(file: IO[bytes], *, size: int, limits: Limits) -> list[SheetNotes]:
    """What its sheets say, in their order. Raises `NotRead` and `NotAccepted`."""
    with open_zip(file) as archive:
        names = [one.filename.lower() for one in archive.infolist()]
        if len(set(names)) < len(names) or _CONTENT not in names:
            raise NotRead(ReadFault.BROKEN)
        if any(name.startswith(_PROGRAMS) for name in names):
            raise NotRead(ReadFault.MACROS)
        if _MANIFEST.lower() in names:
            with archive.open(_MANIFEST) as manifest:
                if b"encryption-data" in manifest.read(_LARGEST_MANIFEST):
                    raise NotRead(ReadFault.ENCRYPTED)
    content = _Content(limits)

    def reader_for(entry: ZipInfo, head: bytes) -> PartReader | None:
        name = entry.filename.lower()
        return content if name == _CONTENT else part_for(name.rpartition("/")[2], head)

    refuse_in_zip(file, Budget(size), reader_for=reader_for)
    return content.sheets


class _Content:
    """Reads the part with all sheets, as it is unpacked."""

    def __init__(self, limits: Limits) -> None:
        self.sheets: list[SheetNotes] = []
        self._limits = limits
        self._row = self._rows = self._column = self._columns = 0
        self._is_hidden = False
        # Of the cell that is being read.
        self._said: Mapping[str, str] | None = None
        self._text: list[str] = []
        self._depth = 0  # tables inside cells are of no sheet
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = _refuse_doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def feed(self, piece: bytes, /) -> None:
        self._parse(piece, last=False)

    def close(self) -> None:
        self._parse(b"", last=True)

    def _parse(self, piece: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError as error:
            raise NotRead(ReadFault.BROKEN) from error

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name not in _STARTS:
            return
        said = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        is_error = attributes.get(_EXTENDED) == "error"
        if is_error:
            said["value-type"] = "error"
        if name == "table":
            self._depth += 1
            if self._depth == 1:
                self._begin_sheet(said.get("name", ""))
        elif self._depth == 1 and name == "table-row":
            self._rows = _count(said.get("number-rows-repeated"))
            self._column = 0
            self._is_hidden = said.get("visibility") in _HIDDEN
        elif self._depth == 1:
            self._columns = _count(said.get("number-columns-repeated"))
            self._said = said
            self._text.clear()
            if is_error:
                self._parser.CharacterDataHandler = self._text.append

    def _end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name == "table":
            self._depth -= 1
        elif self._depth == 1 and name == "table-row":
            self._end_row()
        elif self._depth == 1 and name in _CELLS:
            self._end_cell()

    def _begin_sheet(self, name: str) -> None:
        if len(self.sheets) == self._limits.sheets:
            raise NotRead(ReadFault.TOO_MANY_SHEETS, most=self._limits.sheets)
        self.sheets.append(SheetNotes(self._limits, name=name))
        self._row = 0

    def _end_row(self) -> None:
        notes = self.sheets[-1]
        if self._is_hidden:
            for row in range(self._row, min(self._row + self._rows, self._limits.rows)):
                notes.hide(row)
        self._row += self._rows

    def _end_cell(self) -> None:
        said, self._said = self._said or {}, None
        self._parser.CharacterDataHandler = None
        kind = said.get("value-type", "")
        column, self._column = self._column, self._column + self._columns
        if not kind and "formula" not in said:
            return
        notes = self.sheets[-1]
        notes.reach(self._row + self._rows - 1, column + self._columns - 1)
        if kind == "percentage":
            self._mark(notes.percent, column)
        elif not kind:
            self._mark(notes.lacks_result, column)
        elif kind == "error":
            text = "".join(self._text).strip()[:40] or "#ERROR!"
            self._mark(lambda row, at: notes.error(row, at, text), column)

    def _mark(self, mark: Callable[[int, int], None], column: int) -> None:
        """All cells that this one stands for, unless that is more than is read at all."""
        if self._rows * self._columns > 1:
            check_together(self.sheets, self._limits)
        for row in range(self._row, self._row + self._rows):
            for one in range(column, column + self._columns):
                mark(row, one)


def _count(said: str | None) -> int:
    """How often a cell or a row stands there."""
    return max(int(said), 1) if said else 1


def _refuse_doctype(*_: object) -> None:
    raise NotRead(ReadFault.BROKEN)
