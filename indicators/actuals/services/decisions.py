"""Submit, withdraw, approve, return and reopen: one value or many, each recorded for itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from common.labels import label
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action, ActualState, ObsStatus
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.rules.workflow import SENDS_BACK, published_note
from indicators.actuals.selectors.surroundings import findings_of
from indicators.actuals.services.checking import text_faults
from indicators.actuals.services.errors import BatchRefused, Fault, Invalid, NotThere, Refused
from indicators.actuals.services.history import Before, record
from indicators.actuals.services.places import Place, admit, find
from indicators.actuals.wording import finding_message, finding_messages


@dataclass(frozen=True, slots=True)
class Seen:
    """A value as the actor saw it."""

    key: ActualKey
    version: int


@transaction.atomic
def decide(
    *, action: Action, values: Sequence[Seen], actor: User, now: datetime, reason: str = ""
) -> list[Actual]:
    """Do `action` to every one of `values`, or to none of them.

    `reason` is required to return and to reopen; with other actions it is a comment. Raises
    the `Refused` of a single value as it is, and `BatchRefused`, which names every value
    that stands in the way, for several.
    """
    reason = reason.strip()
    if action in SENDS_BACK and not reason:
        words = _("请写明%(action)s的理由") % {"action": label(action)}
        raise Invalid(words, [Fault("reason", "required", words)])
    if faults := text_faults({"reason": reason}):
        raise Invalid(faults[0].message, faults)
    done: list[Actual] = []
    refusals: dict[ActualKey, Refused] = {}
    # In one order for everybody, so that two batches never wait for each other's locks.
    for value in sorted(values, key=lambda value: value.key):
        try:
            done.append(_decide_one(action, value, actor, now, reason))
        except Refused as refusal:
            refusals[value.key] = refusal
    if not refusals:
        return done
    if len(values) == 1:
        raise next(iter(refusals.values()))
    raise BatchRefused(refusals)


@transaction.atomic
def obstacles(*, action: Action, values: Sequence[Seen], actor: User) -> dict[ActualKey, Refused]:
    """What would stand in the way if `actor` did `action` to each of `values`; nothing is done."""
    found: dict[ActualKey, Refused] = {}
    for value in sorted(values, key=lambda value: value.key):
        try:
            _admitted(action, value, actor)
        except Refused as refusal:
            found[value.key] = refusal
    return found


def _admitted(action: Action, value: Seen, actor: User) -> tuple[Actual, ActualState]:
    """The value, locked, and the state that `action` leads to; raises `Refused`."""
    place = find(value.key)
    following = admit(place, action, actor, value.version)
    actual = place.actual
    if actual is None:
        raise NotThere(_("没有这个值：%s") % value.key)
    if action is Action.SUBMIT:
        _ready(place, actual)
    return actual, following


def _decide_one(action: Action, value: Seen, actor: User, now: datetime, reason: str) -> Actual:
    actual, following = _admitted(action, value, actor)
    before = Before.of(actual)
    actual.state = following
    actual.version += 1
    actual.updated_at = now
    if action is Action.SUBMIT:
        actual.submitted_by, actual.submitted_at = actor, now
    elif action is Action.APPROVE:
        _publish(actual, now)
    actual.save()
    record(actual=actual, before=before, action=action, actor=actor, now=now, reason=reason)
    return actual


def _ready(place: Place, actual: Actual) -> None:
    """Errors block a submission; warnings ask for an explanation."""
    if actual.obs_status == ObsStatus.MISSING:
        words = _("还没有填数值；如尚未发布或不适用，请注明并说明理由")
        raise Invalid(words, [Fault("value", "missing", words, str(place.key))])
    findings = findings_of(actual)
    errors = [finding for finding in findings if finding.blocks]
    if errors:
        faults = [
            Fault("value", finding.code, finding_message(finding), str(place.key))
            for finding in errors
        ]
        raise Invalid(_("数值有误，不能提交"), faults, findings)
    if findings and not actual.explanation.strip():
        words = _("请解释：%s") % finding_messages(findings)
        fault = Fault("explanation", "explanation_required", words, str(place.key))
        raise Invalid(words, [fault], findings)


def _publish(actual: Actual, now: datetime) -> None:
    actual.state = ActualState.APPROVED
    actual.published_value = actual.value
    actual.published_places = actual.value_places
    actual.published_obs_status = actual.obs_status
    actual.published_source = actual.source
    actual.published_note = published_note(actual.obs_status, actual.note)
    actual.published_at = now
