"""The rows of a sheet below its heads: one `Line` for each value that they give."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from common.spreadsheets.cells import Cell, SheetCells, address
from siwei.exchange.rules.cells import cell_text
from siwei.exchange.rules.heads import Heads, Role, ValueColumn

# What a sheet says beside a value; what isn't there is not said.
Texts = Mapping[Role, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One value as a sheet gives it. `row` is that of its cell, from 0,
    `cell` the address. `regions`,
    `indicators`: the cells that name them; `year`, `base_year`: cells, or the year of a head.
    `texts`: the other cells that say anything. `head_unit`: that of the head, where
    the row has another, too. `uncomputed`: the address of the first cell of
    these whose formula has no result in the file."""

    sheet: str
    row: int
    cell: str
    regions: tuple[str, ...]
    indicators: tuple[str, ...]
    key: str
    year: Cell
    base_year: Cell
    value: Cell
    is_percent: bool
    unit: str
    texts: Texts
    head_unit: str = ""
    is_hidden: bool = False
    uncomputed: str = ""


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the columns are, looked up once for a sheet."""

    regions: Sequence[int]
    indicators: Sequence[int]
    key: int | None
    year: int | None
    base_year: int | None
    unit: int | None
    texts: Sequence[tuple[Role, int]]

    def every(self) -> set[int]:
        one = (self.key, self.year, self.base_year, self.unit)
        texts = (at for _role, at in self.texts)
        return {*self.regions, *self.indicators, *texts, *(at for at in one if at is not None)}


def lines_of(sheet: SheetCells, heads: Heads) -> Iterator[Line]:
    """The values of a sheet, row by row. A row in which nothing stands, and a blank cell of a
    table that has several values in a row, are none; a formula without a result is no blank."""
    places = _Places(
        heads.columns.get(Role.REGION, ()),
        heads.columns.get(Role.INDICATOR, ()),
        heads.only(Role.KEY),
        heads.only(Role.YEAR),
        heads.only(Role.BASE_YEAR),
        heads.only(Role.UNIT),
        [
            (role, at)
            for role in (Role.STATUS, Role.SOURCE, Role.NOTE, Role.EXPLANATION)
            if (at := heads.only(role)) is not None
        ],
    )
    # What many rows say alike is kept once: there may be a hundred thousand.
    once: dict[tuple[tuple[Role, str], ...], Texts] = {}
    # The letters of each column: its address in the first row, without the 1.
    columns = [(one, address(0, one.at)[:-1]) for one in heads.values]
    hidden, several = frozenset(sheet.hidden_rows), len(heads.values) > 1
    besides = places.every()
    formulas = _formulas(sheet, {*besides, *(one.at for one in heads.values)})
    for number in range(heads.start, len(sheet.rows)):
        row = sheet.rows[number]
        lacking = formulas.get(number, ())
        if not lacking and not any(cell is not None and cell != "" for cell in row):
            continue
        said = tuple((role, text) for role, at in places.texts if (text := _text(row, at)))
        texts = once.setdefault(said, dict(said))
        for column, letters in columns:
            value = _at(row, column.at)
            if several and cell_text(value) == "" and column.at not in lacking:
                continue
            line = _line(
                sheet, number, row, column, places, texts, value, letters, hidden=number in hidden
            )
            about = [at for at in lacking if at == column.at or at in besides]
            yield replace(line, uncomputed=address(number, about[0])) if about else line


def _line(
    sheet: SheetCells,
    number: int,
    row: Sequence[Cell],
    column: ValueColumn,
    places: _Places,
    texts: Texts,
    value: Cell,
    letters: str,
    *,
    hidden: bool,
) -> Line:
    unit = _text(row, places.unit)
    return Line(
        sheet=sheet.name,
        row=number,
        cell=f"{letters}{number + 1}",
        regions=(column.region,) if column.region else _texts(row, places.regions),
        indicators=(column.indicator,) if column.indicator else _texts(row, places.indicators),
        key=_text(row, places.key),
        year=column.year or _at(row, places.year),
        base_year=_at(row, places.base_year),
        value=value,
        is_percent=(number, column.at) in sheet.percents,
        unit=unit or column.unit,
        texts=texts,
        head_unit=column.unit if unit else "",
        is_hidden=hidden,
    )


def _formulas(sheet: SheetCells, columns: Collection[int]) -> Mapping[int, Sequence[int]]:
    """The columns of each row in which a formula without a result stands."""
    found: dict[int, list[int]] = {}
    for row, column in sheet.uncomputed:
        if column in columns:
            found.setdefault(row, []).append(column)
    return {row: sorted(places) for row, places in found.items()}


def _at(row: Sequence[Cell], at: int | None) -> Cell:
    return row[at] if at is not None and at < len(row) else None


def _text(row: Sequence[Cell], at: int | None) -> str:
    return cell_text(_at(row, at))


def _texts(row: Sequence[Cell], places: Sequence[int]) -> tuple[str, ...]:
    return tuple(text for at in places if (text := _text(row, at)))
