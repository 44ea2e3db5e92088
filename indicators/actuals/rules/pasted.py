"""Says which row of a year each line of a table is about, for pasting and for importing.

Lines follow one another like the rows of the page, or name their indicator in their first column.
Nothing slips: a line that has no row, or whose row can't be told, is left out and said.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from indicators.actuals.rules.keys import ActualKey

# What a table says of a value, in the order in which columns without a heading stand.
COLUMNS = ("value", "source", "note")
Cells: TypeAlias = Mapping[str, str]
Table: TypeAlias = Sequence[Sequence[str]]


class WhyLeftOut(StrEnum):
    """Why a line of the table went to no row."""

    BEYOND = "beyond"  # below the last row of the page
    CLOSED = "closed"  # its row takes no value now
    UNKNOWN = "unknown"  # no row has this name
    AMBIGUOUS = "ambiguous"  # several rows have it
    REPEATED = "repeated"  # an earlier line is about the same row
    NAMELESS = "nameless"  # other lines say what they are about, this one doesn't
    SEVERAL_NUMBERS = "several_numbers"  # several columns of numbers, and no heading


@dataclass(frozen=True, slots=True)
class Place:
    """A row that a line may go to. `names`: what it is called, the names that count most first.
    `takes`: whether a value can be entered there now."""

    key: ActualKey
    names: Sequence[Collection[str]]
    takes: bool = True


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line (counted from 1) and the row it goes to; `cells` are those that say anything."""

    number: int
    key: ActualKey
    cells: Cells


@dataclass(frozen=True, slots=True)
class LeftOutLine:
    number: int
    text: str
    reason: WhyLeftOut


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the lines of a table go. `unread`: columns (from 1) that say something and stand
    for nothing here. `by_name`: whether the lines name their rows."""

    placed: Sequence[PlacedLine] = ()
    left_out: Sequence[LeftOutLine] = ()
    unread: Sequence[int] = ()
    by_name: bool = False


@dataclass(slots=True)
class _Layout:
    """Which column says what, and the first line below the headings."""

    columns: dict[int, str]
    start: int = 0
    name: int | None = None
    several_numbers: bool = False
    unit: str = ""  # in which the heading says that the values are
    is_unit: Callable[[str], bool] = lambda text: False

    def unit_in(self, text: str) -> str:
        """The unit that stands in brackets behind a name or a heading."""
        found = _BRACKETS.search(_normal(text).strip())
        return found[1] if found and self.is_unit(found[1]) else ""


# The headings of a table, without what stands in brackets behind them.
_HEADINGS = {
    **dict.fromkeys(("指标", "指标名称", "名称", "代码", "指标代码", "indicator", "name"), "name"),
    **dict.fromkeys(("单位", "计量单位", "unit"), "unit"),
    **dict.fromkeys(("数值", "实际值", "实际", "年度实际值", "value", "actual"), "value"),
    **dict.fromkeys(("来源", "数据来源", "资料来源", "出处", "source"), "source"),
    **dict.fromkeys(("说明", "备注", "note", "notes", "remarks"), "note"),
}
_SERIAL = re.compile(r"^\(?(?:\d+|[一二三四五六七八九十]+)[).、．:]")
_BRACKETS = re.compile(r"\(([^()]*)\)$")
_NUMBER = re.compile(r"[-+<>≤≥约]*\.?\d[\d,.]*%?")
_NO_UNIT = ("", "-", "—", "–", "/")  # what people write where there is none
_NAME_COLUMNS = 3  # a serial number or a code may stand before the name


def place_table(
    table: Table,
    places: Sequence[Place],
    *,
    year: int,
    first: ActualKey | None = None,
    column: str = "value",
    shown: Sequence[ActualKey] = (),
    is_unit: Callable[[str], bool] = lambda text: False,
) -> Placement:
    """Where each line of `table` goes, in the rows `places` of `year`.

    Lines that don't name a row go, one a row, to `first` and to what is `shown` below it;
    their first column is `column`. A blank cell says nothing. A column of units is written
    behind the values, so that a value in another unit is never taken for one in the right one.
    """
    layout = _layout(table, places, year, column, is_unit)
    if layout.name is None:
        return _in_order(table, places, layout, first, shown)
    return _by_name(table, places, layout)


def fill_down(
    places: Sequence[Place],
    *,
    first: ActualKey,
    column: str,
    text: str,
    shown: Sequence[ActualKey],
) -> Placement:
    """The same text of one column in every row below `first` that takes a value."""
    by_key = {one.key: one for one in places}
    below = shown[shown.index(first) + 1 :] if first in shown else ()
    rows = [by_key[key] for key in below if key in by_key and by_key[key].takes]
    return Placement(
        [PlacedLine(number, one.key, {column: text}) for number, one in enumerate(rows, start=1)]
    )


def says_nothing(text: str) -> bool:
    """Whether a cell has nothing in it that anybody sees."""
    return all(unicodedata.category(char)[0] in "CZ" for char in text)


def plain_name(text: str) -> str:
    """A name as names are compared: no matter the width, the spaces and capital letters."""
    seen = (char for char in _normal(text) if unicodedata.category(char)[0] not in "CZ")
    return "".join(seen).casefold()


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _short_name(text: str) -> str:
    """The same without a serial number before it and a unit in brackets behind it."""
    return _BRACKETS.sub("", _SERIAL.sub("", plain_name(text)))


@dataclass(slots=True)
class _Names:
    """The rows by their names; a plan's own name counts more than the catalogue's."""

    by_rank: list[dict[str, set[ActualKey]]] = field(default_factory=list)

    @classmethod
    def of(cls, places: Sequence[Place]) -> "_Names":
        ranks = max((len(one.names) for one in places), default=0)
        found = cls([{} for _rank in range(ranks)])
        for one in places:
            for rank, names in enumerate(one.names):
                for name in names:
                    found.by_rank[rank].setdefault(plain_name(name), set()).add(one.key)
        return found

    def rows(self, text: str) -> set[ActualKey]:
        """The rows that `text` names: none, one, or several of which nobody can tell."""
        for name in (plain_name(text), _short_name(text)):
            for names in self.by_rank:
                if name and name in names:
                    return names[name]
        return set()


def _layout(
    table: Table,
    places: Sequence[Place],
    year: int,
    column: str,
    is_unit: Callable[[str], bool],
) -> _Layout:
    start = next((at for at, line in enumerate(table) if not _blank(line)), len(table))
    headings = _headings(table[start], year) if start < len(table) else {}
    if headings:
        name = next((at for at, what in headings.items() if what == "name"), None)
        columns = {at: what for at, what in headings.items() if what != "name"}
        layout = _Layout(columns, start + 1, name, is_unit=is_unit)
        value = next((at for at, what in columns.items() if what == "value"), None)
        layout.unit = "" if value is None else layout.unit_in(table[start][value])
        return layout
    # Nothing but names would be nothing to fill in.
    names, width = _Names.of(places), max((len(line) for line in table), default=0)
    for at in range(min(width - 1, _NAME_COLUMNS)):
        if any(names.rows(_cell(line, at)) for line in table):
            return _after_name(table, at, width, is_unit)
    wanted = COLUMNS[COLUMNS.index(column) :]
    return _Layout(dict(enumerate(wanted[:width])))


def _after_name(table: Table, name: int, width: int, is_unit: Callable[[str], bool]) -> _Layout:
    """The columns behind a name that have no headings: a unit, a value, a source, a note."""
    columns: dict[int, str] = {}
    rest = list(COLUMNS)
    for at in range(name + 1, width):
        cells = [cell for line in table if not says_nothing(cell := _cell(line, at))]
        if not cells:
            continue
        if "unit" not in columns.values() and all(_is_unit(cell, is_unit) for cell in cells):
            columns[at] = "unit"
        elif rest:
            columns[at] = rest.pop(0)
    numbers = [at for at in range(name + 1, width) if _is_of_numbers(table, at)]
    return _Layout(columns, 0, name, len(numbers) > 1, is_unit=is_unit)


def _headings(line: Sequence[str], year: int) -> dict[int, str]:
    """What each column says, where `line` has headings; a year by itself might be a value."""
    found: dict[int, str] = {}
    sure = False
    for at, text in enumerate(line):
        word = _BRACKETS.sub("", plain_name(text))
        what = _HEADINGS.get(word.removeprefix(f"{year}年"))
        sure = sure or what is not None
        if what is None and word in (f"{year}", f"{year}年", f"{year}年度"):
            what = "value"
        if what is not None and what not in found.values():
            found[at] = what
    return found if sure else {}


def _in_order(
    table: Table,
    places: Sequence[Place],
    layout: _Layout,
    first: ActualKey | None,
    shown: Sequence[ActualKey],
) -> Placement:
    by_key = {one.key: one for one in places}
    rows = [by_key[key] for key in shown if key in by_key]
    at = next((at for at, one in enumerate(rows) if one.key == first), len(rows))
    placed: list[PlacedLine] = []
    left_out: list[LeftOutLine] = []
    for number, line in _lines(table, layout):
        cells = _cells(line, layout)
        row = rows[at] if at < len(rows) else None
        at += 1
        if not cells:
            continue
        if row is None or not row.takes:
            why = WhyLeftOut.BEYOND if row is None else WhyLeftOut.CLOSED
            left_out.append(LeftOutLine(number, _said(line), why))
        else:
            placed.append(PlacedLine(number, row.key, cells))
    return Placement(placed, left_out, _unread(table, layout))


def _by_name(table: Table, places: Sequence[Place], layout: _Layout) -> Placement:
    names, takes = _Names.of(places), {one.key: one.takes for one in places}
    placed: dict[ActualKey, PlacedLine] = {}
    left_out: list[LeftOutLine] = []
    for number, line in _lines(table, layout):
        cells = _cells(line, layout)
        if not cells:
            continue
        name = _cell(line, layout.name or 0)
        found = names.rows(name)
        key = next(iter(found)) if len(found) == 1 else None
        why = _why_left_out(name, found)
        if key is not None:
            why = _why_not_there(key, takes, placed)
        if layout.several_numbers:
            why = WhyLeftOut.SEVERAL_NUMBERS
        if key is None or why is not None:
            left_out.append(LeftOutLine(number, _said(line), why or WhyLeftOut.UNKNOWN))
        else:
            placed[key] = PlacedLine(number, key, cells)
    return Placement(list(placed.values()), left_out, _unread(table, layout), by_name=True)


def _why_left_out(name: str, found: Collection[ActualKey]) -> WhyLeftOut | None:
    if len(found) == 1:
        return None
    if found:
        return WhyLeftOut.AMBIGUOUS
    return WhyLeftOut.NAMELESS if says_nothing(name) else WhyLeftOut.UNKNOWN


def _why_not_there(
    key: ActualKey, takes: Mapping[ActualKey, bool], placed: Collection[ActualKey]
) -> WhyLeftOut | None:
    if not takes[key]:
        return WhyLeftOut.CLOSED
    return WhyLeftOut.REPEATED if key in placed else None


def _lines(table: Table, layout: _Layout) -> Iterator[tuple[int, Sequence[str]]]:
    for at, line in enumerate(table):
        if at >= layout.start:
            yield at + 1, line


def _cells(line: Sequence[str], layout: _Layout) -> Cells:
    """What a line says, each cell in one line; blank ones say nothing, and a unit alone neither."""
    found = {
        what: " ".join(text.split())
        for at, what in layout.columns.items()
        if not says_nothing(text := _cell(line, at))
    }
    name = "" if layout.name is None else _cell(line, layout.name)
    unit = found.pop("unit", "") or layout.unit_in(name) or layout.unit
    value = found.get("value", "")
    if value and value[-1].isdecimal() and plain_name(unit) not in _NO_UNIT:
        found["value"] = f"{value} {unit}"
    return found


def _unread(table: Table, layout: _Layout) -> list[int]:
    width = max((len(line) for line in table), default=0)
    known = {*layout.columns, layout.name}
    below = table[layout.start :]
    return [
        at + 1
        for at in range(width)
        if at not in known
        # A serial number before the name is nobody's loss.
        and not (layout.name is not None and at < layout.name)
        and any(not says_nothing(_cell(line, at)) for line in below)
    ]


def _is_unit(cell: str, is_unit: Callable[[str], bool]) -> bool:
    return plain_name(cell) in _NO_UNIT or is_unit(cell.strip())


def _is_of_numbers(table: Table, at: int) -> bool:
    cells = [cell for line in table if not says_nothing(cell := _cell(line, at))]
    return bool(cells) and all(_NUMBER.fullmatch(plain_name(cell)) for cell in cells)


def _said(line: Sequence[str]) -> str:
    """A line in short, by which a person finds it again."""
    text = " ".join(" ".join(line).split())
    return text if len(text) <= 40 else f"{text[:39]}…"


def _cell(line: Sequence[str], at: int) -> str:
    return line[at] if at < len(line) else ""


def _blank(line: Sequence[str]) -> bool:
    return all(says_nothing(cell) for cell in line)
