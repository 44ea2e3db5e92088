"""Numbers with their units in both languages: what the checks of values still say by themselves.

Everything else says it in one language, by `indicators.plans.wording`.
"""

from decimal import Decimal

from common.bilingual import Bilingual
from common.figures import number, percent, places, rounded, sign_of
from indicators.plans.rules.units import UnknownUnitError, parse_unit

__all__ = ["amount", "difference", "number", "percent", "places", "rounded", "sign_of", "unit_name"]

# A pure number: nothing is written after it.
_BARE = {"1": Bilingual("", "")}


def amount(value: Decimal, unit: str) -> Bilingual:
    """`value` with its unit: 2.27亿立方米 · 2.27 × 100 million m³; 95%; 0.63."""
    text = number(value)
    name = _BARE.get(unit) or unit_name(unit)
    if unit == "%":
        return Bilingual(f"{text}%", f"{text}%")
    joint = " × " if name.en[:1].isdigit() else " "
    en = _counted(value, name.en)
    return Bilingual(text + name.zh, f"{text}{joint}{en}" if en else text)


def difference(value: Decimal, unit: str) -> Bilingual:
    """A difference between two values of `unit`: of percentages it is in percentage points."""
    if unit != "%":
        return amount(value, unit)
    text = number(value)
    return Bilingual(f"{text}个百分点", f"{text} {_counted(value, 'percentage points')}")


def unit_name(unit: str) -> Bilingual:
    """What a unit is called; an unknown one by its own sign."""
    try:
        return parse_unit(unit).name
    except UnknownUnitError:
        # A sentence about a value must not fail for a unit that only an import could bring.
        return Bilingual(unit, unit)


def _counted(value: Decimal, noun: str) -> str:
    return noun.removesuffix("s") if number(abs(value)) == "1" else noun
