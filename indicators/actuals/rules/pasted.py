"""Says which row of a year each line of a table is about, for pasting and for importing.

Lines follow one another like the rows of the page, or name their indicator in their first column.
Nothing slips: a line that has no row, or whose row can't be told, is left out and said.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.rules.row_names import Place, RowNames, says_nothing
from indicators.actuals.rules.table_columns import (
    Cells,
    IsUnit,
    Table,
    TableColumns,
    table_columns,
)


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


def place_table(
    table: Table,
    places: Sequence[Place],
    *,
    year: int,
    first: ActualKey | None = None,
    column: str = "value",
    shown: Sequence[ActualKey] = (),
    is_unit: IsUnit = lambda text: False,
) -> Placement:
    """Where each line of `table` goes, in the rows `places` of `year`.

    Lines that don't name a row go, one a row, to `first` and to what is `shown` below it;
    their first column is `column`. A blank cell says nothing. A column of units is written
    behind the values, so that a value in another unit is never taken for one in the right one.
    """
    names = RowNames.of(places)
    columns = table_columns(table, names, year=year, column=column, is_unit=is_unit)
    if columns.name is None:
        return _in_order(columns, places, first, shown)
    return _by_name(columns, places, names)


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


def _in_order(
    columns: TableColumns,
    places: Sequence[Place],
    first: ActualKey | None,
    shown: Sequence[ActualKey],
) -> Placement:
    by_key = {one.key: one for one in places}
    rows = [by_key[key] for key in shown if key in by_key]
    at = next((at for at, one in enumerate(rows) if one.key == first), len(rows))
    placed: list[PlacedLine] = []
    left_out: list[LeftOutLine] = []
    for number, line in _lines(columns):
        cells = columns.cells(line)
        row = rows[at] if at < len(rows) else None
        at += 1
        if not cells:
            continue
        if row is None or not row.takes:
            why = WhyLeftOut.BEYOND if row is None else WhyLeftOut.CLOSED
            left_out.append(LeftOutLine(number, _said(line), why))
        else:
            placed.append(PlacedLine(number, row.key, cells))
    return Placement(placed, left_out, columns.unread())


def _by_name(columns: TableColumns, places: Sequence[Place], names: RowNames) -> Placement:
    takes = {one.key: one.takes for one in places}
    placed: dict[ActualKey, PlacedLine] = {}
    left_out: list[LeftOutLine] = []
    for number, line in _lines(columns):
        cells = columns.cells(line)
        if not cells:
            continue
        name = columns.name_of(line)
        found = names.rows(name)
        key = next(iter(found)) if len(found) == 1 else None
        why = _why_left_out(name, found)
        if key is not None:
            why = _why_not_there(key, takes, placed)
        if columns.several_numbers:
            why = WhyLeftOut.SEVERAL_NUMBERS
        if key is None or why is not None:
            left_out.append(LeftOutLine(number, _said(line), why or WhyLeftOut.UNKNOWN))
        else:
            placed[key] = PlacedLine(number, key, cells)
    return Placement(list(placed.values()), left_out, columns.unread(), by_name=True)


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


def _lines(columns: TableColumns) -> Iterator[tuple[int, Sequence[str]]]:
    """The lines below the headings, each with its number in the table."""
    return enumerate(columns.table[columns.start :], start=columns.start + 1)


def _said(line: Sequence[str]) -> str:
    """A line in short, by which a person finds it again."""
    text = " ".join(" ".join(line).split())
    return text if len(text) <= 40 else f"{text[:39]}…"
