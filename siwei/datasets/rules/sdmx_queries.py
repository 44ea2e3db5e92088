"""What a question of SDMX's REST interface (3.0) asks for: a key, and `c[REF_AREA]=140300,140100`.

Of its operators those are understood that the lists have filters for: `eq`, lists by commas, and
for years `ge`, `gt`, `le`, `lt`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from indicators.plans.rules.enums import GoalKind
from siwei.datasets.rules.designs import NONE, Component, Design

ALL = "*"
# The filter of a list that asks for a dimension. A base year has none, and that of a target without
# a year doesn't say which kind of goal it is.
FILTERS = {
    "PLAN": "plan",
    "REF_AREA": "region",
    "INDICATOR": "indicator",
    "FORM": "form",
    "TIME_PERIOD": "year",
    "TARGET_YEAR": "year",
}
# The dimensions of years, with what else may stand in them.
YEARS: Mapping[str, tuple[str, ...]] = {
    "BASE_YEAR": (NONE,),
    "TIME_PERIOD": (),
    "TARGET_YEAR": (GoalKind.STANDING, GoalKind.UNDATED),
}
FIRST, LAST = 1000, 9999
_TERM = re.compile(r"(?:(?P<operator>[a-z]{2}):)?(?P<value>[^:]+)")
_YEAR = re.compile(r"[1-9][0-9]{3}")


class QueryError(Exception):
    """A part of a question that can't be understood. `name`: the parameter; `code`: what is wrong
    with it; `value`: what was sent."""

    def __init__(self, name: str, code: str, value: str) -> None:
        super().__init__(name, code, value)
        self.name, self.code, self.value = name, code, value


@dataclass(frozen=True, slots=True)
class Years:
    """From `first` to `last`, both included."""

    first: int
    last: int

    def written(self) -> str:
        """As the filter of a list has it."""
        return f"{self.first}" if self.first == self.last else f"{self.first}:{self.last}"

    def has(self, code: str) -> bool:
        return code.isdigit() and self.first <= int(code) <= self.last


Wanted: TypeAlias = str | Years


@dataclass(frozen=True, slots=True)
class Question:
    """Of each dimension that is asked for, by its id, what it may be: any of these."""

    wanted: Mapping[str, Sequence[Wanted]] = field(default_factory=dict)

    def filters(self) -> dict[str, str]:
        """The same as parameters of the list."""
        return {
            FILTERS[id]: ",".join(dict.fromkeys(_written(one, id) for one in wanted))
            for id, wanted in self.wanted.items()
            if id in FILTERS
        }

    def admits(self, design: Design, key: Sequence[str]) -> bool:
        """Whether an observation is wanted, by what the filters of its list can't say."""
        return all(
            _is_one_of(code, self.wanted[one.id])
            for code, one in zip(key, design.dimensions, strict=True)
            if one.id in self.wanted and one.id in YEARS
        )


def _written(wanted: Wanted, id: str) -> str:
    if isinstance(wanted, Years):
        return wanted.written()
    return "none" if id in YEARS else wanted


def _is_one_of(code: str, wanted: Sequence[Wanted]) -> bool:
    return any(one.has(code) if isinstance(one, Years) else one == code for one in wanted)


def question(design: Design, key: str, parameters: Mapping[str, str]) -> Question:
    """What is asked for by the key and by `parameters`, those that are called `c[…]`.

    Raises `QueryError`.
    """
    wanted = _of_key(design, key)
    for name, text in parameters.items():
        id = name[2:-1]
        dimension = design.dimension(id)
        if dimension is None:
            raise QueryError(name, "unknown_parameter", id)
        if id in wanted:
            raise QueryError(name, "repeated", text)
        wanted[id] = _alternatives(name, dimension, text)
    return Question(wanted)


def _of_key(design: Design, key: str) -> dict[str, list[Wanted]]:
    """`140300.*._Z`: a code for each dimension, or `*`; what is left out at the end is any."""
    if key == ALL:
        return {}
    parts = key.split(".")
    if len(parts) > len(design.dimensions) or "," in key:
        raise QueryError("key", "invalid", key)
    return {
        one.id: [_exactly("key", one, part)]
        for one, part in zip(design.dimensions, parts, strict=False)
        if part not in (ALL, "")
    }


def _alternatives(name: str, dimension: Component, text: str) -> list[Wanted]:
    """`A,B`, `2020,2025`, `ge:2020+le:2025`. In an address that isn't escaped, + is a space."""
    found = [_range(name, dimension, re.split(r"[+ ]", part)) for part in text.split(",")]
    return list(dict.fromkeys(found))


def _range(name: str, dimension: Component, terms: Sequence[str]) -> Wanted:
    first, last = FIRST, LAST
    for term in terms:
        match = _TERM.fullmatch(term)
        if match is None:
            raise QueryError(name, "invalid", term)
        operator, value = match["operator"] or "eq", match["value"]
        if operator == "eq" and len(terms) == 1:
            return _exactly(name, dimension, value)
        if dimension.id not in YEARS or operator not in ("ge", "gt", "le", "lt"):
            raise QueryError(name, "unsupported_operator", term)
        year = _year(name, value)
        first = max(first, year + (operator == "gt")) if operator[0] == "g" else first
        last = min(last, year - (operator == "lt")) if operator[0] == "l" else last
    if first > last:
        raise QueryError(name, "invalid", "+".join(terms))
    return Years(first, last)


def _exactly(name: str, dimension: Component, value: str) -> Wanted:
    if dimension.id not in YEARS:
        return value
    if value in YEARS[dimension.id]:
        return value
    year = _year(name, value)
    return Years(year, year)


def _year(name: str, value: str) -> int:
    if not _YEAR.fullmatch(value):
        raise QueryError(name, "invalid", value)
    return int(value)
