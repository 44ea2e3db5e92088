"""A table as a file: CSV that Excel reads in Chinese, and xlsx with its units and notes.

Cells come from what people typed and from documents: a text that begins like a formula is
written so that no spreadsheet computes it.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from common.decimals import places_of
from common.widths import width_of

Value: TypeAlias = str | int | Decimal | None

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet takes for the beginning of a formula; a Chinese one the full-width signs too.
_FORMULA = tuple("=+-@＝＋－＠\t\r\n")
_WIDEST, _NARROWEST = 60, 8


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column, with the unit of its numbers."""

    head: str
    unit: str = ""

    @property
    def full(self) -> str:
        head = self.head[:1].upper() + self.head[1:]
        return _("%(head)s（%(unit)s）") % {"head": head, "unit": self.unit} if self.unit else head


@dataclass(frozen=True, slots=True)
class Sheet:
    """`name` is that of the tab, `title` stands first among the notes."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    notes: Sequence[str]
    notes_name: str


def as_csv(sheet: Sheet) -> bytes:
    """Heads with units, then the rows; UTF-8 with a byte order mark. Notes have no place in it."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(column.full for column in sheet.columns)
    for row in sheet.rows:
        writer.writerow(guarded(value) if isinstance(value, str) else _text(value) for value in row)
    return stream.getvalue().encode("utf-8-sig")


def as_xlsx(sheet: Sheet) -> bytes:
    """The table with frozen heads and first column, and a second tab with its notes.

    Numbers are numbers, shown with the decimals that were printed.
    """
    book = Workbook()
    table = book.active
    assert isinstance(table, Worksheet)
    table.title = sheet.name
    _write(table, 1, [column.full for column in sheet.columns])
    for number, row in enumerate(sheet.rows, start=2):
        _write(table, number, row)
    _dress(table)
    notes = book.create_sheet(sheet.notes_name)
    for number, line in enumerate([sheet.title, *sheet.notes], start=1):
        _write(notes, number, [line])
        notes.cell(number, 1).alignment = Alignment(wrap_text=True, vertical="top")
    notes.cell(1, 1).font = Font(bold=True)
    notes.column_dimensions["A"].width = 100
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def guarded(text: str) -> str:
    """A text that a spreadsheet can't take for a formula: an apostrophe before its first sign."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _text(value: int | Decimal | None) -> str:
    return "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)


def _write(table: Worksheet, number: int, row: Sequence[Value]) -> None:
    for position, value in enumerate(row, start=1):
        cell = table.cell(number, position)
        assert isinstance(cell, Cell)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # also where it begins with "="
        elif isinstance(value, Decimal):
            places = places_of(value)
            cell.number_format = "0." + "0" * places if places else "0"
        elif value is not None:
            cell.number_format = "0"


def _dress(table: Worksheet) -> None:
    table.freeze_panes = "B2"
    rule = Side(style="thin")
    for cells in table.iter_cols():
        letter = get_column_letter(cells[0].column or 1)
        longest = max(width_of(str(cell.value or "")) for cell in cells)
        table.column_dimensions[letter].width = min(max(longest + 2, _NARROWEST), _WIDEST)
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        cells[0].font = Font(bold=True)
        cells[0].border = Border(top=Side(style="medium"), bottom=rule)
    table.print_title_rows = "1:1"
    table.page_setup.orientation = "landscape"
    table.page_setup.fitToHeight = 0
    table.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
