"""What the checks find in a batch of values: errors block, warnings ask for an explanation."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from common.refusals import Fault, Invalid
from common.signs import is_blank
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Change
from indicators.actuals.rules.enums import Action, ObsStatus
from indicators.actuals.rules.findings import Finding
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.surroundings import Beside, Surroundings, errors_in
from indicators.actuals.services.work import Work
from indicators.actuals.wording import (
    finding_message,
    finding_messages,
    finding_statement,
    finding_statements,
)


def check_values(works: Sequence[Work], read: Callable[[], Surroundings], today: date) -> None:
    """Set the findings of each work that saves or submits, and refuse what they block; refuse an
    approval whose warnings weren't confirmed.

    The values of the batch see each other: what is wrong is left out first, then each value is
    looked at beside the new values of the others. `read` gives what is known around the values
    whenever it is called, and isn't where nothing of it is asked: of a value that is explained,
    no more than whether it can be.
    """
    works = [work for work in works if not _is_ready(work)]
    if not works:
        return
    around = read()
    saving = [work for work in works if work.change.action is Action.SAVE]
    for work in saving:
        work.refusal = _refused(work.key, around.errors(work.key, _value(work)))
    kept = [work for work in saving if work.refusal is None]
    for work in kept:
        around.enter(work.key, _value(work))
    for work in kept:
        work.findings = around.findings(work.key, _value(work), _beside(work, today))
    for work in works:
        if work.change.action is Action.SUBMIT and work.actual is not None:
            work.refusal = _unready(work.actual, around, today)
        elif work.change.action is Action.APPROVE and work.actual is not None:
            work.refusal = _unconfirmed(work.change, work.actual, around, today)


def _is_ready(work: Work) -> bool:
    """Whether a value is submitted that is explained and may be what it is: what stands around it
    asks nothing more."""
    actual = work.actual
    return (
        work.change.action is Action.SUBMIT
        and actual is not None
        and actual.obs_status != ObsStatus.MISSING
        and not is_blank(actual.explanation)
        and work.indicator is not None
        and not errors_in(actual.printed_value, work.indicator)
    )


def is_checked(change: Change) -> bool:
    """Whether anything is asked about the value of `change`."""
    if change.action is Action.APPROVE:
        return change.confirmed is not None
    return change.action in (Action.SAVE, Action.SUBMIT)


def _beside(work: Work, today: date) -> Beside:
    """What is said of a value that is saved; a source that isn't sent stays as it was."""
    source = work.columns.get("source", work.actual.source if work.actual else "")
    return Beside(str(source), today)


def _value(work: Work) -> Decimal | None:
    value = work.columns["value"]
    assert value is None or isinstance(value, Decimal)
    return value


def _refused(key: ActualKey, findings: Sequence[Finding]) -> Invalid | None:
    errors = [finding for finding in findings if finding.blocks]
    if not errors:
        return None
    return Invalid(finding_message(errors[0]), _faults(key, errors), findings)


def _unready(actual: Actual, around: Surroundings, today: date) -> Invalid | None:
    """Why a value can't be submitted yet; None where it can."""
    key = actual.key
    if actual.obs_status == ObsStatus.MISSING:
        words = _("还没有填数值；如尚未发布或不适用，请注明并说明理由")
        return Invalid(words, [Fault("value", "missing", words, str(key))])
    findings = around.findings_of(actual, today)
    errors = [finding for finding in findings if finding.blocks]
    if errors:
        return Invalid(_("数值有误，不能提交"), _faults(key, errors), findings)
    asked = [finding for finding in findings if finding.asks]
    if asked and is_blank(actual.explanation):
        words = _("请解释：%s") % finding_messages(asked)
        return Invalid(
            words, [Fault("explanation", "explanation_required", words, str(key))], findings
        )
    return None


def _unconfirmed(
    change: Change, actual: Actual, around: Surroundings, today: date
) -> Invalid | None:
    """Why whoever approves has to look again: a warning that they didn't confirm."""
    findings = [one for one in around.findings_of(actual, today) if one.warns]
    confirmed = change.confirmed or ()
    if all(one.code in confirmed for one in findings):
        return None
    words = _("这个数值有提示，请确认后再通过：%s") % finding_statements(findings)
    return Invalid(
        words,
        [Fault("confirm", one.code, finding_statement(one), str(actual.key)) for one in findings],
        findings,
    )


def _faults(key: ActualKey, errors: Sequence[Finding]) -> list[Fault]:
    return [Fault("value", one.code, finding_message(one), str(key)) for one in errors]
