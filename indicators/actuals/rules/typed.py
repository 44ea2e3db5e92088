"""Reads a number as people type, paste or import it, and helps where it isn't one."""

import re
from collections.abc import Callable
from decimal import Decimal

from indicators.actuals.rules.findings import Amount, Finding, error
from indicators.plans.rules.units import UnitData, UnitTable, UnknownUnitError, convert

MOST_PLACES = 6  # what the database stores: 14 digits before the point, 6 after it
LARGEST = Decimal(10) ** 14
MOST_DIGITS = 15  # what SQLite, which stores binary fractions, gives back digit for digit

# Full-width ！ to ～ are ! to ~; other minus signs are minus signs.
_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | dict.fromkeys(map(ord, "−–—"), "-")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:[, ]\d{3})+(?:\.\d*)?", re.ASCII)
# A unit has no digits but those of m3 and km2.
_WITH_UNIT = re.compile(
    r"(?P<number>[-+]?[\d,. ]*\d)\s*(?P<unit>(?:[^\d,. ]\D*)?m[23]|[^\d,. ]\D*)", re.ASCII
)


def read_value(text: str, unit: UnitData, units: Callable[[], UnitTable]) -> Decimal | Finding:
    """The number that `text` says, as printed, or the error that explains why it is none.

    Takes full-width digits and signs, spaces around it, thousands separators (12,345.6) and
    the unit itself after the number (亿m³ for 亿立方米 too); another unit is refused, with the
    converted value. `units` is called only where a unit was typed.
    """
    plain = " ".join(text.translate(_WIDTH).split())
    value = _plain_number(plain)
    if value is not None:
        return _storable(value)
    match = _WITH_UNIT.fullmatch(plain)
    value = None if match is None else _plain_number(match["number"])
    if match is None or value is None:
        return error("not_a_number", typed=text.strip())
    return _in_unit(value, match["unit"].replace(" ", ""), unit, units())


def _plain_number(text: str) -> Decimal | None:
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    if _GROUPED.fullmatch(text):
        return Decimal(text.replace(",", "").replace(" ", ""))
    return None


def _in_unit(value: Decimal, typed: str, unit: UnitData, units: UnitTable) -> Decimal | Finding:
    try:
        given = units.parse_typed(typed)
    except UnknownUnitError:
        return error("unknown_unit", typed=typed, unit=unit)
    if given.symbol == unit.symbol:
        return _storable(value)
    try:
        converted = convert(value, given, unit)
    except ValueError:
        return error("wrong_unit", typed=typed, unit=unit)
    return error(
        "other_unit",
        typed=Amount(value, given),
        unit=unit,
        converted=Amount(converted.normalize() + 0, unit),
    )


def _storable(value: Decimal) -> Decimal | Finding:
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > MOST_PLACES:
        return error("too_precise", places=MOST_PLACES)
    if abs(value) >= LARGEST:
        return error("too_large")
    if len(value.as_tuple().digits) > MOST_DIGITS:
        return error("too_long", digits=MOST_DIGITS)
    return value if value else value.copy_abs()  # no database keeps the sign of zero for sure
