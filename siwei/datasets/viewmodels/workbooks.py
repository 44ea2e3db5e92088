"""A data set as a workbook of any length, row by row: nothing of it stays in the memory."""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from common.api.columns import Column
from common.column_kinds import Kind
from common.decimals import places_of

# What Excel holds: rows below the head, characters in a cell, digits of a number.
MOST_ROWS = 1_048_575
MOST_CHARACTERS = 32_767
_DIGITS = 15
# The first year that Excel can show a day of, and surely the right one.
_FIRST_YEAR = 1901
_WIDTHS = {Kind.TEXT: 20, Kind.JSON: 30, Kind.TIME: 20, Kind.DATE: 12}
_WIDTH = 12


class DoesNotFit(Exception):
    """A workbook can't hold it: too many rows, or too long a text."""


def too_many_rows() -> DoesNotFit:
    return DoesNotFit(_("一个工作表最多 %d 行。") % MOST_ROWS)


def write_xlsx(
    file: IO[bytes],
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    *,
    title: str,
    notes: Sequence[str],
) -> None:
    """Write the rows to `file`, with types, below a head that stays; on a second tab the title,
    the notes and what each column means.

    Numbers are shown with the decimals that were printed. Raises `DoesNotFit`.
    """
    with tempfile.TemporaryDirectory(prefix="siwei-xlsx-") as folder:
        book = Workbook(file, {"constant_memory": True, "tmpdir": folder})
        book.set_properties({"title": title, "author": "Siwei"})
        _write_rows(book, columns, rows)
        _write_notes(book, columns, [title, *notes])
        book.close()


def _write_rows(book: Workbook, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> None:
    sheet, cells = book.add_worksheet(_("数据")), _Cells(book)
    sheet.freeze_panes(1, 0)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, _WIDTHS.get(column.kind, _WIDTH))
        sheet.write_string(0, number, column.name, cells.head)
    write = [cells.writer(column.kind) for column in columns]
    for line, row in enumerate(rows, start=1):
        if line > MOST_ROWS:
            raise too_many_rows()
        for number, cell in enumerate(row):
            if cell is not None:
                write[number](sheet, line, number, cell)


def _write_notes(book: Workbook, columns: Sequence[Column], notes: Sequence[str]) -> None:
    sheet, cells = book.add_worksheet(_("说明")), _Cells(book)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 100)
    for line, text in enumerate(notes):
        sheet.write_string(line, 0, text, None if line else cells.head)
    first = len(notes) + 1
    sheet.write_row(first, 0, [_("列"), _("含义")], cells.head)
    for line, column in enumerate(columns, start=first + 1):
        sheet.write_string(line, 0, column.name)
        sheet.write_string(line, 1, str(column.description))


class _Cells:
    """Writes the cells of one kind: `(sheet, line, column, value)`."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._shown: dict[str, Format] = {}
        self.head = book.add_format({"bold": True})

    def writer(self, kind: Kind) -> Callable[[Worksheet, int, int, Any], None]:
        writers: dict[Kind, Callable[[Worksheet, int, int, Any], None]] = {
            Kind.INTEGER: self._integer,
            Kind.DECIMAL: self._decimal,
            Kind.BOOLEAN: self._truth,
            Kind.DATE: self._day,
            Kind.TIME: self._time,
        }
        return writers.get(kind, self._text)

    def _format(self, shown: str) -> Format:
        if shown not in self._shown:
            self._shown[shown] = self._book.add_format({"num_format": shown})
        return self._shown[shown]

    def _text(self, sheet: Worksheet, line: int, column: int, cell: str) -> None:
        if len(cell) > MOST_CHARACTERS:
            raise DoesNotFit(_("一个单元格最多 %d 个字。") % MOST_CHARACTERS)
        sheet.write_string(line, column, cell)

    def _integer(self, sheet: Worksheet, line: int, column: int, cell: int) -> None:
        sheet.write_number(line, column, cell)

    def _decimal(self, sheet: Worksheet, line: int, column: int, cell: Decimal) -> None:
        if len(cell.as_tuple().digits) > _DIGITS:  # as a number it would lose the rest
            sheet.write_string(line, column, format(cell, "f"))
            return
        places = places_of(cell)
        shown = self._format("0." + "0" * places if places else "0")
        sheet.write_number(line, column, float(cell), shown)

    def _truth(self, sheet: Worksheet, line: int, column: int, cell: bool) -> None:
        sheet.write_boolean(line, column, cell)

    def _day(self, sheet: Worksheet, line: int, column: int, cell: str) -> None:
        day = date.fromisoformat(cell)
        if day.year < _FIRST_YEAR:
            sheet.write_string(line, column, cell)
        else:
            sheet.write_datetime(line, column, day, self._format("yyyy-mm-dd"))

    def _time(self, sheet: Worksheet, line: int, column: int, cell: str) -> None:
        """As a clock here shows it: Excel knows no other."""
        here = datetime.fromisoformat(cell).replace(tzinfo=None)
        sheet.write_datetime(line, column, here, self._format("yyyy-mm-dd hh:mm:ss"))
