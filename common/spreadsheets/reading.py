"""Reads an uploaded table, whatever program wrote it."""

from io import BytesIO
from pathlib import Path
from typing import IO

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum, load_workbook

from common.spreadsheets.cells import BookCells, SheetCells
from common.spreadsheets.faults import NotRead, ReadFault
from common.spreadsheets.limits import Limits


def read_book(file: IO[bytes] | bytes | Path, name: str, limits: Limits) -> BookCells:
    """All sheets of `file`, told by its content; `name` says nothing of it. Raises `NotRead`."""
    content = file if isinstance(file, bytes) else _content(file)
    if not content:
        raise NotRead(ReadFault.EMPTY_FILE)
    if len(content) > limits.size:
        raise NotRead(ReadFault.TOO_LARGE, most=limits.size)
    try:
        return _sheets(load_workbook(BytesIO(content)))
    except Exception as error:
        raise NotRead(ReadFault.BROKEN) from error


def _content(file: IO[bytes] | Path) -> bytes:
    return file.read_bytes() if isinstance(file, Path) else file.read()


def _sheets(book: CalamineWorkbook) -> BookCells:
    return BookCells(
        [
            SheetCells(
                one.name,
                book.get_sheet_by_index(number).to_python(skip_empty_area=False),
                hidden=one.visible is not SheetVisibleEnum.Visible,
            )
            for number, one in enumerate(book.sheets_metadata)
            if one.typ is SheetTypeEnum.WorkSheet
        ]
    )
