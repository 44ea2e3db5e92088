"""Says which column of a sheet is what, by its heads: never by where it stands."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from common.spreadsheets.cells import Cell, address
from indicators.actuals.rules.row_names import in_brackets, says_nothing, without_brackets
from indicators.actuals.rules.table_columns import HEADINGS
from siwei.exchange.rules.cells import cell_text
from siwei.exchange.rules.notes import Note, NoteCode, note
from siwei.exchange.rules.template import TemplateFacts

IsName = Callable[[str], bool]


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


def _read(
    text: str, is_indicator: IsName, is_region: IsName
) -> tuple[Role | None, ValueColumn | None]:
    """What a head says: a role, or a column of values of some year, indicator or region."""
    if says_nothing(text):
        return None, None
    word = without_brackets(text)
    unit = in_brackets(text)
    if (role := _HEADS.get(word)) is not None:
        if role is not Role.VALUE:
            return role, None
        if _YEAR.fullmatch(unit):
            return role, ValueColumn(0, year=int(unit))
        return role, ValueColumn(0, unit=unit)
    if match := _YEAR_BEFORE.fullmatch(word):
        role = _HEADS.get(match[2])
        if role is Role.VALUE or not match[2]:
            return (role, ValueColumn(0, year=int(match[1]), unit=unit))
        return role, None
    if is_indicator(text):
        return None, ValueColumn(0, indicator=text, unit=unit)
    if is_region(text):
        return None, ValueColumn(0, region=text, unit=unit)
    return None, None


def _checked(
    row: Sequence[Cell],
    line: int,
    found: Sequence[tuple[Role | None, ValueColumn | None]],
    facts: TemplateFacts | None,
    *,
    start: int,
) -> Heads | HeadFault:
    columns: dict[Role, list[int]] = defaultdict(list)
    values: list[ValueColumn] = []
    for at, (role, column) in enumerate(found):
        if column is not None:
            if facts is None or column.year in (None, facts.year):
                values.append(replace(column, at=at))
        elif role is not None:
            columns[role].append(at)
    for role, places in columns.items():
        words = {without_brackets(cell_text(row[at])) for at in places}
        if len(places) > (len(words) if role in _SEVERAL else 1):
            return HeadFault(_two(row, line, places), line)
    if not values:
        return HeadFault(note(NoteCode.HEAD_MISSING, role=Role.VALUE), line, is_other=True)
    scopes = [replace(one, at=0, unit="") for one in values]
    for one in scopes:
        same = [other.at for other, scope in zip(values, scopes, strict=True) if scope == one]
        if len(same) > 1:
            return HeadFault(_two(row, line, same), line)
    if len({(one.year is None, not one.region, not one.indicator) for one in scopes}) > 1:
        return HeadFault(_conflict(row, line, [one.at for one in values]), line)
    in_key = Role.KEY in columns
    for role, is_said, in_facts in (
        (Role.INDICATOR, any(one.indicator for one in scopes), False),
        (Role.REGION, any(one.region for one in scopes), facts is not None),
        (Role.YEAR, any(one.year for one in scopes), facts is not None),
    ):
        if is_said and columns.get(role) and not in_facts:
            return HeadFault(_conflict(row, line, [columns[role][0], values[0].at]), line)
        if not (is_said or columns.get(role) or in_facts or in_key):
            return HeadFault(note(NoteCode.HEAD_MISSING, role=role), line)
    return Heads(start, dict(columns), values)


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
