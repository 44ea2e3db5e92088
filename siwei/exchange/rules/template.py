"""What a template says of itself: a sheet that nobody sees, read back when the file returns.

The sheet `SHEET` has one fact a row: its name, and what it is. Below `VERSIONS`, one row for each
value that was there when the template was made: key and version.

What people see and fill in (`siwei.exchange.viewmodels`), in the language of whoever asked for it:

A **city's** first sheet has a title and a line of instruction, then the heads, in this order:

    指标, 单位, 基期年, 2024 年 (last year), 限值, 限值依据, 责任部门,
    2025 年实际值, 数据状态, 来源, 说明, 解释, 审核状态, 类型, 指标代码, 键 (hidden)

    Indicator, Unit, Base year, 2024, Limit, Basis of the limit, Department,
    Actual (2025), Data status, Source, Note, Explanation, Review state, Theme,
    Indicator code, Key

What is filled in are 实际值, 数据状态, 来源, 说明 and 解释.

- 键 is the value's key (`140300.total_water_use.2025`), the surest name of a row; a person may
  delete it, as any column: then code and base year, or the printed name, name it.
- 数据状态 is empty for an ordinary value (and for none), else the label of an `ObsStatus`: 初步数
  beside a value; 尚未发布 or 不适用 where there is none, of which 说明 says the reason.
- The value is in the unit of its row, which is the catalogue's, in the spelling of the plan where
  that prints the same unit, else as the catalogue has it in the language of the template.
- An empty cell says nothing: what is stored stays. An empty value beside 尚未发布 or 不适用 is what
  those words say; a value beside them contradicts them.
- Rows of which nothing may be changed are there, too, with what is stored.

A **province's** first three sheets (实际值, 来源, 说明; Values, Sources, Notes) have one shape: a
title, a line of instruction, and two lines of heads:

    行政区代码, 行政区, 用水总量（亿立方米）, 万元GDP用水量下降幅度，比 2020 年（%）, …
    指标代码,   (empty), total_water_use,     gdp_water_intensity_reduction.2020-2025, …

    Region code, Region, Total water use (100 million m³), …
    Indicator code, …

Then one row for each region. `key_at` reads what stands in the second line. Why there is no value
stands in its cell (尚未发布), so does what is preliminary: 2.27（初步数）.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from indicators.actuals.rules.keys import ActualKey, parse_key

SHEET = "_siwei"
FORMAT = 1
# The names of the facts, in the order of their rows.
KIND, FORM, REGION, YEAR = "kind", "format", "region", "year"
MADE_AT, VERSIONS = "made_at", "versions"
CITY, PROVINCE = "city", "province"  # what `KIND` can be
# More is no template of ours, however many regions a province has.
MOST_VERSIONS = 100_000


class DamagedTemplateError(ValueError):
    """The hidden sheet doesn't say what it has to; the message is for a log."""


class OtherFormatError(DamagedTemplateError):
    """The template was made by another version of Siwei, and this one can't read it."""


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """Of which region and year a template is, and which version of each value it was made from.

    `kind`: a `CITY`'s indicators, or the cities of a `PROVINCE` by its indicators. `versions`:
    by the key of a value (`ActualKey` as text), the version that was stored; others weren't there.
    """

    kind: str
    region: str
    year: int
    made_at: datetime
    versions: dict[str, int] = field(default_factory=dict)


def facts_as_rows(facts: TemplateFacts) -> list[tuple[str | int, ...]]:
    """The rows of the hidden sheet. The moment is in ISO 8601 with its offset."""
    return [
        (KIND, facts.kind),
        (FORM, FORMAT),
        (REGION, facts.region),
        (YEAR, facts.year),
        (MADE_AT, facts.made_at.isoformat(timespec="seconds")),
        (VERSIONS,),
        *sorted(facts.versions.items()),
    ]


def facts_of(rows: Sequence[Sequence[object]]) -> TemplateFacts:
    """The facts that the hidden sheet says, as a reader gives its cells: numbers may be floats.

    Raises `OtherFormatError` for the template of another version, `DamagedTemplateError` for one
    of which rows are missing, said twice or don't say what they should.
    """
    lines = [tuple(line) for row in rows if (line := _said(row))]
    if (VERSIONS,) not in lines:
        raise DamagedTemplateError("no versions")
    at = lines.index((VERSIONS,))
    said = _facts(lines[:at])
    if said[FORM] != FORMAT:
        raise OtherFormatError(said[FORM])
    kind, region, year = said[KIND], said[REGION], said[YEAR]
    if kind not in (CITY, PROVINCE):
        raise DamagedTemplateError(kind)
    # A region and a year are what every key has.
    key = _key(f"{region}.any.{year}")
    versions = dict(_versions(lines[at + 1 :]))
    if len(versions) != len(lines) - at - 1:
        raise DamagedTemplateError("a value twice")
    for one in map(_key, versions):
        if one.year != key.year or (kind == CITY and one.region != key.region):
            raise DamagedTemplateError(one)
    return TemplateFacts(str(kind), key.region, key.year, _moment(said[MADE_AT]), versions)


def period_of(key: ActualKey) -> str:
    """What stands above a column of a province's template: its code, with the period of a
    reduction, which counts from a base year."""
    return key.indicator if key.base_year is None else str(key).partition(".")[2]


def key_at(region: str, period: str, year: int) -> ActualKey:
    """The key of the cell in the row of `region` and the column that `period_of` named, in the
    template of `year`. Raises `ValueError` where they name none."""
    text = f"{region}.{period}" if "." in period else f"{region}.{period}.{year}"
    key = parse_key(text)
    if key.year != year:
        raise ValueError(text)
    return key


def _said(row: Sequence[object]) -> list[object]:
    """The cells up to the last that says anything; a whole number is one, however it is stored."""
    cells = [
        int(cell) if isinstance(cell, float) and cell.is_integer() else cell
        for cell in (cell.strip() if isinstance(cell, str) else cell for cell in row)
    ]
    while cells and cells[-1] in (None, ""):
        cells.pop()
    return cells


def _facts(lines: Sequence[Sequence[object]]) -> dict[str, object]:
    pairs = [line for line in lines if len(line) == 2]
    said = {str(name): value for name, value in pairs}
    if len(said) != len(lines) or said.keys() != {KIND, FORM, REGION, YEAR, MADE_AT}:
        raise DamagedTemplateError(list(said))
    return said


def _versions(lines: Sequence[Sequence[object]]) -> Iterator[tuple[str, int]]:
    if len(lines) > MOST_VERSIONS:
        raise DamagedTemplateError(len(lines))
    for line in lines:
        match line:
            case (str() as key, int() as version) if version > 0 and not isinstance(version, bool):
                yield str(_key(key)), version
            case _:
                raise DamagedTemplateError(line)


def _key(text: str) -> ActualKey:
    try:
        return parse_key(text)
    except ValueError:
        raise DamagedTemplateError(text) from None


def _moment(text: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        raise DamagedTemplateError(text) from None
    if moment.tzinfo is None:
        raise DamagedTemplateError(text)
    return moment
