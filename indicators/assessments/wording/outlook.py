"""Where a promise is heading, in the words that a director uses."""

from decimal import Decimal

from django.utils.translation import gettext as _

from common.figures import number, with_minus
from common.language import join_sentences
from indicators.assessments.rules.outlook import Course, Need, Outlook, Rates
from indicators.assessments.wording.goals import target_phrase
from indicators.plans.rules.goals import Goal
from indicators.plans.wording import amount, breaks_named, difference, points


def outlook_words(one: Outlook) -> str:
    """What the pace leads to and what is needed: 按目前速度，2027年约为9.6%，超过9%的限值，
    超出0.6个百分点；今后每年需下降0.3个百分点。"""
    known = one.course is not Course.UNKNOWN
    ahead = _course(one) if known else _goal_sentence(one)
    said = _("；").join(part for part in (ahead, _need(one)) if part)
    why = "" if known else _without_pace(one)
    return join_sentences([why, _("%(words)s。") % {"words": said}, _mark(one)])


def outlook_short(one: Outlook) -> str:
    """The same in a few words, behind a name: 2027年约9.6%，限值9%."""
    if one.value is None:
        return ""
    goal = one.goal
    known = {
        "year": goal.at,
        "value": with_minus(amount(one.value, one.assessment.promise.unit)),
        "limit": with_minus(amount(goal.shown, one.assessment.promise.unit)),
    }
    if goal.is_ceiling:
        return _("%(year)d年约%(value)s，限值%(limit)s") % known
    return _("%(year)d年约%(value)s，目标%(limit)s") % known


def _course(one: Outlook) -> str:
    assert one.value is not None and one.margin is not None  # a course has a value
    known: dict[str, object] = {
        "pace": _pace(one),
        "value": _value(one, one.value),
        "limit": _limit(one),
        "margin": difference(abs(one.margin), one.assessment.promise.unit),
    }
    return _course_words(one.goal, one.margin) % known


def _course_words(goal: Goal, margin: Decimal) -> str:
    if margin == 0:
        return _("%(pace)s，%(value)s，恰好等于%(limit)s，没有余量")
    if goal.is_ceiling:
        if margin < 0:
            return _("%(pace)s，%(value)s，超过%(limit)s，超出%(margin)s")
        return _("%(pace)s，%(value)s，不超过%(limit)s，余量%(margin)s")
    if margin < 0:
        return _("%(pace)s，%(value)s，低于%(limit)s，差%(margin)s")
    return _("%(pace)s，%(value)s，达到%(limit)s，高出%(margin)s")


def _pace(one: Outlook) -> str:
    if one.is_present:
        return _("按目前速度")
    return _("按%(year)d年的速度") % {"year": one.assessment.year}


def _value(one: Outlook, value: Decimal) -> str:
    """The projected value as the subject; of a reduction with its base year."""
    goal, unit = one.goal, one.assessment.promise.unit
    known = {"year": goal.at, "base": goal.base_year, "amount": amount(abs(value), unit)}
    if not one.assessment.promise.is_reduction:
        return _("%(year)d年约为%(amount)s") % (known | {"amount": with_minus(amount(value, unit))})
    if value >= 0:
        return _("%(year)d年较%(base)d年约下降%(amount)s") % known
    return _("%(year)d年较%(base)d年约上升%(amount)s") % known


def _limit(one: Outlook) -> str:
    goal = one.goal
    text = with_minus(amount(goal.shown, one.assessment.promise.unit))
    if goal.tolerance:
        text = _("%(amount)s左右") % {"amount": text}
    if goal.target.is_change and not one.assessment.promise.is_reduction:
        # The plan says by how much it changes; the level is computed.
        return _("估算的%(amount)s的限值") % {"amount": text}
    if goal.is_ceiling:
        return _("%(amount)s的限值") % {"amount": text}
    return _("%(amount)s的目标") % {"amount": text}


def _without_pace(one: Outlook) -> str:
    if one.breaks:
        return _("%(breaks)s，不推算速度。") % {"breaks": breaks_named(one.breaks)}
    return _("已有数值不足以推算速度。")


def _goal_sentence(one: Outlook) -> str:
    goal = target_phrase(one.assessment.promise, one.goal.target)
    return _("%(year)d年的要求是%(goal)s") % {"year": one.goal.at, "goal": goal}


def _need(one: Outlook) -> str:
    """What it takes a year from now on."""
    if one.need is Need.UNKNOWN:
        return ""
    if one.need is Need.HOLD:
        if one.course is Course.BEYOND:
            return _("目前的数值符合这一要求，今后不变差即可")
        return _("目前的数值已符合这一要求，保持即可")
    since = _("今后") if one.is_present else _("此后")
    if (rates := one.rates) is not None:
        return _rates_words(one, rates, since)
    return _change_words(one) % {"since": since, "change": _change(one)}


def _rates_words(one: Outlook, rates: Rates, since: str) -> str:
    """A reduction compounds: like is held against like, a rate a year against a rate a year."""
    needed = _("%(since)s每年需下降%(change)s") % {
        "since": since,
        "change": _rate(rates.needed),
    }
    if rates.so_far is None:
        return needed
    known = {
        "base": one.goal.base_year,
        "year": one.assessment.year,
        "rate": _rate(abs(rates.so_far)),
        "needed": needed,
    }
    if rates.so_far < 0:
        return _("%(base)d年至%(year)d年平均每年上升约%(rate)s，%(needed)s") % known
    return _("%(base)d年至%(year)d年平均每年下降约%(rate)s，%(needed)s") % known


def _rate(value: Decimal) -> str:
    return f"{number(value)}%"


def _change_words(one: Outlook) -> str:
    promise, rises = one.assessment.promise, one.per_year > 0
    if promise.is_reduction:
        return _("%(since)s降幅每年需再扩大%(change)s")
    if promise.unit.in_points or promise.unit.is_bare:
        return _("%(since)s每年需上升%(change)s") if rises else _("%(since)s每年需下降%(change)s")
    return _("%(since)s每年需增加%(change)s") if rises else _("%(since)s每年需减少%(change)s")


def _change(one: Outlook) -> str:
    size = _trimmed(abs(one.per_year))
    if one.assessment.promise.is_reduction:
        return points(size)
    return difference(size, one.assessment.promise.unit)


def _trimmed(value: Decimal) -> Decimal:
    """Without the zeros behind it: what is computed has no decimals as printed."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _mark(one: Outlook) -> str:
    """What the value rests on, where it isn't final."""
    if one.assessment.preliminary:
        return _("按初步数推算。")
    return ""
