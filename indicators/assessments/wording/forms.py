"""What was done with a target that is no plain value, before it was judged, in a sentence."""

from decimal import Decimal

from django.utils.translation import gettext as _

from common.figures import percent
from common.language import join_sentences
from indicators.assessments.rules.assessment import Assessment
from indicators.assessments.wording.goals import change_phrase, goal_phrase
from indicators.plans.rules.enums import LimitBasis, TargetForm
from indicators.plans.rules.limits import Limit
from indicators.plans.wording import amount


def form_note(a: Assessment, limit: Limit, value: Decimal) -> str:
    """How the limit was made of what the plan prints, and how far what it strives for is."""
    return join_sentences([_made_of(a, limit), _aim(a, limit, value)])


def _made_of(a: Assessment, limit: Limit) -> str:
    match limit.target.form:
        case TargetForm.RANGE:
            return _range(a, limit)
        case TargetForm.ABOUT:
            return _about(a, limit)
        case TargetForm.PER_YEAR:
            return _per_year(a, limit)
        case TargetForm.POINTS:
            return _points(a, limit)
        case TargetForm.INCREMENT:
            return _increment(limit)
    return ""


def _range(a: Assessment, limit: Limit) -> str:
    far, unit = limit.target.value_to, a.promise.unit
    if far is None:
        return ""
    known = {
        "near": amount(limit.goal.shown, unit),
        "far": amount(far, unit),
        "year": limit.target.year,
    }
    if limit.basis is LimitBasis.INTERPOLATED:
        return _("%(year)s年目标为区间%(near)s至%(far)s，按近端%(near)s推算。") % known
    return _("区间为%(near)s至%(far)s，按近端%(near)s评判。") % known


def _about(a: Assessment, limit: Limit) -> str:
    if limit.tolerance is None:
        return ""
    return _("“左右”的容差为%(share)s，即%(edge)s。") % {
        "share": percent(limit.tolerance, digits=0 if limit.tolerance * 100 % 1 == 0 else 1),
        "edge": goal_phrase(
            a.promise,
            limit.target,
            limit.edge_beside(a.actual),
            comparator=limit.edge_comparator,
        ),
    }


def _per_year(a: Assessment, limit: Limit) -> str:
    """按年均下降2%推算，2020—2025年5年累计下降9.61%."""
    goal, unit = limit.goal, a.promise.unit
    base = goal.target.base_year or 0
    on_its_way = limit.basis is LimitBasis.INTERPOLATED and limit.starts_at_baseline
    until = a.year if on_its_way else goal.at
    known = {
        "change": change_phrase(a.promise, goal.target),
        "base": base,
        "year": until,
        "years": until - base,
        "value": amount(limit.shown if on_its_way else goal.shown, unit),
    }
    if goal.start is None:
        return _("按%(change)s推算，%(base)d—%(year)d年%(years)d年累计下降%(value)s。") % known
    known["first"] = amount(goal.start.value, unit)
    return (
        _("按%(base)d年%(first)s、%(change)s推算，%(base)d—%(year)d年%(years)d年后为%(value)s。")
        % known
    )


def _points(a: Assessment, limit: Limit) -> str:
    start = limit.goal.start
    if start is None:
        return ""
    known = {
        "year": limit.goal.at,
        "base": start.year,
        "first": amount(start.value, a.promise.unit),
        "change": change_phrase(a.promise, limit.target),
    }
    if limit.is_estimate:
        return _("%(year)d年目标由%(base)d年的%(first)s%(change)s得出。") % known
    return _("由%(base)d年的%(first)s%(change)s得出。") % known


def _increment(limit: Limit) -> str:
    year = limit.target.counts_from
    if year is None:
        return _("规划没有写明新增量从哪一年起算。")
    return _("新增量自%(year)d年起算。") % {"year": year}


def _aim(a: Assessment, limit: Limit, value: Decimal) -> str:
    """What the plan strives for is said, never judged."""
    if limit.aim is None or limit.is_estimate or limit.target.is_change:
        return ""
    reached = value <= limit.aim if limit.is_ceiling else value >= limit.aim
    words = (
        _("规划力争%(aim)s，已经达到。")
        if reached
        else _("规划力争%(aim)s，尚未达到；力争值不作评判。")
    )
    return words % {"aim": amount(limit.aim, a.promise.unit)}
