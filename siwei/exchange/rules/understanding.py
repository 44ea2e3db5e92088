"""Says which value a row of a file is about, and what it wants it to be."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from common.spreadsheets.cells import Cell
from indicators.actuals.rules.enums import ObsStatus
from indicators.actuals.rules.keys import ActualKey, parse_key
from indicators.actuals.rules.row_names import plain_name
from siwei.exchange.rules.cells import cell_text, is_number
from siwei.exchange.rules.heads import Role
from siwei.exchange.rules.lines import Line
from siwei.exchange.rules.names import IndicatorIndex, IsThere, RegionIndex
from siwei.exchange.rules.notes import Note, NoteCode, note
from siwei.exchange.rules.template import CITY, PROVINCE, TemplateFacts
from siwei.exchange.rules.values import FORMULA_ERROR, NO_UNIT, Measured, ReadValue, ValueReader

Pair: TypeAlias = tuple[str, str]
MeasuredBy: TypeAlias = Callable[[str, str], Measured]  # region, indicator
_YEAR = re.compile(r"([1-9]\d{3})(?:年度?)?", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1000, 9999  # of four digits; which of them are reported is said later


@dataclass(frozen=True, slots=True)
class Understood:
    """What a row of a file wants. `key` is None where that can't be told, which `notes` say;
    where one of them is an error nothing is to be written."""

    line: Line
    key: ActualKey | None
    said: ReadValue
    notes: tuple[Note, ...] = ()

    @property
    def is_wrong(self) -> bool:
        return any(one.is_error for one in (*self.notes, *self.said.notes))


@dataclass(slots=True)
class Reader:
    """Understands the lines of a file; what names and units mean is looked up once.

    `reductions`: the indicators that count from a base year; `base_years`: those from which
    plans count, by region and indicator. `facts`: of a template, None for another file.
    """

    regions: RegionIndex
    indicators: IndicatorIndex
    is_there: IsThere
    reductions: Collection[str]
    base_years: Mapping[Pair, Collection[int]]
    measured: MeasuredBy
    values: ValueReader
    facts: TemplateFacts | None = None
    _regions: dict[object, frozenset[str]] = field(default_factory=dict)
    _indicators: dict[object, frozenset[str]] = field(default_factory=dict)
    _measured: dict[Pair, Measured] = field(default_factory=dict)

    def understand(self, line: Line) -> Understood | None:
        """What the line wants; None where it says nothing of a value that it names, as a remark
        below the table does."""
        key, notes = self._key(line)
        if line.uncomputed:
            return _without_result(line, key)
        if key is None:
            if cell_text(line.value) == "" and not (line.texts and _names_any(line)):
                return None
            return Understood(line, None, ReadValue(), notes)
        said, more = self._said(line, key)
        return Understood(line, key, said, (*notes, *more))

    def understand_text(self, line: Line, role: Role) -> Understood | None:
        """The same of a sheet in whose cells a text of each value stands, such as its source."""
        text = cell_text(line.value)
        key, notes = self._key(line)
        if line.uncomputed:
            return _without_result(line, key)
        if not text:
            return None
        if FORMULA_ERROR.fullmatch(text):
            notes = (*notes, note(NoteCode.FORMULA_ERROR, line.cell, text=text))
        return Understood(replace(line, texts={role: text}), key, ReadValue(), notes)

    def _said(self, line: Line, key: ActualKey) -> tuple[ReadValue, list[Note]]:
        pair = (key.region, key.indicator)
        if pair not in self._measured:
            self._measured[pair] = self.measured(*pair)
        said = self.values.read(
            line.value,
            self._measured[pair],
            unit=line.head_unit if line.unit in NO_UNIT and line.head_unit else line.unit,
            is_percent=line.is_percent,
            at=line.cell,
        )
        if self.facts is not None and self.facts.kind == PROVINCE and said.value is not None:
            # There the cell of a number says whether it is preliminary, too.
            said = replace(said, status=said.status or ObsStatus.NORMAL)
        notes = [
            note(NoteCode.FORMULA_ERROR, text=text)
            for text in line.texts.values()
            if text[0] == "#" and FORMULA_ERROR.fullmatch(text)
        ]
        if line.head_unit and self.values.differ(line.unit, line.head_unit):
            notes.append(note(NoteCode.TWO_UNITS, line.cell, units=[line.head_unit, line.unit]))
        status = self.values.status(line.texts.get(Role.STATUS, ""), line.cell)
        if isinstance(status, Note):
            notes.append(status)
        elif status is not None and (said.value is not None or status.needs_reason):
            if (said.value is not None) is not status.has_value or (
                said.status not in (None, status)
            ):
                notes.append(note(NoteCode.STATUS_AND_VALUE, line.cell, status=status))
            said = ReadValue(said.value, status, said.given, said.notes)
        if line.is_hidden:
            notes.append(note(NoteCode.HIDDEN_ROW))
        return said, notes

    def _key(self, line: Line) -> tuple[ActualKey | None, tuple[Note, ...]]:
        """The key that the line names, or why none can be told."""
        try:
            key = self._named(line)
        except _UnclearError as why:
            return None, (why.note,)
        return key, self._outside(key)

    def _named(self, line: Line) -> ActualKey:
        """The key that the line names. Raises `_UnclearError`, as each of its parts does."""
        spelled = _parsed(line.key)
        if line.key and spelled is None:
            raise _UnclearError(NoteCode.NO_KEY, text=line.key)
        year = self._year(line, spelled)
        region = self._region(line, year, spelled)
        indicator, named_base = self._indicator(line, region, spelled)
        base = self._base_year(line, region, indicator, year, named_base)
        key = ActualKey(region, indicator, year, base)
        if spelled is not None and spelled != key:
            raise _UnclearError(NoteCode.NAMES_DISAGREE, texts=[line.key, str(key)])
        return key

    def _outside(self, key: ActualKey) -> tuple[Note, ...]:
        """What a template isn't made for."""
        facts = self.facts
        if facts is None:
            return ()
        if key.year != facts.year:
            return (note(NoteCode.OTHER_YEAR, year=key.year, template=facts.year),)
        within = self.regions.ancestors.get(key.region, frozenset())
        if key.region != facts.region and (facts.kind == CITY or facts.region not in within):
            return (note(NoteCode.OTHER_REGION, region=key.region, template=facts.region),)
        return ()

    def _year(self, line: Line, spelled: ActualKey | None) -> int:
        if cell_text(line.year) != "":
            return _year_of(line.year)
        if spelled is not None:
            return spelled.year
        if self.facts is None:
            raise _UnclearError(NoteCode.BLANK_NAME, role=Role.YEAR)
        return self.facts.year

    def _region(self, line: Line, year: int, spelled: ActualKey | None) -> str:
        if not line.regions:
            return self._unnamed_region(spelled)
        asked = (line.regions, year)
        if asked not in self._regions:
            self._regions[asked] = self.regions.find(line.regions, year, self.is_there)
        found = self._regions[asked]
        if len(found) == 1:
            return next(iter(found))
        if found:
            text = " ".join(line.regions)
            raise _UnclearError(NoteCode.AMBIGUOUS_REGION, text=text, codes=sorted(found))
        unknown = [text for text in line.regions if not self.regions.named(text)]
        if unknown:
            raise _UnclearError(NoteCode.UNKNOWN_REGION, text=unknown[0])
        raise _UnclearError(NoteCode.NAMES_DISAGREE, texts=line.regions)

    def _unnamed_region(self, spelled: ActualKey | None) -> str:
        code = spelled.region if spelled is not None else None
        if code is None and self.facts is not None and self.facts.kind == CITY:
            code = self.facts.region
        if code is None:
            raise _UnclearError(NoteCode.BLANK_NAME, role=Role.REGION)
        if code not in self.regions.ancestors:
            raise _UnclearError(NoteCode.UNKNOWN_REGION, text=code)
        return code

    def _indicator(
        self, line: Line, region: str, spelled: ActualKey | None
    ) -> tuple[str, int | None]:
        """The indicator, and the base year that its name has (in the code of a column)."""
        if not line.indicators:
            return self._unnamed_indicator(spelled)
        texts, base = line.indicators, None
        if len(texts) == 1 and (period := _parsed(f"{region}.{texts[0]}")):
            texts, base = (period.indicator,), period.base_year
        asked = (texts, region)
        if asked not in self._indicators:
            self._indicators[asked] = self.indicators.find(texts, region)
        found = self._indicators[asked]
        if len(found) == 1:
            return next(iter(found)), base
        if found:
            raise _UnclearError(NoteCode.AMBIGUOUS_INDICATOR, text=texts[0], codes=sorted(found))
        unknown = [text for text in texts if not self.indicators.named(text, region)]
        if len(unknown) == len(texts):
            raise _UnclearError(NoteCode.UNKNOWN_INDICATOR, text=unknown[0])
        raise _UnclearError(NoteCode.NAMES_DISAGREE, texts=texts)

    def _unnamed_indicator(self, spelled: ActualKey | None) -> tuple[str, int | None]:
        if spelled is None:
            raise _UnclearError(NoteCode.BLANK_NAME, role=Role.INDICATOR)
        if spelled.indicator not in self.indicators.codes:
            raise _UnclearError(NoteCode.UNKNOWN_INDICATOR, text=spelled.indicator)
        return spelled.indicator, spelled.base_year

    def _base_year(
        self, line: Line, region: str, indicator: str, year: int, named: int | None
    ) -> int | None:
        text = cell_text(line.base_year)
        if indicator not in self.reductions:
            if text:
                raise _UnclearError(NoteCode.BASE_YEAR_UNWANTED, text=text)
            return None
        if text:
            return _year_of(line.base_year)
        spelled = _parsed(line.key)
        if named is None and spelled is not None:
            named = spelled.base_year
        if named is not None:
            return named
        known = {base for base in self.base_years.get((region, indicator), ()) if base < year}
        if len(known) != 1:
            raise _UnclearError(NoteCode.BASE_YEAR_MISSING)
        return known.pop()


class _UnclearError(Exception):
    """Nobody can tell for sure which value a row is about."""

    def __init__(self, code: NoteCode, **values: object) -> None:
        super().__init__(code)
        self.note = Note(code, values=values)


def _without_result(line: Line, key: ActualKey | None) -> Understood:
    return Understood(line, key, ReadValue(), (note(NoteCode.UNCOMPUTED, line.uncomputed),))


def _names_any(line: Line) -> bool:
    """Whether the line names an indicator: below a table, a region's column has its remarks."""
    return bool(line.key or line.indicators)


def _parsed(text: str) -> ActualKey | None:
    try:
        return parse_key(text.strip()) if text else None
    except ValueError:
        return None


def _year_of(cell: Cell) -> int:
    """The year that a cell says; a date isn't one, since nobody knows what was typed."""
    if is_number(cell):
        assert isinstance(cell, int | float)
        if cell == int(cell) and FIRST_YEAR <= cell <= LAST_YEAR:
            return int(cell)
    match = _YEAR.fullmatch(plain_name(cell)) if isinstance(cell, str) else None
    if match is None:
        raise _UnclearError(NoteCode.NO_YEAR, text=cell_text(cell))
    return int(match[1])
