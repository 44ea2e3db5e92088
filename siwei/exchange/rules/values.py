"""Reads the cell of a value: the number in the indicator's own unit, or why there is none."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from common.notation import plain
from common.spreadsheets.cells import Cell
from indicators.actuals.rules.enums import ObsStatus
from indicators.actuals.rules.findings import Amount, Finding
from indicators.actuals.rules.row_names import plain_name
from indicators.actuals.rules.statuses import status_in
from indicators.actuals.rules.typed import LONGEST_TYPED, read_value, storable
from indicators.plans.rules.units import UnitData, UnitTable, UnknownUnitError, convert
from siwei.exchange.rules.cells import cell_text, is_number, is_time, number_of
from siwei.exchange.rules.notes import Note, NoteCode, note

FORMULA_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|GETTING_DATA)", re.I)
_ELLIPSIS = re.compile(r"[…⋯]|[…⋯.。]{2,}")
_DASH = re.compile(r"[-‐‑‒–—―─−]{1,4}|/")
_FOOTNOTE = re.compile(r"(?P<number>.*\d)\s*(?:[*＊※†‡#]+|[①-⑳]|\[\d+\]|注\d*)")
_PERCENT = "%"
# What people write where there is no unit.
NO_UNIT = frozenset(("", "-", "—", "–", "－", "/", "／"))


@dataclass(frozen=True, slots=True)
class Measured:
    """How the values of an indicator are measured. `per`: the unit by which they are divided;
    `unit_needed`: a plan prints them in another unit, so that a bare number may be in either."""

    unit: UnitData
    per: str | None = None
    negative: bool = False
    unit_needed: bool = False


@dataclass(frozen=True, slots=True)
class ReadValue:
    """What a cell says. `value` is None where it has none; `status` where it says nothing of
    that: then a stored one may stay. `given`: what was written, where that was converted."""

    value: Decimal | None = None
    status: ObsStatus | None = None
    given: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(slots=True)
class ValueReader:
    """Reads cells; what units and texts mean is looked up once, however many say it.

    `reasons`: what the reasons why there is no value are called, as `plain_name`; `statuses`: the
    same of every status, for a column of its own.
    """

    units: UnitTable
    reasons: Mapping[str, ObsStatus]
    statuses: Mapping[str, ObsStatus]
    _units: dict[str, UnitData | None] = field(default_factory=dict)

    def read(
        self, cell: Cell, measured: Measured, *, unit: str, is_percent: bool, at: str
    ) -> ReadValue:
        """What `cell`, whose address is `at`, says in the unit that its row or head names."""
        written = "" if unit in NO_UNIT else unit
        if is_number(cell):
            assert isinstance(cell, int | float)
            return self._number(cell, measured, written, is_percent, at)
        if isinstance(cell, bool):
            return _wrong(NoteCode.BOOLEAN, at, text=str(cell).upper())
        if is_time(cell):
            return _wrong(NoteCode.DATE, at, text=str(cell))
        text = cell_text(cell)
        return self._text(text, measured, written, at) if text else ReadValue()

    def differ(self, unit: str, other: str) -> bool:
        """Whether these are two units; what is none says nothing."""
        found = self._unit(other)
        return found is not None and not self._is(unit, found) and unit not in NO_UNIT

    def status(self, text: str, at: str) -> ObsStatus | Note | None:
        """What the column of statuses says; None where it says nothing."""
        if not text:
            return None
        found = self.statuses.get(plain_name(text))
        return found or note(NoteCode.UNKNOWN_STATUS, at, text=text)

    def _number(
        self, cell: float, measured: Measured, unit: str, is_percent: bool, at: str
    ) -> ReadValue:
        value, noisy = number_of(cell)
        notes = [note(NoteCode.NOISE, at, value=value)] if noisy else []
        if is_percent:
            value = (value * 100).normalize() + 0
            if unit and not self._is(unit, self._unit(_PERCENT)):
                return _wrong(NoteCode.TWO_UNITS, at, units=[_PERCENT, unit])
            if (share := self._unit(_PERCENT)) and share.dimension != measured.unit.dimension:
                return _wrong(NoteCode.PERCENT_OF_NO_SHARE, at, value=value, unit=measured.unit)
            unit = _PERCENT
            notes.append(note(NoteCode.PERCENT, at, value=value))
        if not unit and measured.unit_needed:
            return _wrong(NoteCode.UNIT_MISSING, at, unit=measured.unit)
        if not unit or self._is(unit, measured.unit):
            return _read(storable(value), notes, at)
        if self._unit(unit) is None and not self._divides(unit, measured):
            return _wrong(NoteCode.UNKNOWN_UNIT, at, text=unit, unit=measured.unit)
        return self._written(f"{value:f} {unit}", measured, notes, at)

    def _text(self, text: str, measured: Measured, unit: str, at: str) -> ReadValue:
        short = len(text) <= LONGEST_TYPED  # whatever is longer is no number, nor one of these
        if short and (fault := _no_number(text)):
            return _wrong(fault, at, text=text)
        status, number = status_in(text, self.reasons) if short else (ObsStatus.NORMAL, text)
        if not number:
            return ReadValue(status=status)
        said = None if status is ObsStatus.NORMAL else status
        if not plain(number)[-1:].isdecimal():
            return self._with_own_unit(number, measured, unit, at, said)
        if not unit and measured.unit_needed:
            return _wrong(NoteCode.UNIT_MISSING, at, unit=measured.unit)
        read = self._written(f"{number} {unit}".rstrip(), measured, [], at, said)
        # What is no number is quoted as it stands in its cell, without the unit of its row.
        return self._written(number, measured, [], at) if _is_no_number(read) else read

    def _with_own_unit(
        self, number: str, measured: Measured, unit: str, at: str, status: ObsStatus | None
    ) -> ReadValue:
        """A number with a unit in its cell, which has to be that of its row, if there is one."""
        found = self._written(number, measured, [], at, status)
        if found.value is None:
            return found
        own = next((one.values["from_unit"] for one in found.notes), measured.unit)
        if unit and not self._is(unit, own):
            return _wrong(NoteCode.TWO_UNITS, at, units=[number, unit])
        return found

    def _written(
        self,
        text: str,
        measured: Measured,
        notes: list[Note],
        at: str,
        status: ObsStatus | None = None,
    ) -> ReadValue:
        """A number with a unit, as people type it; another unit of the same quantity is
        converted."""
        read = read_value(
            text,
            measured.unit,
            lambda: self.units,
            per=measured.per,
            negative=measured.negative,
        )
        if isinstance(read, Finding) and read.code == "other_unit":
            return _converted(read, notes, at, status)
        return _read(read, notes, at, status)

    def _is(self, text: str, unit: object) -> bool:
        """Whether `text` is how that unit is written."""
        found = self._unit(text)
        return found is not None and isinstance(unit, UnitData) and found.symbol == unit.symbol

    def _divides(self, text: str, measured: Measured) -> bool:
        """Whether it may be the unit of an intensity, which only `read_value` knows."""
        return measured.per is not None and "/" in plain(text)

    def _unit(self, text: str) -> UnitData | None:
        if text not in self._units:
            try:
                self._units[text] = self.units.parse_typed(text)
            except UnknownUnitError:
                self._units[text] = None
        return self._units[text]


def _is_no_number(read: ReadValue) -> bool:
    return any(one.said_code == "not_a_number" for one in read.notes)


def _no_number(text: str) -> NoteCode | None:
    """What a text that stands where a number should is, where it is one of the usual."""
    word = plain_name(text)
    if FORMULA_ERROR.fullmatch(word):
        return NoteCode.FORMULA_ERROR
    if _ELLIPSIS.fullmatch(word) or _ELLIPSIS.fullmatch(text):
        return NoteCode.ELLIPSIS
    if _DASH.fullmatch(word):
        return NoteCode.DASH
    return NoteCode.FOOTNOTE if _FOOTNOTE.fullmatch(text) else None


def _converted(found: Finding, notes: list[Note], at: str, status: ObsStatus | None) -> ReadValue:
    """The value in the indicator's unit; it is said where that isn't exactly what was written."""
    typed, value, unit = found.values["typed"], found.values["number"], found.values["unit"]
    converted = found.values["converted"]
    assert isinstance(typed, Amount) and isinstance(value, Decimal)
    assert isinstance(unit, UnitData) and isinstance(converted, Amount)
    exact = convert(typed.value, typed.unit, converted.unit)
    given = f"{typed.value:f} {typed.unit.symbol}"
    code = NoteCode.CONVERTED if exact == value else NoteCode.ROUNDED
    said = note(code, at, given=given, value=value, unit=converted.unit, from_unit=typed.unit)
    return ReadValue(value, status, given, (*notes, said))


def _read(
    read: Decimal | Finding, notes: list[Note], at: str, status: ObsStatus | None = None
) -> ReadValue:
    if isinstance(read, Finding):
        return ReadValue(notes=(note(NoteCode.NUMBER, at, finding=read),))
    return ReadValue(read, status, notes=tuple(notes))


def _wrong(code: NoteCode, at: str, **values: object) -> ReadValue:
    return ReadValue(notes=(note(code, at, **values),))
