"""Runs the checks on a value against everything that is known around it."""

from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.models import Actual, Indicator
from indicators.rules.findings import Finding
from indicators.rules.keys import ActualKey
from indicators.rules.typed import read_value as read_typed
from indicators.selectors.surroundings import Surroundings
from indicators.services.errors import Fault
from siwei.lib.language import said


def read_value(
    value: str | Decimal | None, indicator: Indicator, key: ActualKey
) -> tuple[Decimal | None, list[Fault]]:
    """What was typed, as a Decimal in the catalogue's unit; or None and what is wrong with it."""
    text = "" if value is None else value if isinstance(value, str) else format(value, "f")
    if not text.strip():
        words = _("请填数值；如尚未发布或不适用，请注明")
        return None, [Fault("value", "required", words, str(key))]
    read = read_typed(text, indicator.unit)
    if isinstance(read, Finding):
        return None, [Fault("value", read.code, said(read.message), str(key))]
    return read, []


def findings_of(actual: Actual) -> list[Finding]:
    """What the checks find in the working value of `actual`, stored or not yet."""
    return Surroundings([actual.key]).findings(actual.key, actual.printed_value)
