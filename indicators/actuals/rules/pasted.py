"""Says which row of a year each line of a table is about, for pasting and for importing.

Lines follow one another like the rows of the page, or name their indicator in their first column.
Nothing slips: a line that has no row, or whose row can't be told, is left out and said.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.rules.row_names import Place, RowNames, says_nothing
from indicators.actuals.rules.table_columns import (
    Cells,
    IsUnit,
    Table,
    TableColumns,
    UnreadColumn,
    table_columns,
)
from indicators.actuals.rules.table_scope import RegionNames, is_of_year


class WhyLeftOut(StrEnum):
    """Why a line of the table went to no row."""

    BEYOND = "beyond"  # below the last row of the page
    CLOSED = "closed"  # its row takes no value now
    UNKNOWN = "unknown"  # no row has this name
    AMBIGUOUS = "ambiguous"  # several rows have it
    REPEATED = "repeated"  # an earlier line is about the same row
    NAMELESS = "nameless"  # other lines say what they are about, this one doesn't
    OTHER_REGION = "other_region"  # it is about another region
    OTHER_YEAR = "other_year"  # it is about another year
    SEVERAL_NUMBERS = "several_numbers"  # several columns of numbers, and no heading


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line (counted from 1) and the row it goes to; `cells` are those that say anything.
    `value_elsewhere`: its only value is in a column of another year or region."""

    number: int
    key: ActualKey
    cells: Cells
    value_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class LeftOutLine:
    number: int
    text: str
    reason: WhyLeftOut


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the lines of a table go. `unread`: columns that say something and stand for nothing
    here. `by_name`: whether the lines name their rows. `dashes`: how many lines have a dash for
    a value, which is a blank."""

    placed: Sequence[PlacedLine] = ()
    left_out: Sequence[LeftOutLine] = ()
    unread: Sequence[UnreadColumn] = ()
    by_name: bool = False
    dashes: int = 0


def place_table(
    table: Table,
    places: Sequence[Place],
    *,
    year: int,
    first: ActualKey | None = None,
    column: str = "value",
    shown: Sequence[ActualKey] = (),
    is_unit: IsUnit = lambda text: False,
    regions: RegionNames | None = None,
) -> Placement:
    """Where each line of `table` goes, in the rows `places` of `year`.

    Lines that don't name a row go, one a row, to `first` and to what is `shown` below it;
    their first column is `column`. A blank cell says nothing. A column of units is written
    behind the values, so that a value in another unit is never taken for one in the right one.
    """
    names = RowNames.of(places)
    regions = regions or RegionNames()
    columns = table_columns(
        table, names, year=year, column=column, is_unit=is_unit, regions=regions
    )
    elsewhere = _lines_elsewhere(columns, names, year, regions)
    if columns.name is None:
        found = _in_order(columns, places, first, shown, elsewhere)
    else:
        found = _by_name(columns, places, names, elsewhere)
    dashes = sum(
        columns.has_dash(line) for number, line in _lines(columns) if number not in elsewhere
    )
    return replace(found, dashes=dashes)


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
    elsewhere: Mapping[int, WhyLeftOut],
) -> Placement:
    by_key = {one.key: one for one in places}
    rows = [by_key[key] for key in shown if key in by_key]
    at = next((at for at, one in enumerate(rows) if one.key == first), len(rows))
    placed: list[PlacedLine] = []
    left_out: list[LeftOutLine] = []
    for number, line in _lines(columns):
        cells = columns.cells(line)
        if number in elsewhere:
            if cells:
                left_out.append(LeftOutLine(number, _said(line), elsewhere[number]))
            continue
        row = rows[at] if at < len(rows) else None
        at += 1
        if not cells:
            continue
        if row is None or not row.takes:
            why = WhyLeftOut.BEYOND if row is None else WhyLeftOut.CLOSED
            left_out.append(LeftOutLine(number, _said(line), why))
        else:
            without = columns.has_value_elsewhere(line)
            placed.append(PlacedLine(number, row.key, cells, without))
    return Placement(placed, left_out, columns.unread())


def _by_name(
    columns: TableColumns,
    places: Sequence[Place],
    names: RowNames,
    elsewhere: Mapping[int, WhyLeftOut],
) -> Placement:
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
        why = elsewhere.get(number, why)
        if key is None or why is not None:
            left_out.append(LeftOutLine(number, _said(line), why or WhyLeftOut.UNKNOWN))
        else:
            without = columns.has_value_elsewhere(line)
            placed[key] = PlacedLine(number, key, cells, without)
    return Placement(list(placed.values()), left_out, columns.unread(), by_name=True)


def _lines_elsewhere(
    columns: TableColumns, names: RowNames, year: int, regions: RegionNames
) -> dict[int, WhyLeftOut]:
    """The lines that are about another region or year.

    A blank cell says what the one above it says, as merged cells do; a region may also stand
    above its lines, where their names stand.
    """
    found: dict[int, WhyLeftOut] = {}
    is_here, is_now = not regions.only_others_in(columns.title), True
    for number, line in _lines(columns):
        name = columns.name_of(line)
        above = [name] if regions.names(name) and not names.rows(name) else []
        if here := [*columns.said(line, "region"), *above]:
            is_here = regions.are_here(here)
        if years := columns.said(line, "year"):
            is_now = is_of_year(years[0], year)
        if not (is_here and is_now):
            found[number] = WhyLeftOut.OTHER_YEAR if is_here else WhyLeftOut.OTHER_REGION
    return found


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
