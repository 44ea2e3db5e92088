"""Units: what they measure, how one is converted into another, and how people write them.

The units themselves are rows (`fixtures/units.yaml`, and what an administrator adds); the rules
get them as plain values.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache, reduce
from typing import Protocol

from common.figures import rounded
from common.notation import plain

# What Chinese writes before a unit for so many of it: 千公顷, 百万立方米.
_MANY = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_MOST_MANY = 3  # 百万亿; nobody writes more of them
_MANY_OF = re.compile(f"(?P<many>[{''.join(_MANY)}]{{1,{_MOST_MANY}}})(?P<unit>.+)")
# 立方米/万元, 立方米每万元. A unit may be called by such a sign itself ("/" in plans).
_PER = re.compile(r"(?P<unit>.+?)(?:/每?|每)(?P<divisor>.+)")
# How yearbooks head their columns: 10⁴m³, 10⁸m³.
_TEN_TO = {"3": "千", "4": "万", "6": "百万", "8": "亿"}
_POWER = re.compile(rf"10 ?\^ ?(?P<power>[{''.join(_TEN_TO)}])(?!\d)")
# No unit has a longer name, in whichever notation: nothing longer is read, nor remembered.
LONGEST_UNIT = 100
# What stands in the name of a unit and says nothing: spaces, brackets round it, the ^ of m^3.
_EMPTY = re.compile(r"[\s()\[\]^]")
# The times of 人·日, in the forms that keyboards and scans give it.
_DOTS = str.maketrans(dict.fromkeys("・‧•∙⋅", "·"))


class NamedUnit(Protocol):
    """What a sentence needs of a unit: `UnitData` and its row of the database have it."""

    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...
    @property
    def is_bare(self) -> bool: ...
    @property
    def in_points(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class UnitData:
    """A unit; `factor` turns a value into the base unit of its `dimension`.

    `highest`: the most that a value can be, None where nothing limits it. `is_share`: a part of
    a whole, so that values are alike however large a city is. `is_count`: things counted one by
    one. `in_points`: a difference between two values is in percentage points. `is_bare`: a pure
    number, nothing is written after it.
    """

    symbol: str
    dimension: str
    factor: Decimal
    name: str
    name_en: str
    highest: Decimal | None = None
    is_share: bool = False
    is_count: bool = False
    in_points: bool = False
    is_bare: bool = False


class UnknownUnitError(ValueError):
    """The written unit stands in no table of units."""


@dataclass(frozen=True, slots=True)
class UnitTable:
    """Every unit by its symbol, and the symbols that other spellings stand for.

    `printed`: how plans print a unit that the table names otherwise; `typed`: how people write
    it after a number, beside that.
    """

    units: Mapping[str, UnitData]
    printed: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)

    def parse_printed(self, text: str) -> UnitData:
        """The unit that a plan prints. Raises `UnknownUnitError` with the printed words."""
        return self._find(text, self.printed.get(text, text))

    def parse_typed(self, text: str) -> UnitData:
        """The unit that somebody wrote after a number, in whichever notation.

        One that isn't listed may be so many of one that is (千公顷), or one divided by another
        (立方米/万元). Raises `UnknownUnitError`.
        """
        if len(text) > LONGEST_UNIT:
            raise UnknownUnitError(text[:LONGEST_UNIT])
        for read in (self._listed, self._many, self._divided):
            found = read(spelled(text))
            if found is not None:
                return found
        raise UnknownUnitError(text)

    def divided(self, unit: UnitData, by: str | None) -> UnitData:
        """`unit` per the unit of the symbol `by`; `unit` itself where that is no unit."""
        divisor = self.units.get(by or "")
        return unit if divisor is None else _quotient(unit, divisor)

    def _find(self, text: str, symbol: str) -> UnitData:
        try:
            return self.units[symbol]
        except KeyError:
            raise UnknownUnitError(text) from None

    def _listed(self, text: str) -> UnitData | None:
        """The unit that is spelled so, capital letters for small ones too if it is the only one."""
        alike: set[str] = set()
        for spelling, symbol in self._spellings():
            if spelled(spelling) == text:
                return self.units.get(symbol)
            if spelled(spelling).casefold() == text.casefold():
                alike.add(symbol)
        return self.units.get(alike.pop()) if len(alike) == 1 else None

    def _spellings(self) -> Iterator[tuple[str, str]]:
        yield from ((symbol, symbol) for symbol in self.units)
        yield from self.typed.items()
        yield from self.printed.items()
        # As pages and workbooks show it, in both languages.
        for symbol, unit in self.units.items():
            yield unit.name, symbol
            yield unit.name_en, symbol

    def _many(self, text: str) -> UnitData | None:
        match = _MANY_OF.fullmatch(text)
        unit = None if match is None else self._listed(match["unit"])
        if match is None or unit is None or unit.is_bare:
            return None
        times = reduce(lambda product, sign: product * _MANY[sign], match["many"], 1)
        return replace(
            unit,
            symbol=text,
            factor=unit.factor * times,
            name=match["many"] + unit.name,
            name_en=f"{times:,} {unit.name_en}",
            highest=None,
        )

    def _divided(self, text: str) -> UnitData | None:
        match = _PER.fullmatch(text)
        if match is None:
            return None
        unit, divisor = (
            self._listed(match[part]) or self._many(match[part]) for part in ("unit", "divisor")
        )
        return None if unit is None or divisor is None else _quotient(unit, divisor)


@lru_cache(maxsize=1024)
def spelled(text: str) -> str:
    """The name of a unit in one notation, so that ㎥, m³ and m^3 are the same."""
    words = _POWER.sub(lambda power: _TEN_TO[power["power"]], plain(text))
    return _EMPTY.sub("", words).translate(_DOTS)


def _quotient(unit: UnitData, divisor: UnitData) -> UnitData:
    return UnitData(
        symbol=f"{unit.symbol}/{divisor.symbol}",
        dimension=f"{unit.dimension}/{divisor.dimension}",
        factor=unit.factor / divisor.factor,
        name=f"{unit.name}/{divisor.name}",
        name_en=f"{unit.name_en} per {divisor.name_en}",
    )


def convert(value: Decimal, source: UnitData, target: UnitData) -> Decimal:
    """`value` from one unit into another, exactly.

    Raises `ValueError` where the two don't measure the same thing.
    """
    if source.symbol == target.symbol:
        return value
    if source.dimension != target.dimension:
        raise ValueError(f"{source.symbol} → {target.symbol}")
    return value * source.factor / target.factor


def converted_as_written(value: Decimal, source: UnitData, target: UnitData) -> Decimal:
    """`value` from one unit into another, with no more decimals than were written.

    A step of the last decimal is never finer than a step of `value` needs: 1000亩 are 0.6667
    square kilometres, not 0.666…. Zeros at the end go. Raises `ValueError` as `convert` does.
    """
    exact = convert(value, source, target)
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int), "not a finite number"
    step = convert(Decimal(1).scaleb(exponent), source, target)
    places = max(0, -step.adjusted())
    return rounded(exact, places).normalize() + 0
