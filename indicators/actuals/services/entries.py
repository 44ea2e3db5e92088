"""Enter a value, say that there is none, or take it back."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from common.decimals import places_of
from common.labels import label
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action, ActualState, ObsStatus
from indicators.actuals.rules.findings import Finding
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.surroundings import findings_of
from indicators.actuals.services.checking import read_value, text_faults, year_fault
from indicators.actuals.services.errors import Fault, Invalid, Stale
from indicators.actuals.services.history import Before, record
from indicators.actuals.services.places import Place, admit, find
from indicators.actuals.wording import finding_message


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person or a program enters: a value, or the reason why there is none.

    `value` is text as typed or a Decimal, in the catalogue's unit; an empty one with
    `obs_status` missing takes a value back. A text that is None stays as it was; but an
    explanation belongs to its value, and goes with it. With `keeps_value` the value and its
    status stay too, where there are any.
    """

    value: str | Decimal | None = None
    obs_status: ObsStatus = ObsStatus.NORMAL
    source: str | None = None
    note: str | None = None
    explanation: str | None = None
    keeps_value: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """What is stored now, and what looks implausible about it (warnings only)."""

    actual: Actual
    findings: list[Finding]
    changed: bool


@transaction.atomic
def save(
    *, key: ActualKey, entry: Entry, seen_version: int | None, actor: User, now: datetime
) -> Saved:
    """Store `entry` as the working value of `key`.

    `seen_version` is the version that the actor saw, None where they saw none. Raises
    `NotThere`, `NotAllowed`, `Stale`, `WrongState`, `Invalid`; nothing is stored then. What
    is stored already is not written again, and has no revision of its own.
    """
    place = find(key)
    following = admit(place, Action.SAVE, actor, seen_version)
    if fault := year_fault(key.year, now=now, key=key):
        raise Invalid(fault.message, [fault])
    wanted = _wanted(place, entry)
    actual = place.actual or Actual(
        region_id=key.region,
        indicator_id=key.indicator,
        year=key.year,
        base_year=key.base_year,
        version=0,
        updated_at=now,
    )
    before = Before.of(actual) if place.actual else Before()
    changed = place.actual is None or any(
        getattr(actual, name) != value for name, value in wanted.items()
    )
    for name, value in wanted.items():
        setattr(actual, name, value)
    findings = findings_of(actual)
    errors = [finding for finding in findings if finding.blocks]
    if errors:
        faults = [Fault("value", f.code, finding_message(f), str(key)) for f in errors]
        raise Invalid(faults[0].message, faults, findings)
    if changed:
        _store(actual, following, now)
        record(actual=actual, before=before, action=Action.SAVE, actor=actor, now=now)
    return Saved(actual, findings, changed)


def _wanted(place: Place, entry: Entry) -> dict[str, object]:
    """The columns as the entry wants them; raises `Invalid`."""
    faults: list[Fault] = []
    value: Decimal | None = None
    status = entry.obs_status
    if entry.keeps_value and place.actual is not None:
        value, status = place.actual.printed_value, ObsStatus(place.actual.obs_status)
    elif status is ObsStatus.NORMAL:
        value, faults = read_value(entry.value, place.indicator, place.key)
    elif entry.value not in (None, ""):
        words = _("既填了数值，又注明“%s”，请二选一") % label(status)
        faults.append(Fault("value", "value_and_status", words, str(place.key)))
    wanted: dict[str, object] = {
        "value": value,
        "value_places": None if value is None else places_of(value),
        "obs_status": status,
    }
    for name in ("source", "note", "explanation"):
        text = getattr(entry, name)
        if text is not None:
            wanted[name] = text.strip()
    if entry.explanation is None and _replaces(place.actual, wanted):
        wanted["explanation"] = ""
    if status.needs_reason:
        note = wanted.get("note", place.actual.note if place.actual else "")
        if not note:
            words = _("请在说明中写明“%s”的理由") % label(status)
            faults.append(Fault("note", "reason_required", words, str(place.key)))
    faults += text_faults(wanted, key=place.key)
    if faults:
        raise Invalid(faults[0].message, faults)
    return wanted


def _replaces(actual: Actual | None, wanted: dict[str, object]) -> bool:
    """Whether another value stands there than is wanted, or another reason for having none."""
    if actual is None:
        return False
    return (actual.value, actual.obs_status) != (wanted["value"], wanted["obs_status"])


def _store(actual: Actual, state: ActualState, now: datetime) -> None:
    actual.state = state
    actual.version += 1
    actual.updated_at = now
    # A demonstration value that a person corrects is that person's from then on.
    actual.demo = False
    if actual.pk is not None:
        actual.save()
        return
    try:
        with transaction.atomic():
            actual.save(force_insert=True)
    except IntegrityError:
        current = Actual.objects.filter(
            region=actual.region_id,
            indicator=actual.indicator_id,
            year=actual.year,
            base_year=actual.base_year,
        ).first()
        raise Stale(_("这个数值刚刚由他人填报"), current) from None
