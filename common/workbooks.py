"""A table as an Excel workbook, by openpyxl. `common.sheets.as_xlsx` imports this where it is used:
openpyxl takes as long to load as all pages together.
"""

from collections.abc import Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from common.decimals import places_of
from common.tables import Column, Sheet, Stamped, Value
from common.widths import width_of

_WIDEST, _NARROWEST = 60, 8
# A column whose head is written downwards; and how high one character of such a head is, in points.
_UPRIGHT, _CHARACTER = 5, 14
# The text of a cell written downwards, character below character, as openpyxl says it.
_DOWNWARDS = 255


def workbook(sheet: Sheet) -> Workbook:
    """The table, and a second tab with its notes."""
    book = Workbook()
    table = book.active
    assert isinstance(table, Worksheet)
    table.title = sheet.name
    _write(table, 1, [column.full for column in sheet.columns])
    for number, row in enumerate(sheet.rows, start=2):
        _write(table, number, row)
    _dress(table, sheet.columns)
    _prepare_print(table, sheet)
    notes = book.create_sheet(sheet.notes_name)
    for number, line in enumerate([sheet.title, *sheet.notes], start=1):
        _write(notes, number, [line])
        notes.cell(number, 1).alignment = Alignment(wrap_text=True, vertical="top")
    notes.cell(1, 1).font = Font(bold=True)
    notes.column_dimensions["A"].width = 100
    return book


def _write(table: Worksheet, number: int, row: Sequence[Value]) -> None:
    for position, one in enumerate(row, start=1):
        cell = table.cell(number, position)
        assert isinstance(cell, Cell)
        value = one.value if isinstance(one, Stamped) else one
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # also where it begins with "="
        elif isinstance(value, Decimal):
            places = places_of(value)
            cell.number_format = "0." + "0" * places if places else "0"
        elif value is not None:
            cell.number_format = "0"


def _dress(table: Worksheet, columns: Sequence[Column]) -> None:
    table.freeze_panes = "B2"
    rule = Side(style="thin")
    for column, cells in zip(columns, table.iter_cols(), strict=True):
        letter = get_column_letter(cells[0].column or 1)
        table.column_dimensions[letter].width = _width(column, cells)
        for cell in cells:
            across = "center" if column.is_upright else None
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal=across)
        if column.is_upright:
            cells[0].alignment = Alignment(
                text_rotation=_DOWNWARDS, vertical="top", horizontal="center"
            )
        cells[0].font = Font(bold=True)
        cells[0].border = Border(top=Side(style="medium"), bottom=rule)
    upright = [len(column.full) for column in columns if column.is_upright]
    if upright:
        table.row_dimensions[1].height = _CHARACTER * max(upright)


def _prepare_print(table: Worksheet, sheet: Sheet) -> None:
    """One sheet wide, across, its heads on every sheet, the title above and the page below."""
    table.print_title_rows = "1:1"
    table.page_setup.orientation = "landscape"
    table.page_setup.paperSize = sheet.paper.value
    table.page_setup.fitToHeight = 0
    table.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    head, foot = table.oddHeader, table.oddFooter
    assert head is not None and foot is not None
    head.left.text = sheet.title.replace("&", "&&")
    foot.right.text = "&P / &N"


def _width(column: Column, cells: Sequence[Cell | MergedCell]) -> int:
    """As wide as its longest line, within bounds; the head counts where it is written across."""
    shown = cells[1:] if column.is_upright else cells
    lines = [line for cell in shown for line in str(cell.value or "").splitlines()]
    longest = max((width_of(line) for line in lines), default=0)
    return min(max(longest + 2, _UPRIGHT if column.is_upright else _NARROWEST), _WIDEST)
