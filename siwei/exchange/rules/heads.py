"""Says which column of a sheet is what, by its heads: never by where it stands."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from common.spreadsheets.cells import Cell, address
from indicators.actuals.rules.row_names import in_brackets, says_nothing, without_brackets
from indicators.actuals.rules.table_columns import HEADINGS
from siwei.exchange.rules.cells import cell_text
from siwei.exchange.rules.notes import Note, NoteCode, note
from siwei.exchange.rules.template import TemplateFacts

IsName: TypeAlias = Callable[[str], bool]


class Role(StrEnum):
    """What a column says of a value."""

    KEY = "key"
    REGION = "region"
    INDICATOR = "name"
    YEAR = "year"
    BASE_YEAR = "base_year"
    VALUE = "value"
    UNIT = "unit"
    STATUS = "status"
    SOURCE = "source"
    NOTE = "note"
    EXPLANATION = "explanation"


# A region or an indicator may be named by code and name, or by province, city and county.
_SEVERAL = (Role.REGION, Role.INDICATOR)
# What pasting knows, and what only files have.
_HEADS = {word: Role(role) for word, role in HEADINGS.items()} | {
    **dict.fromkeys(("键", "数值键", "key"), Role.KEY),
    **dict.fromkeys(("indicatorcode", "indicatorname", "code"), Role.INDICATOR),
    **dict.fromkeys(("regioncode", "regionname", "citycode", "cityname"), Role.REGION),
    **dict.fromkeys(("城市代码", "城市名称", "行政区代码", "行政区名称", "区划代码"), Role.REGION),
    **dict.fromkeys(("基期年", "基期", "基期年份", "基准年", "baseyear"), Role.BASE_YEAR),
    **dict.fromkeys(("本年实际值", "本年数值", "填报值", "完成值", "actualvalue"), Role.VALUE),
    **dict.fromkeys(("数据状态", "数值状态", "datastatus", "status"), Role.STATUS),
    **dict.fromkeys(("解释", "对提示的解释", "explanation"), Role.EXPLANATION),
}
_CODES = frozenset(("指标代码", "indicatorcode"))  # of the line below the heads that has codes
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_BEFORE = re.compile(r"((?:19|20)\d\d)(?:年度?)?(.*)")
_UNIT_BEFORE = re.compile(r"(?:单位|unit)\s*[:：]\s*", re.I)  # （单位：万立方米）
_TITLE_LINES = 10  # title, unit and date may stand above the heads
_FEWEST = 2  # so many heads make a line of heads


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A column of values, of which its head may say the year, the region, the indicator or the
    unit."""

    at: int
    year: int | None = None
    region: str = ""
    indicator: str = ""
    unit: str = ""


Head: TypeAlias = tuple[Role | None, ValueColumn | None]


@dataclass(frozen=True, slots=True)
class Heads:
    """The first line below the heads, from 0, and which columns say what."""

    start: int
    columns: Mapping[Role, Sequence[int]]
    values: Sequence[ValueColumn]

    def only(self, role: Role) -> int | None:
        """The one column of `role`, None where there is none."""
        found = self.columns.get(role)
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class HeadFault:
    """Why nothing can be read below the heads. Without a column of values a sheet is none that
    anybody wants to import (`is_other`)."""

    note: Note
    line: int = 0
    is_other: bool = False


def find_heads(
    rows: Sequence[Sequence[Cell]],
    *,
    is_indicator: IsName,
    is_region: IsName,
    facts: TemplateFacts | None = None,
) -> Heads | HeadFault:
    """The heads of a sheet, in one of its first lines, or why it has none."""
    filled = [at for at, row in enumerate(rows[: _TITLE_LINES * 3]) if any(map(cell_text, row))]
    for at in filled[:_TITLE_LINES]:
        found = [_read(cell_text(cell), is_indicator, is_region) for cell in rows[at]]
        sure = any(role is not None for role, _column in found)
        if sure and sum(1 for role, column in found if role or column) >= _FEWEST:
            codes = _codes_below(rows, at)
            found = [
                (role, ValueColumn(0, indicator=codes[place]) if codes.get(place) else column)
                for place, (role, column) in enumerate(found)
            ]
            return _checked(rows[at], at, found, facts, start=at + (2 if codes else 1))
    return HeadFault(note(NoteCode.NO_HEADS), is_other=True)


def _read(text: str, is_indicator: IsName, is_region: IsName) -> Head:
    """What a head says: a role, or a column of values of some year, indicator or region."""
    word, unit = without_brackets(text), in_brackets(text)
    unit = _UNIT_BEFORE.sub("", unit)
    match = _YEAR_BEFORE.fullmatch(word)
    year, rest = (int(match[1]), match[2]) if match else (None, word)
    if year is None and _YEAR.fullmatch(unit):  # Actual (2025)
        year, unit = int(unit), ""
    role = _HEADS.get(rest)
    if role is Role.VALUE or (year is not None and not rest):
        return role, ValueColumn(0, year=year, unit=unit)
    if role is not None or says_nothing(text):
        return role, None
    if is_indicator(text):
        return None, ValueColumn(0, indicator=text, unit=unit)
    return None, ValueColumn(0, region=text, unit=unit) if is_region(text) else None


def _checked(
    row: Sequence[Cell],
    line: int,
    found: Sequence[Head],
    facts: TemplateFacts | None,
    *,
    start: int,
) -> Heads | HeadFault:
    columns: dict[Role, list[int]] = defaultdict(list)
    for at, (role, column) in enumerate(found):
        if role is not None and column is None:
            columns[role].append(at)
    values = [
        replace(column, at=at)
        for at, (_role, column) in enumerate(found)
        # In a template last year's values are there to be looked at.
        if column is not None and (facts is None or column.year in (None, facts.year))
    ]
    if not values:
        return HeadFault(note(NoteCode.HEAD_MISSING, role=Role.VALUE), line, is_other=True)
    fault = (
        _repeated(row, line, columns, values)
        or _conflicting(row, line, columns, values, facts)
        or _missing(columns, values, facts)
    )
    return HeadFault(fault, line) if fault else Heads(start, dict(columns), values)


def _repeated(
    row: Sequence[Cell],
    line: int,
    columns: Mapping[Role, Sequence[int]],
    values: Sequence[ValueColumn],
) -> Note | None:
    """Two columns that say the same thing: nobody can tell which is meant."""
    for role, places in columns.items():
        words = {without_brackets(cell_text(row[at])) for at in places}
        if len(places) > (len(words) if role in _SEVERAL else 1):
            return _two(row, line, places)
    of_scope: dict[ValueColumn, list[int]] = defaultdict(list)
    for one in values:
        of_scope[_scope(one)].append(one.at)
    return next((_two(row, line, places) for places in of_scope.values() if len(places) > 1), None)


def _conflicting(
    row: Sequence[Cell],
    line: int,
    columns: Mapping[Role, Sequence[int]],
    values: Sequence[ValueColumn],
    facts: TemplateFacts | None,
) -> Note | None:
    """Columns of values of which only some say their year, region or indicator; and what stands
    both in their heads and in a column."""
    if len({(one.year is None, not one.region, not one.indicator) for one in values}) > 1:
        return _conflict(row, line, [one.at for one in values])
    for role in (Role.INDICATOR, Role.REGION, Role.YEAR):
        in_template = facts is not None and role is not Role.INDICATOR
        if _is_in_heads(role, values) and columns.get(role) and not in_template:
            return _conflict(row, line, [columns[role][0], values[0].at])
    return None


def _missing(
    columns: Mapping[Role, Sequence[int]],
    values: Sequence[ValueColumn],
    facts: TemplateFacts | None,
) -> Note | None:
    """What no column, no head and no template says of the values."""
    if Role.KEY in columns:
        return None
    for role in (Role.REGION, Role.INDICATOR, Role.YEAR):
        in_template = facts is not None and role is not Role.INDICATOR
        if not (in_template or columns.get(role) or _is_in_heads(role, values)):
            return note(NoteCode.HEAD_MISSING, role=role)
    return None


def _is_in_heads(role: Role, values: Sequence[ValueColumn]) -> bool:
    one = values[0]
    return bool({Role.REGION: one.region, Role.INDICATOR: one.indicator}.get(role, one.year))


def _scope(one: ValueColumn) -> ValueColumn:
    """What the values of a column are about."""
    return replace(one, at=0, unit="")


def _codes_below(rows: Sequence[Sequence[Cell]], line: int) -> dict[int, str]:
    """The codes of the indicators, by column, where the line below the heads has them."""
    below = rows[line + 1] if line + 1 < len(rows) else ()
    texts = [cell_text(cell) for cell in below]
    at = next((at for at, text in enumerate(texts) if text), None)
    if at is None or without_brackets(texts[at]) not in _CODES:
        return {}
    return {place: text for place, text in enumerate(texts) if place > at and text}


def _two(row: Sequence[Cell], line: int, places: Sequence[int]) -> Note:
    cells = [address(line, at) for at in places]
    return note(NoteCode.HEAD_TWICE, cells[-1], cells=cells, head=cell_text(row[places[-1]]))


def _conflict(row: Sequence[Cell], line: int, places: Sequence[int]) -> Note:
    heads = [cell_text(row[at]) for at in places]
    return note(NoteCode.HEADS_CONFLICT, address(line, places[-1]), heads=heads)
