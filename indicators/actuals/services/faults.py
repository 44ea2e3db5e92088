"""Reads what was typed as a value, and says what is wrong with it, its year or its texts."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from common.refusals import Fault
from common.signs import is_blank
from common.texts import LONGEST, text_fault
from indicators.actuals.models import Actual
from indicators.actuals.rules.findings import Finding
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.rules.typed import read_value as read_typed
from indicators.actuals.wording import field_name, finding_message
from indicators.plans.models import Indicator
from indicators.plans.selectors.units import unit_table

FIRST_YEAR = 2000
LONGEST_NUMBER = 40  # more than any value has: those are refused as too large or too precise
TEXTS = ("source", "note", "explanation", "reason")


def read_value(
    value: str | Decimal | None, indicator: Indicator, key: ActualKey
) -> tuple[Decimal | None, list[Fault]]:
    """What was typed, as a Decimal in the catalogue's unit; or None and what is wrong with it."""
    text = "" if value is None else value if isinstance(value, str) else _written(value)
    if is_blank(text):
        words = _("请填数值；如尚未发布或不适用，请注明")
        return None, [Fault("value", "required", words, str(key))]
    read = read_typed(
        text,
        indicator.unit.rule,
        unit_table,
        per=indicator.per_id,
        negative=indicator.is_reduction or indicator.may_be_negative,
    )
    if isinstance(read, Finding):
        return None, [Fault("value", read.code, finding_message(read), str(key))]
    return read, []


def year_fault(year: int, *, now: datetime, key: ActualKey | None = None) -> Fault | None:
    """What is wrong with a year to report: too long ago, or still to come where the cities are."""
    last = timezone.localdate(now).year
    if FIRST_YEAR <= year <= last:
        return None
    words = _("年份应在 %(first)d 年至 %(last)d 年之间") % {"first": FIRST_YEAR, "last": last}
    return Fault("year", "out_of_range", words, "" if key is None else str(key))


def text_faults(texts: Mapping[str, object], *, key: ActualKey | None = None) -> list[Fault]:
    """What is wrong with texts, by field: characters that can't be taken, or too many."""
    faults: list[Fault] = []
    about = "" if key is None else str(key)
    limits = {"source": Actual._meta.get_field("source").max_length or LONGEST}
    for name, text in texts.items():
        if name not in TEXTS or not isinstance(text, str) or not text:
            continue
        limit = limits.get(name, LONGEST)
        fault = text_fault(text, name=field_name(name), limit=limit)
        if fault is not None:
            code, message = fault
            faults.append(Fault(name, code, message, about))
    return faults


def _written(value: Decimal) -> str:
    """The number in digits; with an exponent where the digits would fill the memory."""
    return format(value, "f") if abs(value.adjusted()) <= LONGEST_NUMBER else str(value)
