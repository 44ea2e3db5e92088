"""Reads a number as people type, paste or import it, and helps where it isn't one."""

import re
from decimal import Decimal

from indicators.actuals.rules.findings import Finding, finding
from indicators.plans.rules.units import UnknownUnitError, convert, parse_unit
from indicators.plans.rules.wording import amount, unit_name

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


# What people write after a number, beside what plans print (`units.SPELLINGS`).
_WRITTEN = {
    "无量纲": "1",
    "亿m³": "亿立方米",
    "亿m3": "亿立方米",
    "亿方": "亿立方米",
    "万m³": "万立方米",
    "万m3": "万立方米",
    "万方": "万立方米",
    "m³": "立方米",
    "m3": "立方米",
    "方": "立方米",
    "km²": "平方千米",
    "km2": "平方千米",
    "m": "米",
}


def read_value(text: str, unit: str) -> Decimal | Finding:
    """The number that `text` says, as printed, or the error that explains why it is none.

    Takes full-width digits and signs, spaces around it, thousands separators (12,345.6) and
    the unit itself after the number (亿m³ for 亿立方米 too); another unit is refused, with the
    converted value.
    """
    plain = " ".join(text.translate(_WIDTH).split())
    value = _plain_number(plain)
    if value is not None:
        return _storable(value)
    match = _WITH_UNIT.fullmatch(plain)
    value = None if match is None else _plain_number(match["number"])
    if match is None or value is None:
        return finding("not_a_number", typed=text.strip())
    return _in_unit(value, match["unit"].replace(" ", ""), unit)


def _plain_number(text: str) -> Decimal | None:
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    if _GROUPED.fullmatch(text):
        return Decimal(text.replace(",", "").replace(" ", ""))
    return None


def _in_unit(value: Decimal, typed: str, unit: str) -> Decimal | Finding:
    try:
        given = parse_unit(_WRITTEN.get(typed, typed))
    except UnknownUnitError:
        return finding("unknown_unit", typed=typed, unit=unit_name(unit))
    if given.symbol == parse_unit(unit).symbol:
        return _storable(value)
    try:
        converted = convert(value, given.symbol, unit)
    except ValueError:
        return finding("wrong_unit", typed=typed, unit=unit_name(unit))
    return finding(
        "other_unit",
        typed=amount(value, given.symbol),
        unit=unit_name(unit),
        converted=amount(converted.normalize() + 0, unit),
    )


def _storable(value: Decimal) -> Decimal | Finding:
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > MOST_PLACES:
        return finding("too_precise", places=MOST_PLACES)
    if abs(value) >= LARGEST:
        return finding("too_large")
    if len(value.as_tuple().digits) > MOST_DIGITS:
        return finding("too_long", digits=MOST_DIGITS)
    return value if value else value.copy_abs()  # no database keeps the sign of zero for sure
