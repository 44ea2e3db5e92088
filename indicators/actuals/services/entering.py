"""Turns what was entered into the columns of an actual, and says what is wrong with it."""

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from common.decimals import places_of
from common.labels import label
from common.refusals import Fault, Invalid
from common.signs import tidy
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Change, Entry
from indicators.actuals.rules.enums import ObsStatus
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.services.faults import read_value, text_faults, year_fault
from indicators.plans.models import Indicator

Columns = dict[str, object]


def columns(
    change: Change, actual: Actual | None, indicator: Indicator, *, now: datetime
) -> Columns:
    """The columns as the entry of `change` wants them; raises `Invalid`."""
    if fault := year_fault(change.key.year, now=now, key=change.key):
        raise Invalid(fault.message, [fault])
    entry = _entry(change)
    faults: list[Fault] = []
    value: Decimal | None = None
    status = _status(entry, actual)
    if entry.keeps_value and actual is not None:
        value, status = actual.printed_value, ObsStatus(actual.obs_status)
    elif status.has_value and entry.keeps_number and actual is not None and actual.has_value:
        value = actual.printed_value
    elif status.has_value:
        value, faults = read_value(entry.value, indicator, change.key)
    elif entry.value not in (None, ""):
        words = _("既填了数值，又注明“%s”，请二选一") % label(status)
        faults.append(Fault("value", "value_and_status", words, str(change.key)))
    wanted = _wanted(entry, value, status, actual)
    faults += _note_faults(wanted, status, actual, change.key)
    faults += text_faults(wanted, key=change.key)
    if faults:
        raise Invalid(faults[0].message, faults)
    return wanted


def _status(entry: Entry, actual: Actual | None) -> ObsStatus:
    if entry.keeps_status and actual is not None and actual.has_value:
        return ObsStatus(actual.obs_status)
    return entry.obs_status


def columns_of_siwei(change: Change) -> Columns:
    """The columns of what Siwei itself enters: a Decimal of a plan, or of a demonstration."""
    entry = _entry(change)
    assert not isinstance(entry.value, str)
    return _wanted(entry, entry.value, entry.obs_status, None)


def replaces(actual: Actual | None, wanted: Columns) -> bool:
    """Whether `wanted` says anything else than what is stored."""
    return actual is None or any(getattr(actual, name) != value for name, value in wanted.items())


def _entry(change: Change) -> Entry:
    assert change.entry is not None, "nothing was entered"
    return change.entry


def _wanted(
    entry: Entry, value: Decimal | None, status: ObsStatus, actual: Actual | None
) -> Columns:
    wanted: Columns = {
        "value": value,
        "value_places": None if value is None else places_of(value),
        "obs_status": status,
    }
    for name in ("source", "note", "explanation"):
        text = getattr(entry, name)
        if text is not None:
            wanted[name] = tidy(text)
    # An explanation belongs to its value, and goes with it; a preliminary value that is confirmed
    # is the same value.
    was = (None, "") if actual is None else (actual.value, actual.obs_status)
    stays = actual is None or was == (value, status) or (value is not None and was[0] == value)
    if entry.explanation is None and not stays:
        wanted["explanation"] = ""
    return wanted


def _note_faults(
    wanted: Columns, status: ObsStatus, actual: Actual | None, key: ActualKey
) -> list[Fault]:
    """A value that isn't there needs the reason why in its note."""
    if not status.needs_reason or wanted.get("note", actual.note if actual else ""):
        return []
    words = _("请在说明中写明“%s”的理由") % label(status)
    return [Fault("note", "reason_required", words, str(key))]
