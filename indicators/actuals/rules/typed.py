"""Reads a number as people type, paste or import it, and helps where it isn't one."""

import re
from collections.abc import Callable
from decimal import Decimal

from common.figures import places, rounded
from common.notation import plain
from common.signs import shown, spoilt
from indicators.actuals.rules.findings import Amount, Finding, error
from indicators.plans.rules.units import (
    UnitData,
    UnitTable,
    UnknownUnitError,
    converted_as_written,
)

MOST_PLACES = 6  # what the database stores: 14 digits before the point, 6 after it
LARGEST = Decimal(10) ** 14
MOST_DIGITS = 15  # what SQLite, which stores binary fractions, gives back digit for digit
LONGEST_QUOTE = 60  # so much of what was typed is said again
# No number with its unit is longer. What is, is refused before anything looks for a meaning in it.
LONGEST_TYPED = 100

_SIGNED = r"[-+]?"
_PLAIN = re.compile(rf"{_SIGNED}(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
# A separator stands before every three digits, always the same one, and after no leading zero.
_GROUPED = re.compile(rf"{_SIGNED}[1-9]\d{{0,2}}([, ])\d{{3}}(?:\1\d{{3}})*(?:\.\d*)?", re.ASCII)
_NUMBER = rf"{_SIGNED}[\d,. ]*\d\.?"
_TEN = r"10 ?\^ ?(?P<power>[-+]?\d+)"
# 1.2e8; 1.2×10^8 (x, X or · for ×, or a space), and 10^8 alone.
_POWERS = (
    re.compile(rf"(?P<factor>{_NUMBER})[eE](?P<power>[-+]?\d+)", re.ASCII),
    re.compile(rf"(?P<factor>{_NUMBER})(?: ?[×xX·] ?| ){_TEN}", re.ASCII),
    re.compile(rf"(?P<factor>{_SIGNED}){_TEN}", re.ASCII),
)
_ONLY_DIGITS = re.compile(rf"{_SIGNED}[\d,. ]*\d[\d,. ]*", re.ASCII)
# A number, and a unit, which may have digits of its own (m3) but doesn't begin with one: a sign
# between two numbers (1/2, 2.1~2.3) is no unit either.
_BETWEEN = r"[/⁄∶:÷=~〜∼±&|_<>≤≥至到] ?[\d.]"
_WITH_UNIT = re.compile(
    rf"(?P<number>{_NUMBER}(?:(?: ?[×xX·] ?| )?10 ?\^ ?[-+]?\d+| ?\^ ?[-+]?\d+|[eE][-+]?\d+)?)"
    rf" ?(?!{_BETWEEN})(?P<unit>[^\d,.^+ ×·-].*)",
    re.ASCII,
)
# Whatever has an exponent of more digits is too large or too small; no one reads it further.
_EXPONENT_DIGITS = 3


def read_value(
    text: str,
    unit: UnitData,
    units: Callable[[], UnitTable],
    *,
    per: str | None = None,
    negative: bool = True,
) -> Decimal | Finding:
    """The number that `text` says, as printed, or the error that explains why it is none.

    Takes every notation that `common.notation` knows, separators of thousands (12,345.6), powers
    of ten (1.2×10⁴) and the unit itself after the number (亿m³ for 亿立方米 too); another unit is
    refused, with the converted value. `units` is called only where a unit was typed. `per`: the
    unit by which values of `unit` are divided (万元 of 立方米/万元). Without `negative` nothing
    below zero is offered.
    """
    if len(short := " ".join(text.split())) > LONGEST_TYPED:
        return _too_long(short)
    written = plain(text)
    value = _number(written)
    if value is None:
        if spoilt(written):
            return _no_number(text, written)
        match = _WITH_UNIT.fullmatch(written)
        value = _number(match["number"]) if match else None
        if match is None or value is None:
            return _no_number(text, written)
        if isinstance(value, Decimal):
            return _in_unit(value, match["unit"], unit, units(), per, negative)
    return value if isinstance(value, Finding) else storable(_digits(value))


def _number(text: str) -> Decimal | Finding | None:
    """The number in digits or as a power of ten; `Finding` where no column could hold it."""
    if (value := _in_digits(text)) is not None:
        return value
    match = next(filter(None, (power.fullmatch(text) for power in _POWERS)), None)
    if match is None:
        return None
    written, exponent = match["factor"], match["power"]
    factor = _in_digits(f"{written}1" if written in ("", "+", "-") else written)
    if factor is None:
        return None
    size = exponent.lstrip("+-").lstrip("0") or "0"
    if not factor:
        return Decimal(0)
    if len(size) > _EXPONENT_DIGITS:
        small = exponent.startswith("-")
        return error("too_precise", places=MOST_PLACES) if small else error("too_large")
    return factor.scaleb(-int(size) if exponent.startswith("-") else int(size))


def _in_digits(text: str) -> Decimal | None:
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if _GROUPED.fullmatch(text):
        return Decimal(text.replace(",", "").replace(" ", ""))
    return None


def _too_long(text: str) -> Decimal | Finding:
    """What is wrong with a text that is too long: digits are too many, anything else no number."""
    if _PLAIN.fullmatch(text):
        return storable(Decimal(text))
    start, rest = text[:LONGEST_TYPED], text[LONGEST_TYPED:]
    written = plain(start)
    # An exponent of so many digits is beyond any number, however it goes on.
    beyond = _number(written) if rest.isdecimal() else None
    return beyond if isinstance(beyond, Finding) else _no_number(start, written)


def _no_number(text: str, written: str) -> Finding:
    """Why it is none: what separates digits stands where it can't, or something else."""
    quoted = shown(text).strip()
    quoted = quoted if len(quoted) <= LONGEST_QUOTE else f"{quoted[:LONGEST_QUOTE]}…"
    digits = _ONLY_DIGITS.fullmatch(written) and written.count(".") <= 1
    why = "hidden" if spoilt(text) else "separator" if digits and "," in written else ""
    return error("not_a_number", typed=quoted, why=why)


def _in_unit(
    value: Decimal,
    typed: str,
    unit: UnitData,
    units: UnitTable,
    per: str | None,
    negative: bool,
) -> Decimal | Finding:
    divided = units.divided(unit, per)
    try:
        given = units.parse_typed(typed)
    except UnknownUnitError:
        return error("unknown_unit", typed=typed[:LONGEST_QUOTE], unit=divided)
    if given.symbol in (unit.symbol, divided.symbol):
        return storable(_digits(value))
    own = divided if given.dimension == divided.dimension else unit
    try:
        converted = converted_as_written(value, given, own)
    except ValueError:
        return error("wrong_unit", typed=typed[:LONGEST_QUOTE], unit=divided)
    return _offered(value, given, converted, own, negative)


def _offered(
    value: Decimal, given: UnitData, converted: Decimal, unit: UnitData, negative: bool
) -> Finding:
    """The error that says what was typed in the right unit, as it can be typed and is accepted."""
    if value < 0 and not negative:
        return error("negative")
    if places(converted) > MOST_PLACES:
        converted = rounded(converted, MOST_PLACES).normalize() + 0
    is_storable = not isinstance(storable(converted), Finding)
    fits = unit.highest is None or converted <= unit.highest
    lost = bool(value) and not converted
    if not is_storable or not fits or lost or abs(value.adjusted()) > MOST_DIGITS:
        return error("other_unit_unfit", given=given, unit=unit)
    return error(
        "other_unit",
        typed=Amount(_digits(value), given),
        unit=unit,
        converted=Amount(converted, unit),
        number=converted,
    )


def _digits(value: Decimal) -> Decimal:
    """The number without an exponent (1.2E+3 is 1200), where it has few enough digits for that."""
    exponent = value.as_tuple().exponent
    few = isinstance(exponent, int) and exponent > 0 and value.adjusted() <= MOST_DIGITS
    return value.quantize(Decimal(1)) if few else value


def storable(value: Decimal) -> Decimal | Finding:
    """The number as the database keeps it digit for digit, or the error that says why it can't."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > MOST_PLACES:
        return error("too_precise", places=MOST_PLACES)
    if abs(value) >= LARGEST:
        return error("too_large")
    if len(value.as_tuple().digits) > MOST_DIGITS:
        return error("too_long", digits=MOST_DIGITS)
    return value if value else value.copy_abs()  # no database keeps the sign of zero for sure
