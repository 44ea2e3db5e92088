"""Tables as an Excel workbook, by openpyxl. `common.sheets.as_xlsx` imports this where it is used:
openpyxl takes as long to load as all pages together.

Rows are written one by one and not kept: a table of a whole country would fill the memory as
cells.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import cast

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from common import passports
from common.decimals import places_of
from common.passports import CellPassport, passport_rows
from common.tables import Column, Sheet, Stamped, Value, local_time
from common.widths import width_of
from common.workbook_charts import draw_charts
from common.workbook_texts import tab_names, written

_WIDEST, _NARROWEST = 60, 8
_HEAD = 18  # a head that is longer is broken
# A column whose head is written downwards; and how high one character of such a head is, in points.
_UPRIGHT, _CHARACTER = 5, 14
# The text of a cell written downwards, character below character, as openpyxl says it.
_DOWNWARDS = 255
# A spreadsheet keeps fifteen digits of a number, and makes zeros of what follows.
_DIGITS = 15
# The first year that a spreadsheet can show a day of, and surely the right one: it has a 29
# February 1900.
_FIRST_YEAR = 1901
_NOTES_WIDTH = 100
_GENERAL, _TEXT = "General", "@"
_LINES = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class _Look:
    """How a cell is shown. Cells that look alike share one entry of the workbook's styles."""

    number_format: str = _GENERAL
    bold: bool = False
    upright: bool = False
    centred: bool = False
    ruled: bool = False


class _Cells:
    """Makes the cells of one tab."""

    def __init__(self, tab: Worksheet) -> None:
        self._tab = tab
        self._styled = cache(self._style)

    def cell(self, value: Value, look: Mapping[str, bool]) -> Cell:
        shown, number_format = _stored(value)
        cell = WriteOnlyCell(self._tab, shown)  # type: ignore[arg-type]  # a Decimal too
        if isinstance(shown, str):
            cell.data_type = "s"  # also where it begins with "="
        # An own entry for each cell would take longer than everything else.
        cell._style = self._styled(_Look(number_format, **look))  # type: ignore[attr-defined]
        return cell

    def _style(self, look: _Look) -> object:
        model = WriteOnlyCell(self._tab)
        model.number_format = look.number_format
        model.font = Font(bold=look.bold)
        across = "center" if look.centred else None
        turned = _DOWNWARDS if look.upright else None
        model.alignment = Alignment(
            text_rotation=turned,
            wrap_text=None if turned else True,
            vertical="top",
            horizontal=across,
        )
        if look.ruled:
            model.border = Border(top=Side(style="medium"), bottom=Side(style="thin"))
        return model._style  # type: ignore[attr-defined]


def workbook(sheets: Sequence[Sheet], *, at: datetime) -> Workbook:
    """A tab for each table and for its charts, one with the notes of all, one of the passports.

    `at`: when it is written, for the passports.
    """
    book = Workbook(write_only=True)
    book.properties.creator = "Siwei"
    book.properties.title = sheets[0].title
    charts = [_("图表") for one in sheets if one.charts]
    wanted = [*(one.name for one in sheets), *charts, sheets[0].notes_name]
    names = tab_names(wanted, {passports.SHEET})
    stamped: list[CellPassport] = []
    free = iter(names[len(sheets) :])
    for name, sheet in zip(names, sheets, strict=False):
        tab = _tab(book, name)
        _prepare(tab, sheet)
        _append(tab, sheet)
        stamped += _passports(name, sheet, at)
        if sheet.charts:
            drawn = _tab(book, next(free))
            _fit_page(drawn, sheet)
            draw_charts(drawn, sheet, tab)
    _notes(_tab(book, names[-1]), sheets)
    if stamped:
        hidden = _tab(book, passports.SHEET)
        hidden.sheet_state = "hidden"
        for row in passport_rows(stamped):
            hidden.append(list(row))
    return book


def _tab(book: Workbook, name: str) -> Worksheet:
    return cast(Worksheet, book.create_sheet(name))  # one that is only written has what is used


def _append(tab: Worksheet, sheet: Sheet) -> None:
    cells, columns = _Cells(tab), sheet.columns
    centred = [{"centred": column.is_upright} for column in columns]
    heads = (
        {"bold": True, "ruled": True, "upright": one.is_upright, "centred": one.is_upright}
        for one in columns
    )
    tab.append([cells.cell(one.full, look) for one, look in zip(columns, heads, strict=True)])
    for row in sheet.rows:
        tab.append([cells.cell(one, look) for one, look in zip(row, centred, strict=True)])
    bold = [{**look, "bold": True} for look in centred]
    for row in sheet.totals:
        tab.append([cells.cell(one, look) for one, look in zip(row, bold, strict=True)])


def _stored(value: Value) -> tuple[str | int | Decimal | date | None, str]:
    """What a cell holds, and the format that shows it as it was printed."""
    if isinstance(value, Stamped):
        return _stored(value.value)
    if isinstance(value, Decimal | int):
        return _number(value)
    if isinstance(value, date):
        return _day(value)
    return (None if value is None else written(value)), _GENERAL


def _number(value: Decimal | int) -> tuple[str | int | Decimal, str]:
    figure = Decimal(value)
    if len(figure.as_tuple().digits) > _DIGITS:
        return format(figure, "f"), _TEXT
    places = places_of(figure)
    return value, "0." + "0" * places if places else "0"


def _day(value: date) -> tuple[str | date, str]:
    """A day, or a time with its day."""
    if not isinstance(value, datetime):
        return (value.isoformat() if value.year < _FIRST_YEAR else value), "yyyy-mm-dd"
    here = local_time(value).replace(microsecond=0)
    return (here.isoformat(" ") if here.year < _FIRST_YEAR else here), "yyyy-mm-dd hh:mm:ss"


def _passports(name: str, sheet: Sheet, at: datetime) -> Iterator[CellPassport]:
    said = timezone.localtime(at).isoformat(timespec="seconds")
    for number, row in enumerate(sheet.rows, start=2):
        for position, one in enumerate(row, start=1):
            if isinstance(one, Stamped):
                cell = f"{get_column_letter(position)}{number}"
                passport = one.passport
                value = Decimal(one.value)
                yield CellPassport(name, cell, passport.key, passport.version, value, said)


def _prepare(tab: Worksheet, sheet: Sheet) -> None:
    """What stands before the rows, and so has to be said first: widths, frozen heads, print."""
    tab.freeze_panes = "B2"
    shown = [*sheet.rows, *sheet.totals]
    for position, column in enumerate(sheet.columns):
        letter = get_column_letter(position + 1)
        tab.column_dimensions[letter].width = _width(column, (row[position] for row in shown))
    upright = [len(column.full) for column in sheet.columns if column.is_upright]
    if upright:
        tab.row_dimensions[1].height = _CHARACTER * max(upright)
    last = get_column_letter(len(sheet.columns))
    if sheet.rows:
        tab.auto_filter.ref = f"A1:{last}{len(sheet.rows) + 1}"
    _prepare_print(tab, sheet)


def _prepare_print(tab: Worksheet, sheet: Sheet) -> None:
    """Its heads on every sheet of paper, the title above and the page below."""
    tab.print_title_rows = "1:1"
    _fit_page(tab, sheet)
    head, foot = tab.oddHeader, tab.oddFooter
    assert head is not None and foot is not None
    head.left.text = written(sheet.title).replace("&", "&&")
    foot.right.text = "&P / &N"


def _fit_page(tab: Worksheet, sheet: Sheet) -> None:
    """Across, one sheet of paper wide."""
    tab.page_setup.orientation = "landscape"
    tab.page_setup.paperSize = sheet.paper.value
    tab.page_setup.fitToHeight = 0
    tab.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _width(column: Column, values: Iterable[Value]) -> int:
    """As wide as its longest line, within bounds; a head that is written across has two lines."""
    longest = max((_longest_line(value) for value in values), default=0)
    if not column.is_upright:
        longest = max(longest, min(width_of(column.full), _HEAD))
    return min(max(longest + 2, _UPRIGHT if column.is_upright else _NARROWEST), _WIDEST)


def _longest_line(value: Value) -> int:
    shown, _format = _stored(value)
    if not isinstance(shown, str):
        return 0 if shown is None else len(str(shown))
    return max((width_of(line[:_WIDEST]) for line in _LINES.split(shown)), default=0)


def _notes(tab: Worksheet, sheets: Sequence[Sheet]) -> None:
    """The titles of the tables with their notes below them; a note of several is said once."""
    tab.column_dimensions["A"].width = _NOTES_WIDTH
    cells, said = _Cells(tab), set[str]()
    for sheet in sheets:
        tab.append([cells.cell(sheet.title, {"bold": True})])
        for line in sheet.notes:
            if line not in said:
                tab.append([cells.cell(line, {})])
            said.add(line)
