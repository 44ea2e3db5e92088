"""Says which column of somebody's table is what: by its headings, or by what stands in it."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from indicators.actuals.rules.row_names import (
    RowNames,
    in_brackets,
    plain_name,
    says_nothing,
    without_brackets,
)
from indicators.actuals.rules.table_scope import (
    RegionNames,
    is_year,
    said,
    says_year,
    year_of_heading,
)

Table: TypeAlias = Sequence[Sequence[str]]
Cells: TypeAlias = Mapping[str, str]
IsUnit: TypeAlias = Callable[[str], bool]

# What a table says of a value, in the order in which columns without a heading stand.
COLUMNS = ("value", "source", "note")
# The headings of a table, without what stands in brackets behind them. An imported file has them,
# too, and some more.
HEADINGS = {
    **dict.fromkeys(("指标", "指标名称", "名称", "代码", "指标代码", "indicator", "name"), "name"),
    **dict.fromkeys(("单位", "计量单位", "unit"), "unit"),
    **dict.fromkeys(("数值", "实际值", "实际", "年度实际值", "value", "actual"), "value"),
    **dict.fromkeys(("来源", "数据来源", "资料来源", "出处", "source"), "source"),
    **dict.fromkeys(("说明", "备注", "note", "notes", "remarks"), "note"),
    **dict.fromkeys(("城市", "地区", "区域", "市", "地市", "设区市", "所在城市"), "region"),
    **dict.fromkeys(("省", "省份", "县", "县区", "区县", "县市区", "市县", "市县区"), "region"),
    **dict.fromkeys(("行政区", "行政区划", "行政区划代码", "地区代码", "地区名称"), "region"),
    **dict.fromkeys(("region", "city", "province", "county", "district", "area"), "region"),
    **dict.fromkeys(("年份", "年度", "年", "统计年份", "year"), "year"),
}
_ELSEWHERE = "elsewhere"  # a column of values of another year or region
_SEVERAL = ("region", _ELSEWHERE)  # what more than one column may say
_NUMBER = re.compile(r"[-+<>≤≥约]*\.?\d[\d,.]*%?")
_NO_UNIT = ("", "-", "—", "–", "/")  # what people write where there is none
_NO_VALUE = re.compile(r"[-‐‑‒–—―─−]{1,4}|/")
_SERIAL = re.compile(r"\(?(?:\d{1,3}|[一二三四五六七八九十]+)[).、．:]?")
_NAME_COLUMNS = 3  # a serial number or a code may stand before the name
_TITLE_LINES = 4  # a title and a date may stand above the headings
_SUREHEADINGS = 2  # so many together are no line of the table


@dataclass(frozen=True, slots=True)
class UnreadColumn:
    """A column (from 1) that says something and stands for nothing here. `year`, `region`: it is
    of that other year, or of another region."""

    number: int
    heading: str = ""
    year: int | None = None
    region: bool = False


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
        alone, nor a dash for a value. A number gets the unit that its table gives it."""
        found = {
            what: " ".join(text.split())
            for at, what in self.columns.items()
            if what in (*COLUMNS, "unit") and not says_nothing(text := cell_at(line, at))
        }
        if self.has_dash(line):
            del found["value"]
        unit = found.pop("unit", "") or self._unit_in(self.name_of(line)) or self.unit
        value = found.get("value", "")
        if value and value[-1].isdecimal() and plain_name(unit) not in _NO_UNIT:
            found["value"] = f"{value} {unit}"
        return found

    def has_dash(self, line: Sequence[str]) -> bool:
        """Whether it says by a dash that it has no value."""
        return any(_NO_VALUE.fullmatch(plain_name(text)) for text in self.said(line, "value"))

    def said(self, line: Sequence[str], what: str) -> list[str]:
        """The cells of a line that say `what`, without blank ones."""
        return said(cell_at(line, at) for at, one in self.columns.items() if one == what)

    def has_value_elsewhere(self, line: Sequence[str]) -> bool:
        """Whether its only value is in a column of another year or region."""
        return bool(self.said(line, _ELSEWHERE)) and not self.said(line, "value")

    @property
    def title(self) -> str:
        """What stands above the headings."""
        return " ".join(" ".join(line) for line in self.table[: max(self.start - 1, 0)])

    def unread(self) -> list[UnreadColumn]:
        """The columns that say something and stand for nothing here; a serial number before the
        name is nobody's loss."""
        below = self.table[self.start :]
        return [
            self._unread(at)
            for at in range(_width(self.table))
            if self.columns.get(at, _ELSEWHERE) == _ELSEWHERE
            and at != self.name
            and (cells := _said(below, at))
            and not (at < (self.name or 0) and _are(cells, _SERIAL))
        ]

    def _unread(self, at: int) -> UnreadColumn:
        heading = cell_at(self.table[self.start - 1], at) if self.start else ""
        year = year_of_heading(heading) if at in self.columns else None
        is_regions = at in self.columns and year is None
        return UnreadColumn(at + 1, " ".join(heading.split()), year, is_regions)

    def _unit_in(self, name: str) -> str:
        unit = in_brackets(name)
        return unit if unit and self.is_unit(unit) else ""


def table_columns(
    table: Table,
    names: RowNames,
    *,
    year: int,
    column: str,
    is_unit: IsUnit,
    regions: RegionNames | None = None,
) -> TableColumns:
    """The columns of `table`; where nothing tells them, `column` and what follows it."""
    regions = regions or RegionNames()
    start, headings = _headings(table, names, year, regions)
    if not headings and column == "value":
        start, headings = _years_or_regions(table, names, year, regions)
    below = table[start:]
    name = next((at for at, what in headings.items() if what == "name"), None)
    if name is None:
        name = _name_column(below, names, headings)
    columns = {at: what for at, what in headings.items() if what != "name"}
    if name is not None or column == "value":
        columns |= _scopes(below, name, headings, regions)
    if headings:
        if "unit" not in columns.values():
            columns |= _units(below, {*columns, name}, is_unit)
        value = next((at for at, what in columns.items() if what == "value"), None)
        unit = "" if value is None else in_brackets(cell_at(table[start - 1], value))
        unit = unit if unit and is_unit(unit) else ""
        return TableColumns(table, columns, is_unit, start, name, unit)
    if name is not None:
        return _after_name(table, name, columns, is_unit)
    if column == "value" and _width(table) > 1:
        columns |= _units(table, set(columns), is_unit)
    free = [at for at in range(_width(table)) if at not in columns]
    columns |= dict(zip(free, COLUMNS[COLUMNS.index(column) :], strict=False))
    return TableColumns(table, columns, is_unit)


def cell_at(line: Sequence[str], at: int) -> str:
    return line[at] if at < len(line) else ""


def _headings(
    table: Table, names: RowNames, year: int, regions: RegionNames
) -> tuple[int, dict[int, str]]:
    """The first line below the headings, and what each column says."""
    lines = [at for at, line in enumerate(table) if said(line)]
    for place, at in enumerate(lines[:_TITLE_LINES]):
        words = [without_brackets(text).removeprefix(f"{year}年") for text in table[at]]
        found = _headings_of(table[at], year, regions)
        # A year by itself might be a value.
        sure = any(word in HEADINGS for word in words)
        if sure and (place == 0 or len(found) >= _SUREHEADINGS):
            return at + 1, found
    return 0, {}


def _headings_of(line: Sequence[str], year: int, regions: RegionNames) -> dict[int, str]:
    """What each column says, if `line` has headings."""
    found: dict[int, str] = {}
    for at, text in enumerate(line):
        word = without_brackets(text)
        what = HEADINGS.get(word.removeprefix(f"{year}年"))
        if what is None and word in (f"{year}", f"{year}年", f"{year}年度"):
            what = "value"
        if what is None and year_of_heading(word) not in (None, year):
            what = _ELSEWHERE
        if what is None and at and regions.names(word):
            what = "value" if word in regions.own else _ELSEWHERE
        if what is not None and (what in _SEVERAL or what not in found.values()):
            found[at] = what
    return found


def _years_or_regions(
    table: Table, names: RowNames, year: int, regions: RegionNames
) -> tuple[int, dict[int, str]]:
    """The same where the first line heads its columns by nothing but years or regions."""
    at = next((at for at, line in enumerate(table) if said(line)), None)
    if at is None:
        return 0, {}
    line, below = table[at], table[at + 1 :]
    found = _headings_of(line, year, regions)
    name = _name_column(below, names, {})
    scopes = [cell_at(line, place) for place in found]
    if not found or name in found or any(names.rows(cell) for cell in line):
        return 0, {}
    if any(_NUMBER.fullmatch(plain_name(cell)) and not is_year(cell) for cell in line):
        return 0, {}
    # A year in digits might be a value, and a region the beginning of a line.
    is_heading = all(says_year(cell) for cell in scopes) or (
        name is not None
        and says_nothing(cell_at(line, name))
        and all(is_year(cell) or regions.names(cell) for cell in scopes)
    )
    return (at + 1, found) if is_heading else (0, {})


def _scopes(
    table: Table, name: int | None, headings: Mapping[int, str], regions: RegionNames
) -> dict[int, str]:
    """The columns without a heading that say to which region or year a line belongs."""
    found: dict[int, str] = {}
    for at in range(_width(table)):
        cells = set(_said(table, at))
        if at in headings or at == name or not cells:
            continue
        before = name is not None and at < name
        if all(map(regions.names, cells)) or (before and any(map(regions.knows, cells))):
            found[at] = "region"
        elif "year" not in (*headings.values(), *found.values()) and (
            all(map(is_year if before else says_year, cells)) and _width(table) > 1
        ):
            found[at] = "year"
    return found


def _units(table: Table, taken: Collection[int | None], is_unit: IsUnit) -> dict[int, str]:
    """The column in which nothing but units stands, if there is one."""
    for at in range(_width(table)):
        if at not in taken and _are_units(_said(table, at), is_unit):
            return {at: "unit"}
    return {}


def _are_units(cells: Sequence[str], is_unit: IsUnit) -> bool:
    return all(plain_name(cell) in _NO_UNIT or is_unit(cell.strip()) for cell in cells) and any(
        plain_name(cell) not in _NO_UNIT for cell in cells
    )


def _are(cells: Sequence[str], pattern: re.Pattern[str]) -> bool:
    return all(pattern.fullmatch(plain_name(cell)) for cell in cells)


def _name_column(table: Table, names: RowNames, headings: Mapping[int, str]) -> int | None:
    """The column in which rows are named. Nothing but names would be nothing to fill in."""
    for at in range(min(_width(table) - 1, _NAME_COLUMNS)):
        if at not in headings and any(names.rows(cell_at(line, at)) for line in table):
            return at
    return None


def _after_name(
    table: Table, name: int, scopes: Mapping[int, str], is_unit: IsUnit
) -> TableColumns:
    """The columns behind a name that have no headings: a unit, a value, a source, a note."""
    columns = dict(scopes)
    rest = list(COLUMNS)
    numbers = 0
    for at in range(name + 1, _width(table)):
        cells = _said(table, at)
        if not cells or at in columns:
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
    return said(cell_at(line, at) for line in table)


def _width(table: Table) -> int:
    return max((len(line) for line in table), default=0)
