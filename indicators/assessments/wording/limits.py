"""Limits and actual values in words, as parts of a sentence."""

from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.assessments.rules.assessment import Assessment
from indicators.assessments.wording.goals import goal_phrase, target_phrase
from indicators.plans.rules.enums import LimitBasis, Nature, TargetForm
from indicators.plans.rules.limits import Limit
from indicators.plans.rules.promises import Promise, TargetData
from indicators.plans.wording import amount


def limit_phrase(limit: Limit, promise: Promise) -> str:
    """The limit in words: 不超过2.27亿立方米; 较2020年下降不低于9.5%; 在25%左右."""
    if limit.form in (TargetForm.RANGE, TargetForm.ABOUT, TargetForm.INCREMENT) or limit.aim:
        return target_phrase(promise, limit.target, limit.shown)
    if not limit.target.is_change:
        return goal_phrase(promise, limit.target, limit.shown)
    return _("%(limit)s（按%(goal)s推算）") % {
        "limit": goal_phrase(promise, limit.target, limit.shown, comparator=limit.comparator),
        "goal": target_phrase(promise, limit.target),
    }


def changed_by(target: TargetData, promise: Promise) -> str:
    """By which document a target is set or amended, since when, and what was before; else empty."""
    if target.document is None or target.changed_on is None or target.replaces is None:
        return ""
    before = target.replaces
    known: dict[str, object] = {
        "title": target.document.title,
        "day": target.changed_on.isoformat(),
        "year": target.year,
    }
    if target.sets:
        return _("这一目标由《%(title)s》于%(day)s下达。") % known
    if before.value is None:
        return _("这一目标由《%(title)s》自%(day)s起修订。") % known
    known["before"] = target_phrase(promise, before)
    if before.year != target.year and before.year is not None:
        known["was"] = before.year
        return _("这一目标由《%(title)s》自%(day)s起修订，原为%(was)d年%(before)s。") % known
    return _("这一目标由《%(title)s》自%(day)s起修订，原为%(before)s。") % known


def actual_phrase(a: Assessment, value: Decimal) -> str:
    """The actual in words, as the subject of a sentence; of a reduction with its base year."""
    if a.base_year is None:
        known = {"year": a.year, "amount": amount(value, a.promise.unit)}
        return _("%(year)d年实际%(amount)s") % known
    words = (
        _("%(year)d年较%(base)d年下降%(amount)s")
        if value >= 0
        else _("%(year)d年较%(base)d年上升%(amount)s")
    )
    size = amount(abs(value), a.promise.unit)
    return words % {"year": a.year, "base": a.base_year, "amount": size}


def limit_name(a: Assessment, limit: Limit, value: Decimal) -> str:
    """What the limit beside `value` is, with its number: 约束性目标2.27亿立方米."""
    text = amount(limit.beside(value), a.promise.unit)
    if limit.form is TargetForm.ABOUT:
        text = _("%(amount)s左右") % {"amount": text}
    if limit.basis is LimitBasis.INTERPOLATED:
        return _("估算的%(year)d年限值%(amount)s") % {"year": a.year, "amount": text}
    if limit.basis is LimitBasis.CARRIED:
        return _("沿用的%(year)d年目标%(amount)s") % {"year": limit.target.year, "amount": text}
    return _stated_name(a.promise.nature, limit.basis) % {"amount": text}


def _stated_name(nature: Nature, basis: LimitBasis) -> str:
    standing = basis is LimitBasis.STANDING
    match nature:
        case Nature.CONSTRAINT:
            return _("约束性长期控制值%(amount)s") if standing else _("约束性目标%(amount)s")
        case Nature.EXPECTED:
            return _("预期性长期控制值%(amount)s") if standing else _("预期性目标%(amount)s")
        case Nature.UNSTATED:
            return _("规划的长期控制值%(amount)s") if standing else _("规划目标%(amount)s")
