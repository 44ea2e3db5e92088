"""The sentence that defends a status: numbers as printed, with their units and years."""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.figures import number
from common.labels import label
from common.language import join_sentences
from indicators.actuals.rules.content import Withdrawal
from indicators.actuals.rules.enums import ObsStatus
from indicators.actuals.wording import organ_words
from indicators.assessments.rules.assessment import Assessment
from indicators.assessments.rules.statuses import Status
from indicators.assessments.wording.limits import (
    actual_phrase,
    changed_by,
    goal_phrase,
    limit_phrase,
)
from indicators.assessments.wording.verdicts import demo_mark, revised, verdict
from indicators.plans.rules.enums import Direction
from indicators.plans.rules.in_force import ended_in, targets_in_force
from indicators.plans.rules.limits import Limit, NoLimit
from indicators.plans.wording import amount


def explain(a: Assessment) -> str:
    """Why the status is what it is: a few sentences that a person would accept as the reason."""
    if a.promise.direction is Direction.NONE:
        allocation = _("这是配置量，只比较大小，不评判是否达标。")
        return join_sentences([allocation, _observed_sentence(a)])
    if a.limit is None:
        return _without_limit(a)
    if a.observed is not None and a.observed.obs_status is ObsStatus.NOT_APPLICABLE:
        return _not_applicable(a)
    if a.actual is None:
        return _without_value(a, a.limit)
    return verdict(a, a.limit, a.actual)


def _not_applicable(a: Assessment) -> str:
    if note := _note(a):
        return _("%(year)d年填报为“不适用”：%(note)s。") % {"year": a.year, "note": note}
    return _("%(year)d年填报为“不适用”。") % {"year": a.year}


def _without_value(a: Assessment, limit: Limit) -> str:
    words = _("估算限值为%(goal)s。") if limit.is_estimate else _("规划目标为%(goal)s。")
    target = words % {"goal": limit_phrase(limit, a.promise)}
    sentences = [
        _no_value(a),
        target,
        changed_by(limit.target, a.promise),
        _stray(a, limit),
        _derived(a, limit),
        revised(a),
    ]
    return join_sentences(sentences)


def _no_value(a: Assessment) -> str:
    known = {"year": a.year, "note": _note(a)}
    if a.withdrawn is not None:
        return _withdrawn(a, a.withdrawn)
    if a.status is Status.NOT_DUE:
        return _("%(year)d年尚未结束。") % known
    if a.observed is None or a.observed.obs_status is not ObsStatus.NOT_AVAILABLE:
        return _("还没有经审核发布的%(year)d年实际值。") % known
    if known["note"]:
        return _("%(year)d年的数值尚未发布：%(note)s。") % known
    return _("%(year)d年的数值尚未发布。") % known


def _withdrawn(a: Assessment, withdrawn: Withdrawal) -> str:
    known = {
        "year": a.year,
        "value": _withdrawn_value(a, withdrawn),
        "day": localtime(withdrawn.at).date().isoformat(),
        "organ": organ_words(withdrawn),
        "reason": withdrawn.reason.strip().rstrip("。."),
    }
    if withdrawn.organ:
        return (
            _("原发布的%(year)d年%(value)s已由%(organ)s于%(day)s撤回发布，理由：%(reason)s。")
            % known
        )
    return _("原发布的%(year)d年%(value)s已于%(day)s撤回发布，理由：%(reason)s。") % known


def _withdrawn_value(a: Assessment, withdrawn: Withdrawal) -> str:
    if withdrawn.value is None:
        return _("“%s”") % label(ObsStatus(withdrawn.obs_status))
    return amount(withdrawn.value, a.promise.unit)


def _stray(a: Assessment, limit: Limit) -> str:
    if a.stray_base is None:
        return ""
    return _(
        "已填报的%(year)d年数值以%(stray)d年为基期，目标以%(base)d年为基期，不能直接比较；"
        "缺少衔接两个基期的数值，无法换算。"
    ) % {"year": a.year, "stray": a.stray_base, "base": limit.base_year}


def _derived(a: Assessment, limit: Limit) -> str:
    if a.derived is None:
        return ""
    words = (
        _("按水平值推算，较%(base)d年上升%(percent)s%%；水平值为现价，仅供参考。")
        if a.derived < 0
        else _("按水平值推算，较%(base)d年下降%(percent)s%%；水平值为现价，仅供参考。")
    )
    return words % {"base": limit.base_year, "percent": number(abs(a.derived))}


def _superseded(a: Assessment) -> str:
    ended = ended_in(a.promise, a.year)
    assert ended is not None  # the code says so
    known = {"day": ended.on.isoformat(), "title": ended.by.title, "year": a.year}
    return _("本规划自%(day)s起由《%(title)s》代替，%(year)d年不再按本规划评判。") % known


def _without_limit(a: Assessment) -> str:
    if a.no_limit is NoLimit.SUPERSEDED:
        return join_sentences([_superseded(a), _observed_sentence(a)])
    if a.no_limit is NoLimit.BEFORE_FIRST:
        return join_sentences([_before_first(a), _observed_sentence(a)])
    if a.no_limit is NoLimit.WORDS_ONLY:
        return _words_only(a)
    if a.no_limit is NoLimit.MISSING_BASE:
        return _("规划没有写明下降幅度的基期年，无法评判。")
    return join_sentences([_("规划没有为它定目标。"), _observed_sentence(a)])


def _words_only(a: Assessment) -> str:
    if words := "；".join(t.wording for t in targets_in_force(a.promise, a.year) if t.wording):
        return _("规划只有文字表述：“%(words)s”，没有可评判的数值。") % {"words": words}
    return _("规划只有文字表述，没有可评判的数值。")


def _before_first(a: Assessment) -> str:
    promise = a.promise
    dated = [
        t for t in targets_in_force(promise, a.year) if t.value is not None and t.year is not None
    ]
    first = min(dated, key=lambda t: t.year or 0, default=None)
    if first is None or first.value is None:
        known = {"since": promise.since, "year": a.year}
        return _("规划自%(since)d年起执行，%(year)d年尚无限值。") % known
    words = _("首个目标在%(first)d年（%(goal)s），%(year)d年尚无限值。") % {
        "first": first.year,
        "goal": goal_phrase(promise, first, first.value),
        "year": a.year,
    }
    return join_sentences([words, changed_by(first, promise)])


def _observed_sentence(a: Assessment) -> str:
    if a.withdrawn is not None:
        return _withdrawn(a, a.withdrawn)
    if a.actual is None:
        return ""
    if a.base_year is not None:
        words = pgettext("a value without a limit", "%(actual)s。")
        sentence = words % {"actual": actual_phrase(a, a.actual)}
    else:
        known = {"year": a.year, "amount": amount(a.actual, a.promise.unit)}
        sentence = _("%(year)d年实际%(amount)s。") % known
    return join_sentences([sentence, demo_mark(a)])


def _note(a: Assessment) -> str:
    return "" if a.observed is None else a.observed.note.strip().rstrip("。.")
