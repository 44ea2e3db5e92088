"""What a target asks, in the plan's own terms: 在28%—30%之间; 较2020年年均下降2%."""

from decimal import Decimal

from django.utils.translation import gettext as _

from common.figures import number
from indicators.plans.rules.enums import Comparator, Direction, TargetForm
from indicators.plans.rules.promises import Promise, TargetData
from indicators.plans.wording import amount, points


def goal_phrase(
    promise: Promise, target: TargetData, value: Decimal, *, comparator: Comparator | None = None
) -> str:
    """`value` as the limit that `target` sets, with its comparator and base year.

    `comparator`: that of the limit, where it isn't the target's own.
    """
    goal = {"amount": amount(value, promise.unit), "base": target.base_year}
    if target.base_year is None or not promise.is_reduction:
        match comparator or target.comparator:
            case Comparator.AT_MOST:
                return _("不超过%(amount)s") % goal
            case Comparator.AT_LEAST:
                return _("不低于%(amount)s") % goal
            case Comparator.EQUAL:
                return _("保持在%(amount)s") % goal
    match comparator or target.comparator:
        case Comparator.AT_MOST:
            return _("较%(base)d年下降不超过%(amount)s") % goal
        case Comparator.AT_LEAST:
            return _("较%(base)d年下降不低于%(amount)s") % goal
        case Comparator.EQUAL:
            return _("较%(base)d年下降保持在%(amount)s") % goal


def target_phrase(promise: Promise, target: TargetData, value: Decimal | None = None) -> str:
    """What `target` asks, as its plan says it, with what it strives for beyond.

    `value` stands in for its own where a year between two targets asks another.
    """
    own = target.value if value is None else value
    if own is None:
        return _("“%s”") % target.wording
    words = _as_printed(promise, target, own)
    if target.aim is None:
        return words
    aim = number(target.aim) + "%" if target.is_change else amount(target.aim, promise.unit)
    return _("%(goal)s（力争%(aim)s）") % {"goal": words, "aim": aim}


def change_phrase(promise: Promise, target: TargetData) -> str:
    """The change that a target promises: 年均下降2%, 下降2个百分点."""
    assert target.value is not None  # a change has a number
    falls = promise.is_reduction or promise.direction is Direction.AT_MOST
    if target.form is TargetForm.POINTS:
        words = _("下降%(change)s") if falls else _("提高%(change)s")
        return words % {"change": points(target.value)}
    words = _("年均下降%(rate)s%%") if falls else _("年均增长%(rate)s%%")
    return words % {"rate": number(target.value)}


def _as_printed(promise: Promise, target: TargetData, value: Decimal) -> str:
    unit = promise.unit
    match target.form:
        case TargetForm.RANGE if target.value_to is not None:
            ends = {"near": amount(value, unit), "far": amount(target.value_to, unit)}
            return _("在%(near)s至%(far)s之间") % ends
        case TargetForm.ABOUT:
            return _("在%(amount)s左右") % {"amount": amount(value, unit)}
        case TargetForm.PER_YEAR | TargetForm.POINTS:
            known = {"base": target.base_year, "change": change_phrase(promise, target)}
            return _("较%(base)s年%(change)s") % known
        case TargetForm.INCREMENT:
            return _increment(target, amount(value, unit))
    return goal_phrase(promise, target, value)


def _increment(target: TargetData, text: str) -> str:
    if target.counts_from is None:
        return _("新增不低于%(amount)s") % {"amount": text}
    return _("自%(year)d年起新增不低于%(amount)s") % {"year": target.counts_from, "amount": text}
