"""The passports of a workbook: which published value each of its numbers is.

They stand on a sheet that nobody sees, one row a number, so that `/verify/` can ask the history
what was published. What reads them back takes nothing for granted: a file that comes back was in
other hands.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

SHEET = "_siwei_passports"
HEADS = ("sheet", "cell", "key", "version", "value", "written")
_LONGEST = 200  # of any text here
_HIGHEST = 2**31


@dataclass(frozen=True, slots=True)
class CellPassport:
    """The number in `cell` (C12) of the tab `sheet`: version `version` of the value `key` (an
    `ActualKey` as text), `value` as it was published. `written`: when the file was, ISO 8601."""

    sheet: str
    cell: str
    key: str
    version: int
    value: Decimal
    written: str


@dataclass(frozen=True, slots=True)
class Passports:
    """What the sheet of a file says. `unreadable`: the numbers of its rows, from 1 as a
    spreadsheet counts, that say nothing which could be checked."""

    cells: Sequence[CellPassport]
    unreadable: Sequence[int]


def passport_rows(passports: Iterable[CellPassport]) -> Iterator[tuple[str, ...]]:
    """The rows of the sheet, its heads first. All cells are text: a value keeps its decimals."""
    yield HEADS
    for one in passports:
        said = (str(one.version), format(one.value, "f"), one.written)
        yield (one.sheet, one.cell, one.key, *said)


def passports_in(rows: Sequence[Sequence[object]]) -> Passports:
    """What the rows of a sheet `SHEET` say, as any reader of spreadsheets gives them.

    The columns may stand in any order, and empty rows anywhere. Raises `ValueError` where a head
    is missing or there twice: then it is no such sheet.
    """
    heads = [_text(cell) for cell in rows[0]] if rows else []
    if any(heads.count(head) != 1 for head in HEADS):
        raise ValueError(f"not the heads of {SHEET}: {heads}")
    places = [heads.index(head) for head in HEADS]
    found: list[CellPassport] = []
    unreadable: list[int] = []
    for number, row in enumerate(rows[1:], start=2):
        said = [_text(row[place]) if place < len(row) else "" for place in places]
        if not any(said):
            continue
        passport = _passport(said)
        if passport is None:
            unreadable.append(number)
        else:
            found.append(passport)
    return Passports(found, unreadable)


def _passport(said: Sequence[str]) -> CellPassport | None:
    sheet, cell, key, version, value, written = said
    number, figure = _whole(version), _figure(value)
    if number is None or figure is None or not (sheet and cell and key):
        return None
    if max(map(len, said)) > _LONGEST:
        return None
    return CellPassport(sheet, cell, key, number, figure, written)


def _whole(text: str) -> int | None:
    """A version: 3, or 3.0 where a program made a number of it."""
    figure = _figure(text)
    if figure is None or figure != figure.to_integral_value() or not 0 < figure < _HIGHEST:
        return None
    return int(figure)


def _figure(text: str) -> Decimal | None:
    if len(text) > _LONGEST or not text.isascii() or "_" in text:
        return None
    try:
        figure = Decimal(text)
    except InvalidOperation:
        return None
    return figure if figure.is_finite() else None


def _text(cell: object) -> str:
    if cell is None or isinstance(cell, bool | time | timedelta):
        return ""
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    return str(cell).strip()
