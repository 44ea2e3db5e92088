"""A value held against its limit, in a sentence."""

from decimal import Decimal

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from common.figures import number, percent
from common.language import join_sentences
from indicators.assessments.rules.assessment import Assessment
from indicators.assessments.rules.revisions import Revision
from indicators.assessments.rules.statuses import Status
from indicators.assessments.wording.forms import form_note
from indicators.assessments.wording.limits import actual_phrase, changed_by, limit_name
from indicators.plans.rules.enums import LimitBasis, TargetForm
from indicators.plans.rules.in_force import targets_in_force
from indicators.plans.rules.limits import Limit
from indicators.plans.wording import amount, breaks_named, difference


def verdict(a: Assessment, limit: Limit, value: Decimal) -> str:
    """Value, limit and margin; where an estimate comes from; what else a reader must know."""
    sentences = [
        _judgement(a, limit, value),
        form_note(a, limit, value),
        _basis(a, limit),
        changed_by(limit.target, a.promise),
        _before_later_cap(a, limit, value),
        _linked(a, limit),
        revised(a),
        _across(a),
        judged_by_preliminary(a),
        demo_mark(a),
    ]
    return join_sentences(sentences)


def judged_by_preliminary(a: Assessment) -> str:
    """Says so where the value may still change."""
    return _("按初步数评判，正式数发布后可能改变。") if a.preliminary else ""


def revised(a: Assessment) -> str:
    """What the values on which the verdict rests were when it was made, and are now."""
    return join_sentences(_revision(a, one) for one in a.revisions)


def _revision(a: Assessment, one: Revision) -> str:
    words = (
        _("%(year)d年水平值当时为%(then)s，后于%(day)s订正为%(now)s。")
        if one.is_level
        else _("%(year)d年基期值当时为%(then)s，后于%(day)s订正为%(now)s。")
    )
    return words % {
        "year": one.year,
        "then": number(one.then),
        "day": localtime(one.on).date().isoformat(),
        "now": number(one.now),
    }


def demo_mark(a: Assessment) -> str:
    """Says so where the value is invented."""
    return _("（演示数据）") if a.demo else ""


def _judgement(a: Assessment, limit: Limit, value: Decimal) -> str:
    near = a.status is Status.NEAR_LIMIT
    gap = limit.value - value if limit.is_ceiling else value - limit.value
    if limit.tolerance:
        words = _about(limit, value)
    elif gap == 0 and near:
        words = _("%(actual)s，恰好等于%(limit)s，没有余量。")
    elif gap == 0:
        words = _("%(actual)s，恰好等于%(limit)s。")
    elif near:
        words = _("%(actual)s，未超过%(limit)s，余量仅%(margin)s，不足上限的5%%。")
    elif limit.is_ceiling and gap > 0:
        words = _("%(actual)s，未超过%(limit)s，余量%(margin)s。")
    elif limit.is_ceiling:
        words = _("%(actual)s，超过%(limit)s，超出%(margin)s。")
    elif gap > 0:
        words = _("%(actual)s，达到%(limit)s，高出%(margin)s。")
    else:
        words = _("%(actual)s，低于%(limit)s，差%(margin)s。")
    return words % {
        "actual": actual_phrase(a, value),
        "limit": limit_name(a, limit, value),
        "margin": _gap(a, limit, value),
    }


def _about(limit: Limit, value: Decimal) -> str:
    """Beside 左右: what the tolerance allows, or more than that. All margins are to its edge."""
    if limit.gap(value) < 0:
        if limit.is_ceiling:
            return _("%(actual)s，超过%(limit)s，超出%(margin)s，不在容差之内。")
        return _("%(actual)s，低于%(limit)s，差%(margin)s，不在容差之内。")
    if value != limit.value and (value > limit.value) == limit.is_ceiling:
        return _("%(actual)s，在%(limit)s的容差之内，距容差边界%(margin)s。")
    if limit.is_ceiling:
        return _("%(actual)s，未超过%(limit)s，距容差边界%(margin)s。")
    return _("%(actual)s，达到%(limit)s，距容差边界%(margin)s。")


def _gap(a: Assessment, limit: Limit, value: Decimal) -> str:
    """The difference to the last value that is allowed; of a ceiling as a share of it too.

    Of percentages a share would only confuse.
    """
    allowed = limit.edge_beside(value) if limit.tolerance else limit.beside(value)
    size = abs(value - allowed)
    text = difference(size, a.promise.unit)
    if not limit.is_ceiling or limit.value <= 0 or a.promise.unit.in_points:
        return text
    return _("%(amount)s（%(share)s）") % {"amount": text, "share": percent(size / limit.value)}


def _basis(a: Assessment, limit: Limit) -> str:
    """Where an estimate comes from; nothing where the limit is the plan's own word."""
    if limit.basis is LimitBasis.CARRIED:
        return _carried(a)
    if limit.basis is not LimitBasis.INTERPOLATED or limit.start is None:
        return ""
    goal, start = limit.goal, limit.start
    if goal.target.form is TargetForm.PER_YEAR and limit.starts_at_baseline:
        return _("非规划原文。")  # how it was computed is said already
    road = {
        "start": start.year,
        "first": amount(start.value, a.promise.unit),
        "year": goal.year,
        "last": amount(goal.shown, a.promise.unit),
    }
    return _road(limit, reduction=a.promise.is_reduction) % road


def _carried(a: Assessment) -> str:
    words = next((t.wording for t in targets_in_force(a.promise, a.year) if t.year == a.year), "")
    if words:
        return _("规划对%(year)d年只有文字表述“%(words)s”，此为系统沿用。") % {
            "year": a.year,
            "words": words,
        }
    return _("规划未定%(year)d年的目标，此为系统沿用。") % {"year": a.year}


def _road(limit: Limit, *, reduction: bool) -> str:
    if reduction and limit.starts_at_baseline:
        return _("限值由%(start)d年基期至%(year)d年下降%(last)s按匀速推算，非规划原文。")
    if reduction:
        return _("限值由%(start)d年下降%(first)s至%(year)d年下降%(last)s按匀速推算，非规划原文。")
    if limit.target.form is TargetForm.PER_YEAR:
        return _("限值由%(start)d年目标%(first)s与%(year)d年目标%(last)s按匀速推算，非规划原文。")
    if limit.starts_at_baseline:
        return _("限值由%(start)d年基期值%(first)s与%(year)d年目标%(last)s线性插值，非规划原文。")
    return _("限值由%(start)d年目标%(first)s与%(year)d年目标%(last)s线性插值，非规划原文。")


def _before_later_cap(a: Assessment, limit: Limit, value: Decimal) -> str:
    """Above an estimate on the way to a higher cap: say that no stated cap is exceeded."""
    cap = limit.goal.shown
    if a.status is not Status.BEHIND or not limit.is_ceiling or value > cap:
        return ""
    if limit.basis is not LimitBasis.INTERPOLATED:
        return ""
    known = {"year": limit.target.year, "amount": amount(cap, a.promise.unit)}
    return _("尚未超过%(year)d年的上限%(amount)s。") % known


def _linked(a: Assessment, limit: Limit) -> str:
    if a.linked_base is None:
        return ""
    return _("实际值由以%(linked)d年为基期的填报值换算为以%(base)d年为基期。") % {
        "linked": a.linked_base,
        "base": limit.base_year,
    }


def _across(a: Assessment) -> str:
    """The breaks between the words that promise and the value."""
    if not a.breaks:
        return ""
    known = {"breaks": breaks_named(a.breaks)}
    return _("限值与实际值之间跨越口径变动：%(breaks)s，对照时须谨慎。") % known
