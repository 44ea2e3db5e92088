"""Says who may do what to which value now, and refuses everybody else."""

from django.utils.translation import gettext as _

from common.labels import label
from common.refusals import Fault, Invalid, NotAllowed, NotThere, Stale, WrongState
from common.signs import is_blank, tidy
from departments.rules.permissions import READ, Person, Subject, may, own_work
from departments.services.keys import check_key_scope
from departments.wording import not_reported_refusal
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Change
from indicators.actuals.rules.enums import CHANGING, Action, ActualState
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.rules.workflow import (
    FOUR_EYES,
    SENDS_BACK,
    NextStep,
    next_state,
    next_step,
    open_for,
    permission_for,
    wrong_state,
)
from indicators.actuals.selectors.facts import Facts
from indicators.actuals.selectors.subjects import subject_for
from indicators.actuals.services.faults import text_faults
from indicators.actuals.wording import next_step_message, own_work_message


def admit(
    change: Change,
    actual: Actual | None,
    facts: Facts,
    person: Person,
    *,
    sent_back: bool,
    by_import: bool = False,
) -> ActualState:
    """The state that `change` leads to, if `person` may do it to what they saw.

    `actual` is the locked row, None where there is none; `sent_back`: a reviewer returned or
    reopened it, and nobody approved it since; `by_import`: it comes from a file. Raises
    `Invalid` (the reason), `NotThere`, `NotAllowed`, `Stale` or `WrongState`, in this order.
    """
    _check_reason(change)
    subject = subject_for(change.action, _subject(change, facts), actual)
    if not may(person, READ, subject) and not (actual is not None and actual.is_public):
        raise NotThere(_("没有这个值，或您无权查看：%s") % change.key)
    check_key_scope(person, subject.ancestors)
    if not may(person, permission_for(_asked(change.action), by_import=by_import), subject):
        own = change.action in FOUR_EYES and own_work(person.id, subject)
        code = "own_work" if own else ""
        raise NotAllowed(_refusal(change.action, person, subject), code=code)
    _check_version(change, actual)
    if actual is None and change.action is Action.SAVE:
        _check_region(change.key, facts)
    is_open = facts.is_open(change.key)
    return _following(change, actual, is_open=is_open, unlocked=is_open or sent_back)


def _check_region(key: ActualKey, facts: Facts) -> None:
    """Raises `Invalid` for a new value of a year in which the region isn't there."""
    why = facts.not_reported(key)
    if why is not None:
        validity, lineage = facts.validity(key), facts.country.lineage
        words = not_reported_refusal(why, key.region, key.year, validity, lineage)
        raise Invalid(words, [Fault("year", why.value, words, str(key))])


def admit_siwei(change: Change, actual: Actual | None) -> ActualState | None:
    """The state that a change leads to which no person asks for; None where the value goes.

    Raises `Stale` or `WrongState`.
    """
    _check_version(change, actual)
    state = ActualState(actual.state) if actual else None
    if change.action is Action.REMOVE and actual is not None:
        return None
    if change.action is Action.LOAD and actual is None:
        return ActualState.APPROVED
    published = actual is not None and actual.is_published
    following = next_state(state, change.action, published=published)
    if following is None:
        words = _wrong_state_words(state, change.action, unlocked=True)
        raise WrongState(words, code=wrong_state(state, change.action))
    return following


def _check_version(change: Change, actual: Actual | None) -> None:
    """Raises `Stale` where another version is stored than was seen."""
    stored = actual.version if actual else None
    if change.seen_version != stored:
        code = "not_there" if actual is None else "" if change.seen_version else "already_there"
        older = actual is not None and (change.seen_version or 0) < actual.version
        words = _stale_words(actual, change.seen_version)
        raise Stale(words, actual, was_older=older, code=code)


def _asked(action: Action) -> Action:
    """The action of the workflow that `action` counts as: a file is a part of what is entered."""
    return Action.SAVE if action in CHANGING else action


def _following(
    change: Change, actual: Actual | None, *, is_open: bool, unlocked: bool
) -> ActualState:
    action = _asked(change.action)
    state = ActualState(actual.state) if actual else None
    published = actual is not None and actual.is_published
    following = next_state(state, action, published=published)
    if following is None:
        words = _wrong_state_words(state, action, unlocked=unlocked)
        raise WrongState(words, code=wrong_state(state, action))
    if not open_for(action, year_is_open=is_open, sent_back=unlocked):
        words = _("%s 年未开放填报") % change.key.year
        step = next_step(state, action, unlocked=False)
        raise WrongState(_with(words, step), code="year_closed")
    if actual is None and change.action is not Action.SAVE:
        raise NotThere(_("请先填报数值，再添加佐证材料：%s") % change.key)
    return following


def _check_reason(change: Change) -> None:
    if change.action in CHANGING:
        return  # what Siwei itself says of a file
    if change.action in SENDS_BACK and is_blank(change.reason):
        words = _("请写明%(action)s的理由") % {"action": label(change.action)}
        raise Invalid(words, [Fault("reason", "required", words)])
    if faults := text_faults({"reason": tidy(change.reason)}):
        raise Invalid(faults[0].message, faults)


def _subject(change: Change, facts: Facts) -> Subject:
    """What the permission is asked for. Raises `NotThere` for a key that names nothing."""
    key = change.key
    subject, indicator = facts.subject_of(key), facts.indicators.get(key.indicator)
    if subject is None or indicator is None:
        raise NotThere(_("没有这个行政区或指标：%s") % key)
    if indicator.is_reduction != (key.base_year is not None):
        raise NotThere(_("下降幅度的键要写基期年（2020-2025），其他指标不写：%s") % key)
    if key.base_year is not None and key.base_year >= key.year:
        raise NotThere(_("基期年必须早于目标年：%s") % key)
    return subject


def _refusal(action: Action, person: Person, subject: Subject) -> str:
    if action in FOUR_EYES and (own := own_work(person.id, subject)):
        return own_work_message(own)
    return _("您没有%(action)s这个数值的权限") % {"action": label(_asked(action))}


def _wrong_state_words(state: ActualState | None, action: Action, *, unlocked: bool) -> str:
    if (state, action) == (ActualState.RETURNED, Action.SUBMIT):
        return _("“已退回”的数值要先修改（或在说明中写明理由）并保存，才能再次提交")
    if action is Action.RETRACT:
        return _("这个数值没有发布，不能撤回发布")
    words = _("“%(state)s”的数值不能%(action)s") % {
        "state": label(state) if state else _("未填"),
        "action": label(action),
    }
    return _with(words, next_step(state, action, unlocked=unlocked))


def _with(words: str, step: NextStep | None) -> str:
    if step is None:
        return words
    return _("%(refusal)s；%(advice)s") % {"refusal": words, "advice": next_step_message(step)}


def _stale_words(actual: Actual | None, seen_version: int | None) -> str:
    if actual is None:
        return _("这个数值还没有填报，或已不存在")
    if seen_version and seen_version > actual.version:
        return _("没有第 %(seen)d 版，现在是第 %(current)d 版") % {
            "seen": seen_version,
            "current": actual.version,
        }
    # `name_who_was_quicker` says who it was, and when, for all of a batch.
    return _("这个数值已经变更，与您看到的不同，请核对")
