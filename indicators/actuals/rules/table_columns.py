"""Says which column of somebody's table is what: by its headings, or by what stands in it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from indicators.actuals.rules.row_names import (
    RowNames,
    in_brackets,
    plain_name,
    says_nothing,
    without_brackets,
)

Table: TypeAlias = Sequence[Sequence[str]]
Cells: TypeAlias = Mapping[str, str]
IsUnit: TypeAlias = Callable[[str], bool]

# What a table says of a value, in the order in which columns without a heading stand.
COLUMNS = ("value", "source", "note")
# The headings of a table, without what stands in brackets behind them.
_HEADINGS = {
    **dict.fromkeys(("指标", "指标名称", "名称", "代码", "指标代码", "indicator", "name"), "name"),
    **dict.fromkeys(("单位", "计量单位", "unit"), "unit"),
    **dict.fromkeys(("数值", "实际值", "实际", "年度实际值", "value", "actual"), "value"),
    **dict.fromkeys(("来源", "数据来源", "资料来源", "出处", "source"), "source"),
    **dict.fromkeys(("说明", "备注", "note", "notes", "remarks"), "note"),
}
_NUMBER = re.compile(r"[-+<>≤≥约]*\.?\d[\d,.]*%?")
_NO_UNIT = ("", "-", "—", "–", "/")  # what people write where there is none
_NAME_COLUMNS = 3  # a serial number or a code may stand before the name
_TITLE_LINES = 4  # a title and a date may stand above the headings
_SURE_HEADINGS = 2  # so many together are no line of the table


@dataclass(frozen=True, slots=True)
class TableColumns:
    """Which column says what. `start`: the first line below the headings. `name`: the column that
    names the row, None where none does. `unit`: in which the heading of the values says they are.
    `several_numbers`: nobody can tell which column of numbers is meant."""

    table: Table
    columns: Mapping[int, str]
    is_unit: IsUnit
    start: int = 0
    name: int | None = None
    unit: str = ""
    several_numbers: bool = False

    def name_of(self, line: Sequence[str]) -> str:
        return "" if self.name is None else cell_at(line, self.name)

    def cells(self, line: Sequence[str]) -> Cells:
        """What a line says, each cell in one line; a blank one says nothing, nor does a unit
        alone. A number gets the unit that its table gives it."""
        found = {
            what: " ".join(text.split())
            for at, what in self.columns.items()
            if not says_nothing(text := cell_at(line, at))
        }
        unit = found.pop("unit", "") or self._unit_in(self.name_of(line)) or self.unit
        value = found.get("value", "")
        if value and value[-1].isdecimal() and plain_name(unit) not in _NO_UNIT:
            found["value"] = f"{value} {unit}"
        return found

    def unread(self) -> list[int]:
        """The columns (from 1) that say something and stand for nothing here; a serial number
        before the name is nobody's loss."""
        first = 0 if self.name is None else self.name
        return [
            at + 1
            for at in range(first, _width(self.table))
            if at not in self.columns and at != self.name and _said(self.table[self.start :], at)
        ]

    def _unit_in(self, name: str) -> str:
        unit = in_brackets(name)
        return unit if unit and self.is_unit(unit) else ""


def table_columns(
    table: Table, names: RowNames, *, year: int, column: str, is_unit: IsUnit
) -> TableColumns:
    """The columns of `table`; where nothing tells them, `column` and what follows it."""
    start, headings = _headings(table, year)
    below = table[start:]
    name = next((at for at, what in headings.items() if what == "name"), None)
    if name is None:
        name = _name_column(below, names, headings)
    if headings:
        columns = {at: what for at, what in headings.items() if what != "name"}
        value = next((at for at, what in columns.items() if what == "value"), None)
        unit = "" if value is None else in_brackets(table[start - 1][value])
        unit = unit if unit and is_unit(unit) else ""
        return TableColumns(table, columns, is_unit, start, name, unit)
    if name is not None:
        return _after_name(table, name, is_unit)
    wanted = COLUMNS[COLUMNS.index(column) :]
    return TableColumns(table, dict(enumerate(wanted[: _width(table)])), is_unit)


def cell_at(line: Sequence[str], at: int) -> str:
    return line[at] if at < len(line) else ""


def _headings(table: Table, year: int) -> tuple[int, dict[int, str]]:
    """The first line below the headings, and what each column says."""
    lines = [at for at, line in enumerate(table) if any(not says_nothing(cell) for cell in line)]
    for place, at in enumerate(lines[:_TITLE_LINES]):
        found = _headings_of(table[at], year)
        if found and (place == 0 or len(found) >= _SURE_HEADINGS):
            return at + 1, found
    return 0, {}


def _headings_of(line: Sequence[str], year: int) -> dict[int, str]:
    """What each column says, where `line` has headings; a year by itself might be a value."""
    found: dict[int, str] = {}
    sure = False
    for at, text in enumerate(line):
        word = without_brackets(text)
        what = _HEADINGS.get(word.removeprefix(f"{year}年"))
        sure = sure or what is not None
        if what is None and word in (f"{year}", f"{year}年", f"{year}年度"):
            what = "value"
        if what is not None and what not in found.values():
            found[at] = what
    return found if sure else {}


def _name_column(table: Table, names: RowNames, headings: Mapping[int, str]) -> int | None:
    """The column in which rows are named. Nothing but names would be nothing to fill in."""
    for at in range(min(_width(table) - 1, _NAME_COLUMNS)):
        if at not in headings and any(names.rows(cell_at(line, at)) for line in table):
            return at
    return None


def _after_name(table: Table, name: int, is_unit: IsUnit) -> TableColumns:
    """The columns behind a name that have no headings: a unit, a value, a source, a note."""
    columns: dict[int, str] = {}
    rest = list(COLUMNS)
    numbers = 0
    for at in range(name + 1, _width(table)):
        cells = _said(table, at)
        if not cells:
            continue
        numbers += all(_NUMBER.fullmatch(plain_name(cell)) for cell in cells)
        is_units = all(plain_name(cell) in _NO_UNIT or is_unit(cell.strip()) for cell in cells)
        if is_units and "unit" not in columns.values():
            columns[at] = "unit"
        elif rest:
            columns[at] = rest.pop(0)
    return TableColumns(table, columns, is_unit, 0, name, "", several_numbers=numbers > 1)


def _said(table: Table, at: int) -> list[str]:
    """The cells of a column that say anything."""
    return [cell for line in table if not says_nothing(cell := cell_at(line, at))]


def _width(table: Table) -> int:
    return max((len(line) for line in table), default=0)
