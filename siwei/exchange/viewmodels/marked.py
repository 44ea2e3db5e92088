"""Marks the cells of a workbook that are wrong: a colour, and a comment that says why."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from common.sheets import as_xlsx

if TYPE_CHECKING:
    from common.tables import Sheet
    from siwei.exchange.viewmodels.rows_sheet import CellMark

_ERROR, _WARNING = "FFFFC7CE", "FFFFEB9C"  # as spreadsheets colour what is bad, and what is neutral
# The comment's window, in points: none is so wide by itself that a sentence fits.
_WIDTH, _LINE = 320, 18
_ON_A_LINE = 24  # characters


def as_marked_xlsx(sheet: Sheet, marks: Sequence[CellMark]) -> bytes:
    """The table as `common.sheets.as_xlsx` makes it, with its marks."""
    from openpyxl import load_workbook  # noqa: PLC0415  (openpyxl: only for who wants a file)
    from openpyxl.comments import Comment  # noqa: PLC0415
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    content = as_xlsx(sheet)
    if not marks:
        return content
    # Read back, since a table is written row by row, and its cells aren't kept.
    book = load_workbook(io.BytesIO(content))
    table = book.worksheets[0]
    fills = {
        is_error: PatternFill("solid", start_color=colour)
        for is_error, colour in ((True, _ERROR), (False, _WARNING))
    }
    for mark in marks:
        cell = table.cell(mark.row + 2, mark.column + 1)
        cell.fill = fills[mark.is_error]
        lines = sum(len(line) // _ON_A_LINE + 1 for line in mark.text.splitlines())
        cell.comment = Comment(mark.text, "Siwei", height=_LINE * (lines + 1), width=_WIDTH)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
