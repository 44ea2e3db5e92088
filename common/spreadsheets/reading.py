"""Reads an uploaded table, whatever program wrote it."""

from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import IO

import python_calamine
from python_calamine import CalamineWorkbook, SheetMetadata, SheetTypeEnum, SheetVisibleEnum

from common.records.rules.files import FileFault, NotAccepted
from common.spreadsheets.cells import BookCells, SheetCells
from common.spreadsheets.delimited import read_delimited
from common.spreadsheets.faults import NotRead, ReadFault
from common.spreadsheets.kinds import Kind, told_by_content
from common.spreadsheets.limits import Limits
from common.spreadsheets.notes import SheetNotes, check_together
from common.spreadsheets.ods import look_through_ods
from common.spreadsheets.xls import look_through_xls
from common.spreadsheets.xlsx import look_through_xlsx

_FAULTS = {
    FileFault.BROKEN: ReadFault.BROKEN,
    FileFault.ENCRYPTED: ReadFault.ENCRYPTED,
    FileFault.MACROS: ReadFault.MACROS,
    FileFault.PROGRAM: ReadFault.EMBEDDED,
    FileFault.BOMB: ReadFault.BOMB,
    FileFault.PIXELS: ReadFault.BOMB,
}


def read_book(file: IO[bytes] | bytes | Path, name: str, limits: Limits) -> BookCells:
    """All sheets of a table, told by its content: the ending of `name` may be any. `name` is what
    the one sheet of a csv is called.

    Whatever is wrong with the file, the refusal is a `NotRead`, and says what.
    """
    content = _content(file, limits)
    try:
        kind, main = told_by_content(content)
        if kind is Kind.TEXT:
            return read_delimited(content, Path(name).stem, limits)
        return _read(content, kind, main, limits)
    except NotRead:
        raise
    except NotAccepted as error:
        raise NotRead(_FAULTS.get(error.fault, ReadFault.UNKNOWN)) from error
    except Exception as error:  # whatever a hostile file makes of a parser
        raise NotRead(ReadFault.BROKEN) from error


def _content(file: IO[bytes] | bytes | Path, limits: Limits) -> bytes:
    if isinstance(file, Path):
        with file.open("rb") as opened:
            return _content(opened, limits)
    if not isinstance(file, bytes):
        file.seek(0)
        file = file.read(limits.size + 1)
    if not file:
        raise NotRead(ReadFault.EMPTY_FILE)
    if len(file) > limits.size:
        raise NotRead(ReadFault.TOO_LARGE, most=limits.size)
    return file


def _read(content: bytes, kind: Kind, main: str, limits: Limits) -> BookCells:
    file, size = BytesIO(content), len(content)
    if kind is Kind.XLSX:
        notes = look_through_xlsx(file, main, size=size, limits=limits)
    elif kind is Kind.XLS:
        notes = look_through_xls(file, size=size, limits=limits)
    else:
        notes = look_through_ods(file, size=size, limits=limits)
    check_together(notes, limits)
    file.seek(0)
    try:
        return _sheets(python_calamine.load_workbook(file), notes)
    except BaseException as error:
        # A panic of calamine, which Python is told of as if it were to end.
        if type(error).__name__ != "PanicException":
            raise
        raise NotRead(ReadFault.BROKEN) from error


def _sheets(book: CalamineWorkbook, notes: Sequence[SheetNotes]) -> BookCells:
    """The sheets with cells; charts are sheets as well, without any."""
    many = book.sheets_metadata
    if len(many) != len(notes):
        raise NotRead(ReadFault.BROKEN)
    return BookCells(
        [
            _sheet(book, number, one, said)
            for number, (one, said) in enumerate(zip(many, notes, strict=True))
            if one.typ is SheetTypeEnum.WorkSheet
        ]
    )


def _sheet(
    book: CalamineWorkbook, number: int, metadata: SheetMetadata, said: SheetNotes
) -> SheetCells:
    rows = book.get_sheet_by_index(number).to_python(skip_empty_area=False)
    for text, cells in said.errors.items():
        for row, column in cells:
            with suppress(IndexError):  # an empty end of the sheet, which calamine leaves out
                rows[row][column] = text
    return SheetCells(
        name=metadata.name,
        rows=rows,
        percents=said.percents,
        uncomputed=said.uncomputed,
        hidden=metadata.visible is not SheetVisibleEnum.Visible,
        hidden_rows=said.hidden_rows,
    )
