"""The units that plans print, what they measure, and how one is converted into another."""

from dataclasses import dataclass
from decimal import Decimal

from common.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as printed; `factor` turns a value into the base unit of its `dimension`."""

    symbol: str
    dimension: str
    factor: Decimal
    name: Bilingual


def _unit(symbol: str, dimension: str, factor: str, zh: str, en: str) -> Unit:
    return Unit(symbol, dimension, Decimal(factor), Bilingual(zh, en))


UNITS: dict[str, Unit] = {
    unit.symbol: unit
    for unit in (
        _unit("亿立方米", "volume", "1e8", "亿立方米", "100 million m³"),
        _unit("万立方米", "volume", "1e4", "万立方米", "10,000 m³"),
        _unit("立方米", "volume", "1", "立方米", "m³"),
        _unit("万亩", "area", "1e4", "万亩", "10,000 mu"),
        _unit("亩", "area", "1", "亩", "mu"),
        _unit("平方千米", "area", "1500", "平方千米", "km²"),
        _unit("%", "ratio", "0.01", "%", "%"),
        _unit("1", "ratio", "1", "无量纲", "dimensionless"),
        _unit("米", "length", "1", "米", "m"),
        _unit("个", "count", "1", "个", "units"),
        _unit("家", "count", "1", "家", "organisations"),
        _unit("条", "count", "1", "条", "river sections"),
        _unit("座", "count", "1", "座", "plants"),
    )
}

# Shares can't exceed the whole: the most that a value in one of these units can be.
HIGHEST: dict[str, Decimal] = {"%": Decimal(100), "1": Decimal(1)}

# How a plan prints a unit that the catalogue names otherwise.
SPELLINGS: dict[str, str] = {
    "/": "1",
    "": "1",
    "％": "%",
    "百分比": "%",
    "平方公里": "平方千米",
    "条(段、个)": "条",
    "县（市、区）": "个",
}


class UnknownUnitError(ValueError):
    """The printed unit stands in no table of units."""


def parse_unit(printed: str) -> Unit:
    """The unit that a plan prints.

    Raises `UnknownUnitError` with the printed words.
    """
    symbol = SPELLINGS.get(printed, printed)
    try:
        return UNITS[symbol]
    except KeyError:
        raise UnknownUnitError(printed) from None


def convert(value: Decimal, printed: str, wanted: str) -> Decimal:
    """`value` from the unit `printed` into the unit `wanted`, exactly.

    Raises `UnknownUnitError`, and `ValueError` where the two don't measure the same thing.
    """
    source, target = parse_unit(printed), parse_unit(wanted)
    if source.symbol == target.symbol:
        return value
    if source.dimension != target.dimension:
        raise ValueError(f"{printed} → {wanted}")
    return value * source.factor / target.factor
