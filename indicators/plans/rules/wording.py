"""Numbers with their units in a sentence, in both languages."""

from decimal import ROUND_HALF_EVEN, Decimal, getcontext

from common.bilingual import Bilingual
from indicators.plans.rules.units import NamedUnit

# The minus of numbers on a screen, as wide as their plus; a hyphen is too short.
MINUS = "\u2212"


def number(value: Decimal) -> str:
    """`value` as printed: 9.0 stays 9.0, never 9E+1; minus zero is zero."""
    return format(abs(value) if value == 0 else value, "f")


def drawn(value: Decimal) -> str:
    """`value` as a table shows it: as printed, with the minus of numbers."""
    return number(value).replace("-", MINUS)


def sign_of(change: Decimal) -> str:
    """What stands before the size of a change: +, −, or ± where nothing changed."""
    return "+" if change > 0 else MINUS if change < 0 else "±"


def amount(value: Decimal, unit: NamedUnit) -> Bilingual:
    """`value` with its unit: 2.27亿立方米 · 2.27 × 100 million m³; 95%; 0.63."""
    text = number(value)
    if unit.is_bare:
        return Bilingual(text, text)
    return Bilingual(text + unit.name, text + _joint(unit) + _counted(value, unit.name_en))


def _joint(unit: NamedUnit) -> str:
    """What stands in English between a number and its unit: nothing before a sign such as %."""
    first = unit.name_en[:1]
    return " × " if first.isdigit() else " " if first.isalnum() else ""


def difference(value: Decimal, unit: NamedUnit) -> Bilingual:
    """A difference between two values of `unit`: of percentages it is in percentage points."""
    if not unit.in_points:
        return amount(value, unit)
    text = number(value)
    return Bilingual(f"{text}个百分点", f"{text} {_counted(value, 'percentage points')}")


def _counted(value: Decimal, noun: str) -> str:
    return noun.removesuffix("s") if number(abs(value)) == "1" else noun


def places(*values: Decimal) -> int:
    """The most decimals that any of `values` prints."""
    return max((max(0, -int(value.as_tuple().exponent)) for value in values), default=0)


def rounded(value: Decimal, digits: int) -> Decimal:
    """`value` to `digits` decimals, half to even; minus zero becomes zero.

    A number too long for that (of 28 digits) has no decimals left to round, and stays as it is.
    """
    if value.adjusted() + 1 + digits > getcontext().prec:
        return value
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_EVEN) + 0


def percent(share: Decimal, digits: int = 1) -> str:
    """A share of one as a percentage: 0.0264 is 2.6%."""
    return f"{number(rounded(share * 100, digits))}%"


def joined(*parts: Bilingual) -> Bilingual:
    """Sentences one after the other; empty ones leave no trace."""
    return Bilingual("".join(p.zh for p in parts), " ".join(p.en for p in parts if p.en))


def unit_name(unit: NamedUnit) -> Bilingual:
    """What a unit is called."""
    return Bilingual(unit.name, unit.name_en)
