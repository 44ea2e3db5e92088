"""Numbers with their units in words of the active language."""

from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from common.language import local_name
from indicators.plans.rules.units import NamedUnit
from indicators.plans.rules.wording import number


def unit_name(unit: NamedUnit) -> str:
    """What a unit is called."""
    return local_name(unit)


def amount(value: Decimal, unit: NamedUnit) -> str:
    """`value` with its unit: 2.27亿立方米 · 2.27 × 100 million m³; 95%; 0.63."""
    text = number(value)
    if unit.is_bare:
        return text
    name = unit_name(unit)
    if not name[:1].isalnum():
        return text + name  # a sign such as % stands close to its number
    words = _("%(number)s × %(unit)s") if name[:1].isdigit() else _("%(number)s%(unit)s")
    return words % {"number": text, "unit": _counted(name, text)}


def difference(value: Decimal, unit: NamedUnit) -> str:
    """A difference between two values of `unit`: of percentages it is in percentage points."""
    if not unit.in_points:
        return amount(value, unit)
    text = number(value)
    words = ngettext("%(number)s个百分点", "%(number)s个百分点", 1 if _is_one(text) else 2)
    return words % {"number": text}


def _counted(noun: str, text: str) -> str:
    """The noun after a number in writing; in English it has the plural in the table of units."""
    english = (get_language() or "").startswith("en")
    return noun.removesuffix("s") if english and _is_one(text) else noun


def _is_one(text: str) -> bool:
    return text in ("1", "-1")
