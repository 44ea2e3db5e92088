"""Looks through an ods (OpenDocument 1.3, part 3, 9.1) for what calamine leaves out, and for how
far its sheets go: a cell or a row that is repeated is written once.
"""

import re
from collections.abc import Callable
from html import unescape
from typing import IO
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
_CELLS = frozenset({b"table-cell", b"covered-table-cell"})
# Quotes are looked at, since a formula in an attribute may have a > in it.
_TAG = re.compile(
    rb"<table:(table-cell|covered-table-cell|table-row|table)(?=[\s/>])"
    rb"([^<>\"']*(?:\"[^<\"]*\"[^<>\"']*|'[^<']*'[^<>\"']*)*)>"
)
_REPEATED = re.compile(rb"table:number-(?:columns|rows)-repeated\s*=\s*[\"']([0-9]{1,9})[\"']")
_NAME = re.compile(rb"\btable:name\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_HIDDEN = re.compile(rb"table:visibility\s*=\s*[\"'](?:collapse|filter)[\"']")
_PERCENT = re.compile(rb"office:value-type\s*=\s*[\"']percentage[\"']")
# LibreOffice's own: by the standard, an error is an empty text.
_ERROR = re.compile(rb"calcext:value-type\s*=\s*[\"']error[\"']")
_TEXT = re.compile(rb"\s*<text:p[^<>/]*>([^<]+)<")
_ROW_END = b"</table:table-row>"
_LONGEST_ROW = 16 * 1024 * 1024


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
    """Reads the part with all sheets, as it is unpacked; tags are known by the prefixes by which
    calamine knows them."""

    def __init__(self, limits: Limits) -> None:
        self.sheets: list[SheetNotes] = []
        self._limits = limits
        self._row = self._rows = self._column = 0
        self._rest = b""

    def feed(self, piece: bytes, /) -> None:
        """Raises `NotRead`."""
        if b"\0" in piece or b"<!D" in piece or b"<!E" in piece:
            raise NotRead(ReadFault.BROKEN)
        chunk = self._rest + piece
        end = chunk.rfind(_ROW_END)
        if end < 0 and len(chunk) > _LONGEST_ROW:
            name = self.sheets[-1].name if self.sheets else ""
            raise NotRead(ReadFault.TOO_MANY_COLUMNS, sheet=name, most=self._limits.columns)
        if end >= 0:
            self._read(chunk[: end + len(_ROW_END)])
            chunk = chunk[end + len(_ROW_END) :]
        self._rest = chunk

    def close(self) -> None:
        self._read(self._rest)

    def _read(self, chunk: bytes) -> None:
        for tag in _TAG.finditer(chunk):
            name, said = tag.groups()
            if name in _CELLS:
                self._cell(said, chunk, tag.end())
            elif name == b"table-row":
                self._begin_row(said)
            elif name == b"table":
                self._begin_sheet(said)

    def _begin_sheet(self, said: bytes) -> None:
        if len(self.sheets) == self._limits.sheets:
            raise NotRead(ReadFault.TOO_MANY_SHEETS, most=self._limits.sheets)
        name = _NAME.search(said)
        title = unescape((name[1] or name[2] or b"").decode("utf-8", "replace")) if name else ""
        self.sheets.append(SheetNotes(self._limits, name=title))
        self._row = self._rows = 0

    def _begin_row(self, said: bytes) -> None:
        self._row += self._rows
        self._rows, self._column = _count(said), 0
        if b"visibility" in said and _HIDDEN.search(said):
            for row in range(self._row, min(self._row + self._rows, self._limits.rows)):
                self._sheet.hide(row)

    def _cell(self, said: bytes, chunk: bytes, end: int) -> None:
        columns = _count(said) if b"-repeated" in said else 1
        column, self._column = self._column, self._column + columns
        has_value = b"office:value-type" in said
        if not has_value and b"table:formula" not in said:
            return
        notes = self._sheet
        if self._row + self._rows > notes.rows or column + columns > notes.columns:
            notes.reach(self._row + self._rows - 1, column + columns - 1)
        if b"percentage" in said and _PERCENT.search(said):
            self._mark(notes.percent, column, columns)
        elif b"error" in said and _ERROR.search(said):
            shown = _TEXT.match(chunk, end)
            text = unescape(shown[1].decode("utf-8", "replace")).strip()[:40] if shown else ""
            self._mark(lambda row, at: notes.error(row, at, text or "#ERROR!"), column, columns)
        elif not has_value and not said.endswith(b"/") and not _TEXT.match(chunk, end):
            return  # the result is a text without a sign
        elif not has_value:
            self._mark(notes.lacks_result, column, columns)

    @property
    def _sheet(self) -> SheetNotes:
        if not self.sheets:
            raise NotRead(ReadFault.BROKEN)
        return self.sheets[-1]

    def _mark(self, mark: Callable[[int, int], None], column: int, columns: int) -> None:
        """All cells that this one stands for, unless that is more than is read at all."""
        if self._rows * columns > 1:
            check_together(self.sheets, self._limits)
        for row in range(self._row, self._row + self._rows):
            for one in range(column, column + columns):
                mark(row, one)


def _count(said: bytes) -> int:
    """How often a cell or a row stands there."""
    found = _REPEATED.search(said)
    return max(int(found[1]), 1) if found else 1
