"""The rows of a batch as a workbook: what each would write, the cells that are wrong marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from common.labels import label
from common.tables import Column, Sheet, Value
from indicators.actuals.rules.enums import ObsStatus
from siwei.exchange.rules.enums import WRITES, RowKind
from siwei.exchange.rules.notes import NoteCode
from siwei.exchange.rules.rows import RowMessage, StagedRow
from siwei.exchange.rules.signs import SIGNS
from siwei.exchange.viewmodels.preview import before_words, indicator_name, region_name, unit_of

if TYPE_CHECKING:
    from siwei.exchange.selectors.named import NamedRows

# The columns, from 0, that a mark may stand in.
RESULT, REGION, INDICATOR, YEAR, UNIT, VALUE, STATUS = 0, 4, 5, 6, 7, 9, 11
# What is said of another cell of the file than that of the value.
_COLUMNS: Mapping[str, int] = {
    NoteCode.UNKNOWN_REGION: REGION,
    NoteCode.AMBIGUOUS_REGION: REGION,
    NoteCode.OTHER_REGION: REGION,
    NoteCode.UNKNOWN_INDICATOR: INDICATOR,
    NoteCode.AMBIGUOUS_INDICATOR: INDICATOR,
    NoteCode.NAMES_DISAGREE: INDICATOR,
    NoteCode.NO_YEAR: YEAR,
    NoteCode.OTHER_YEAR: YEAR,
    NoteCode.BASE_YEAR_MISSING: YEAR,
    NoteCode.BASE_YEAR_UNWANTED: YEAR,
    NoteCode.UNKNOWN_UNIT: UNIT,
    NoteCode.UNIT_MISSING: UNIT,
    NoteCode.TWO_UNITS: UNIT,
    NoteCode.UNKNOWN_STATUS: STATUS,
    NoteCode.STATUS_AND_VALUE: STATUS,
}


@dataclass(frozen=True, slots=True)
class CellMark:
    """What is to say of one cell of the sheet: its row, from 0 below the head, and its column."""

    row: int
    column: int
    text: str
    is_error: bool


def rows_sheet(
    rows: Sequence[StagedRow], named: NamedRows, *, title: str, notes: Sequence[str]
) -> Sheet:
    return Sheet(
        name=_("导入清单"),
        title=title,
        columns=[
            Column(_("结果")),
            Column(_("工作表")),
            Column(_("行")),
            Column(_("单元格")),
            Column(_("行政区")),
            Column(_("指标")),
            Column(_("年度")),
            Column(_("单位")),
            Column(_("现在的值")),
            Column(_("导入后的值")),
            Column(_("文件中的值")),
            Column(_("状态")),
            Column(_("来源")),
            Column(_("说明")),
            Column(_("解释")),
            Column(_("提示")),
        ],
        rows=[_cells(row, named) for row in rows],
        notes=notes,
        notes_name=_("说明"),
    )


def marks(rows: Sequence[StagedRow]) -> list[CellMark]:
    """The marks of the rows that ask for something: at what is said of, or else at the result."""
    return [mark for at, row in enumerate(rows) for mark in _marks(at, row)]


def _cells(row: StagedRow, named: NamedRows) -> list[Value]:
    return [
        f"{SIGNS[row.kind]} {label(row.kind)}",
        row.sheet,
        row.line,
        row.cell,
        region_name(row, named),
        indicator_name(row, named),
        row.year,
        unit_of(row, named),
        _number(row.before or before_words(row)),
        _number(row.value),
        row.given,
        label(ObsStatus(row.status)) if row.kind in WRITES else "",
        row.source or "",
        row.note or "",
        row.explanation or "",
        "\n".join(message.text for message in row.messages),
    ]


def _marks(at: int, row: StagedRow) -> Iterator[CellMark]:
    said: dict[int, list[str]] = {}
    if row.kind not in (RowKind.ERROR, RowKind.WARNING, RowKind.LOCKED):
        return
    for message in row.messages:
        said.setdefault(_column(row, message), []).append(message.text)
    for column, texts in said.items():
        yield CellMark(at, column, "\n".join(texts), row.kind is RowKind.ERROR)


def _column(row: StagedRow, message: RowMessage) -> int:
    if message.code in _COLUMNS:
        return _COLUMNS[message.code]
    return VALUE if message.cell and message.cell == row.cell else RESULT


def _number(text: str) -> Value:
    """As a number where it is one."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text
