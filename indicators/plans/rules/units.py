"""Units: what they measure, how one is converted into another, and how people write them.

The units themselves are rows (`fixtures/units.yaml`, and what an administrator adds); the rules
get them as plain values.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol


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
        """The unit that somebody wrote after a number. Raises `UnknownUnitError`."""
        return self._find(text, self.typed.get(text) or self.printed.get(text, text))

    def _find(self, text: str, symbol: str) -> UnitData:
        try:
            return self.units[symbol]
        except KeyError:
            raise UnknownUnitError(text) from None


def convert(value: Decimal, source: UnitData, target: UnitData) -> Decimal:
    """`value` from one unit into another, exactly.

    Raises `ValueError` where the two don't measure the same thing.
    """
    if source.symbol == target.symbol:
        return value
    if source.dimension != target.dimension:
        raise ValueError(f"{source.symbol} → {target.symbol}")
    return value * source.factor / target.factor
