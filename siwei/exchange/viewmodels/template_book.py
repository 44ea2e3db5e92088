"""A form to fill in as an Excel workbook, by openpyxl. It is imported where a file is made:
openpyxl takes as long to load as all pages together.
"""

import io
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from common.decimals import PLACES, places_of
from common.sheets import guarded
from common.tables import Paper
from common.widths import width_of
from siwei.exchange.viewmodels.form_book import (
    ChoiceCheck,
    FormBook,
    FormCell,
    FormSheet,
    Look,
    NumberCheck,
    Value,
)

# What Excel takes at most in the messages of a check.
_LONGEST_PROMPT, _LONGEST_ERROR = 255, 225
_FILLS = {
    Look.HEAD: PatternFill("solid", fgColor="DCE6F1"),
    Look.OPEN: PatternFill("solid", fgColor="FFF8DC"),
    Look.SHUT: PatternFill("solid", fgColor="EDEDED"),
}
_HAIR = Side(style="thin", color="BFBFBF")
_BOX = Border(left=_HAIR, right=_HAIR, top=_HAIR, bottom=_HAIR)
_FONT = "Calibri"  # as openpyxl's own; whatever lacks Chinese falls back to what has it
_TITLE, _BOLD = Font(name=_FONT, size=14, bold=True), Font(name=_FONT, size=11, bold=True)
_PLAIN, _QUIET = Font(name=_FONT, size=11), Font(name=_FONT, size=10, color="595959")
_LINE, _TITLE_LINE = 16, 22  # how high a line is, in points
_NOTE_WIDTH, _NOTE_LINE = 300, 18  # of a comment, in pixels
_NOTE_SIGNS = 42  # half-width characters in a line of it
_NOTES_WIDTH = 78
_MARGIN = 0.4  # of the paper, in inches
# So many half-width characters across can still be read on a sheet of paper.
_ACROSS = {Paper.A4: 200, Paper.A3: 280}
_MOST_LINES = 8


def book_bytes(form: FormBook) -> bytes:
    """The file: the sheets, the notes, and the hidden sheet. Only its open cells can be changed,
    until somebody takes the protection away, for which there is no password."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    for number, sheet in enumerate(form.sheets):
        _fill(book.create_sheet(sheet.name) if number else _named(first, sheet.name), sheet)
    _write_notes(book.create_sheet(form.notes_name), form.notes)
    facts = book.create_sheet(form.facts_name)
    for row, line in enumerate(form.facts, start=1):
        for column, one in enumerate(line, start=1):
            _write(facts, row, column, one)
    facts.sheet_state = "hidden"
    facts.protection.sheet = True
    book.properties.title = form.title
    book.properties.creator = "Siwei"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _named(table: Worksheet, name: str) -> Worksheet:
    table.title = name
    return table


def _fill(table: Worksheet, sheet: FormSheet) -> None:
    for number, shown in enumerate(sheet.columns, start=1):
        dimension = table.column_dimensions[get_column_letter(number)]
        dimension.width, dimension.hidden = shown.width, shown.hidden
    _write(table, 1, 1, sheet.title).font = _TITLE
    _write(table, 2, 1, sheet.lead).font = _QUIET
    table.row_dimensions[1].height = _TITLE_LINE
    lines = [*sheet.heads, *sheet.rows]
    checked: dict[NumberCheck | ChoiceCheck, list[tuple[int, int]]] = defaultdict(list)
    for row, line in enumerate(lines, start=3):
        for column, one in enumerate(line, start=1):
            cell = _write(table, row, column, one.value)
            _dress(cell, one)
            if one.check is not None:
                checked[one.check].append((column, row))
        table.row_dimensions[row].height = _LINE * _lines_in(line, sheet)
    for check, places in checked.items():
        table.add_data_validation(_validation(check, places))
    below = 3 + len(sheet.heads)
    table.freeze_panes = table.cell(below, sheet.names + 1).coordinate
    _protect(table)
    _prepare_print(table, sheet, below - 1)


def _write(table: Worksheet, row: int, column: int, value: Value) -> Cell:
    cell = table.cell(row, column)
    assert isinstance(cell, Cell)
    if isinstance(value, str):
        text = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.value = text or None
        if text:
            cell.data_type = "s"  # also where it begins with "="
            # Whoever edits such a cell doesn't make a formula of it.
            cell.quotePrefix = guarded(text) != text
            cell.number_format = "@"
    else:
        cell.value = value
        if isinstance(value, Decimal):
            places = places_of(value)
            cell.number_format = "0." + "0" * places if places else "0"
    return cell


def _dress(cell: Cell, one: FormCell) -> None:
    is_number = isinstance(one.value, Decimal | int) or isinstance(one.check, NumberCheck)
    across = "right" if is_number or one.right else "left"
    across = "center" if one.look is Look.HEAD else across
    cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=True)
    cell.border = _BOX
    if one.look in _FILLS:
        cell.fill = _FILLS[one.look]
    if one.look is Look.HEAD:
        cell.font = _QUIET if one.quiet else _BOLD
    if one.look is Look.OPEN:
        cell.protection = Protection(locked=False)
        cell.number_format = _open_format(one)
    if one.note:
        cell.comment = _comment(one.note)


def _open_format(one: FormCell) -> str:
    """What is typed into a cell of words stays as it is typed; a number keeps the decimals of the
    stored one, and shows those that are typed beyond them."""
    if not isinstance(one.check, NumberCheck):
        return "@"
    places = places_of(one.value) if isinstance(one.value, Decimal) else 0
    return f"0.{'0' * places}{'#' * (PLACES - places)}" if places else "General"


def _comment(text: str) -> Comment:
    lines = sum(1 + width_of(line) // _NOTE_SIGNS for line in text.splitlines())
    return Comment(
        ILLEGAL_CHARACTERS_RE.sub("", text),
        "Siwei",
        width=_NOTE_WIDTH,
        height=_NOTE_LINE * (lines + 1),
    )


def _validation(
    check: NumberCheck | ChoiceCheck, places: Sequence[tuple[int, int]]
) -> DataValidation:
    """The check of the cells at `places` (column and row)."""
    if isinstance(check, ChoiceCheck):
        listed = ",".join(check.options)
        made = DataValidation("list", formula1=f'"{listed}"', allow_blank=True)
    else:
        made = DataValidation(
            "decimal",
            operator="between",
            formula1=format(check.lowest, "f"),
            formula2=format(check.highest, "f"),
            allow_blank=True,
        )
        made.errorStyle = "warning" if check.words_too else "stop"
    made.sqref = MultiCellRange(_ranges(places))
    made.showErrorMessage = made.showInputMessage = True
    made.error, made.prompt = check.error[:_LONGEST_ERROR], check.prompt[:_LONGEST_PROMPT]
    return made


def _ranges(places: Sequence[tuple[int, int]]) -> list[CellRange]:
    """The cells below one another as one range each: thousands take their time one by one."""
    found: list[CellRange] = []
    for column, row in sorted(places):
        last = found[-1] if found else None
        if last is not None and (last.max_col, last.max_row) == (column, row - 1):
            last.expand(down=1)
        else:
            found.append(CellRange(min_col=column, max_col=column, min_row=row, max_row=row))
    return found


def _lines_in(line: Sequence[FormCell], sheet: FormSheet) -> int:
    """How many lines the highest cell of a row takes, within bounds."""
    pairs = zip(line, sheet.columns, strict=True)
    shown = ((str(one.value or ""), column.width) for one, column in pairs if not column.hidden)
    lines = (
        sum(1 + max(width_of(part) - 1, 0) // (width - 1) for part in text.splitlines())
        for text, width in shown
    )
    return min(max(lines, default=1) or 1, _MOST_LINES)


def _protect(table: Worksheet) -> None:
    """Without a password. Widths and heights may be changed, and columns hidden."""
    table.protection.sheet = True
    table.protection.formatColumns = table.protection.formatRows = False


def _prepare_print(table: Worksheet, sheet: FormSheet, last_head: int) -> None:
    """Across, on no more sheets side by side than can be read, with the heads and names on each,
    the title and the page below."""
    table.print_title_rows = f"1:{last_head}"
    printed = sheet.columns[: sheet.printed]
    if len(printed) < len(sheet.columns):
        last = table.cell(last_head + len(sheet.rows), len(printed)).coordinate
        table.print_area = f"A1:{last}"
    width = sum(column.width for column in printed)
    _prepare_page(table, "landscape", sheet.paper, across=1 + width // _ACROSS[sheet.paper])
    if width > _ACROSS[sheet.paper]:
        table.print_title_cols = f"A:{get_column_letter(sheet.names)}"
    foot = table.oddFooter
    assert foot is not None
    foot.left.text = sheet.title.replace("&", "&&")
    foot.right.text = "&P / &N"


def _prepare_page(
    table: Worksheet, turned: Literal["landscape", "portrait"], paper: Paper, *, across: int = 1
) -> None:
    table.page_setup.orientation = turned
    table.page_setup.paperSize = paper.value
    table.page_setup.fitToWidth, table.page_setup.fitToHeight = across, 0
    table.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    table.page_margins = PageMargins(left=_MARGIN, right=_MARGIN, top=_MARGIN, bottom=2 * _MARGIN)


def _write_notes(table: Worksheet, notes: Sequence[str]) -> None:
    """One line a row; the first is the title, one below an empty line is a heading."""
    table.column_dimensions["A"].width = _NOTES_WIDTH
    for number, (before, line) in enumerate(pairwise(["", *notes]), start=1):
        cell = _write(table, number, 1, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = _TITLE if number == 1 else _PLAIN if before else _BOLD
        lines = 1 + max(width_of(line) - 1, 0) // (_NOTES_WIDTH - 4)
        table.row_dimensions[number].height = _TITLE_LINE if number == 1 else _LINE * lines + 2
    table.protection.sheet = True
    _prepare_page(table, "portrait", Paper.A4)
