"""A table as an Excel workbook, by openpyxl. `common.sheets.as_xlsx` imports this where it is used:
openpyxl takes as long to load as all pages together.
"""

from collections.abc import Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from common.decimals import places_of
from common.tables import Sheet, Value
from common.widths import width_of

_WIDEST, _NARROWEST = 60, 8


def workbook(sheet: Sheet) -> Workbook:
    """The table, and a second tab with its notes."""
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
    return book


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
