"""Reads a pasted table, and what it would make of each row of the grid."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext as _

from common.labels import label
from common.numbers import whole_number
from indicators.actuals.forms.entry import TypedRow, saving, stored, typed
from indicators.actuals.rules.changes import Change
from indicators.actuals.rules.enums import ObsStatus
from indicators.actuals.rules.keys import ActualKey, parse_key
from indicators.actuals.rules.pasted import PlacedLine, Placement
from indicators.actuals.rules.row_names import plain_name
from indicators.actuals.rules.statuses import status_in
from indicators.actuals.rules.table_columns import COLUMNS, Cells, Table
from indicators.actuals.selectors.entry import EntryRow

MOST_LINES = 1000
MOST_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class PastedTable:
    """What was pasted and where. `shown` are the rows of the page from the top; `hidden` the
    lines (from 1) that their own table doesn't show. `fills`: one text for every row below."""

    table: Table
    first: ActualKey | None
    column: str
    shown: Sequence[ActualKey]
    hidden: frozenset[int] = frozenset()
    fills: bool = False

    @property
    def text(self) -> str:
        """The text to fill down."""
        return self.table[0][0].strip() if self.table and self.table[0] else ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a line of the table would make of a row.

    `conflict`: what the page showed isn't what is stored by now; then everything but the pasted
    cells is as it is stored. `value_elsewhere`: as of the line.
    """

    row: EntryRow
    number: int
    before: TypedRow
    after: TypedRow
    change: Change
    conflict: bool
    value_elsewhere: bool = False


def pasted_table(data: QueryDict) -> PastedTable:
    """Raises `BadRequest` with words where it isn't a table, or too large a one."""
    column = data.get("column", "")
    return PastedTable(
        table=_table(data.get("table", "")),
        first=_key(data.get("first", "")),
        column=column if column in COLUMNS else COLUMNS[0],
        shown=[key for text in data.getlist("shown") if (key := _key(text)) is not None],
        hidden=frozenset(
            number for text in data.getlist("hidden") if (number := whole_number(text)) is not None
        ),
        fills="fills" in data,
    )


def proposed_rows(
    rows: Sequence[EntryRow], data: Mapping[str, str], placement: Placement
) -> list[Proposed]:
    """Each placed line with its row, as the page shows it and as it would be."""
    by_key = {row.key: row for row in rows}
    return [_proposed(by_key[line.key], data, line) for line in placement.placed]


def _proposed(row: EntryRow, data: Mapping[str, str], line: PlacedLine) -> Proposed:
    cells = line.cells
    here = stored(row.actual)
    shown = typed(data, str(row.key), here)
    conflict = shown.seen != here.seen and not shown.says_the_same(here)
    base = here if conflict else shown
    said = {**cells, **_status_of(cells["value"])} if "value" in cells else cells
    after = replace(base, **said, seen=here.seen, stored=None, choice="")
    change = saving(row, after, here.seen)
    return Proposed(row, line.number, here, after, change, conflict, line.value_elsewhere)


def _status_of(value: str) -> Cells:
    """Why there is no value, where the table says that in words; else a value stands in place of
    the reason why there was none."""
    reasons = {plain_name(label(one)): one for one in ObsStatus if one.needs_reason}
    status, number = status_in(value, reasons)
    return {"status": status.value} | ({} if number == value else {"value": number})


def _table(text: str) -> Table:
    try:
        table = json.loads(text)
    except (ValueError, RecursionError):
        raise BadRequest(_("读不出粘贴的内容，请重新复制后再试。")) from None
    lines = table if isinstance(table, list) else [table]
    if not lines or not all(_is_line(line) for line in lines):
        raise BadRequest(_("读不出粘贴的内容，请重新复制后再试。"))
    if len(lines) > MOST_LINES or max(len(line) for line in lines) > MOST_COLUMNS:
        words = _("一次最多粘贴 %(lines)d 行、%(columns)d 列。请只复制要填的部分。")
        raise BadRequest(words % {"lines": MOST_LINES, "columns": MOST_COLUMNS})
    # JSON spells halves of characters, which no page can show.
    return [[cell.encode("utf-8", "replace").decode() for cell in line] for line in lines]


def _is_line(line: object) -> bool:
    return isinstance(line, list) and all(isinstance(cell, str) for cell in line)


def _key(text: str) -> ActualKey | None:
    try:
        return parse_key(text)
    except ValueError:
        return None
