"""A value held against its limit, in a sentence."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from common.bilingual import Bilingual
from indicators.assessments.rules.statuses import Status
from indicators.plans.rules.enums import Comparator, LimitBasis, Nature
from indicators.plans.rules.limits import Limit, Point, Promise, Target
from indicators.plans.rules.wording import amount, difference, joined, percent

if TYPE_CHECKING:
    from indicators.assessments.rules.assessment import Assessment

_NOTHING = Bilingual("", "")
_PROMISED = {
    Nature.CONSTRAINT: Bilingual("约束性目标", "the plan's binding target"),
    Nature.EXPECTED: Bilingual("预期性目标", "the plan's expected target"),
    Nature.UNSTATED: Bilingual("规划目标", "the plan's target"),
}
_STANDING = {
    Nature.CONSTRAINT: Bilingual("约束性长期控制值", "the plan's binding standing limit"),
    Nature.EXPECTED: Bilingual("预期性长期控制值", "the plan's expected standing limit"),
    Nature.UNSTATED: Bilingual("规划的长期控制值", "the plan's standing limit"),
}
_COMPARATORS = {
    Comparator.AT_MOST: Bilingual("不超过", "at most "),
    Comparator.AT_LEAST: Bilingual("不低于", "at least "),
    Comparator.EQUAL: Bilingual("保持在", "to stay at "),
}


def limit_phrase(limit: Limit, promise: Promise) -> Bilingual:
    """The limit in words: 不超过2.27亿立方米; 较2020年下降不低于9.5%."""
    return goal_phrase(promise, limit.target, limit.shown)


def goal_phrase(promise: Promise, target: Target, value: Decimal) -> Bilingual:
    """`value` as the limit that `target` sets, with its comparator and base year."""
    compared = _COMPARATORS[target.comparator]
    text = amount(value, promise.unit)
    if target.base_year is None or not promise.is_reduction:
        return Bilingual(compared.zh + text.zh, compared.en + text.en)
    return Bilingual(
        f"较{target.base_year}年下降{compared.zh}{text.zh}",
        f"a reduction of {compared.en}{text.en} from {target.base_year}",
    )


def actual_phrase(a: Assessment, value: Decimal) -> Bilingual:
    """The actual in words, as the subject of a sentence; of a reduction with its base year."""
    base = a.base_year
    if base is None:
        text = amount(value, a.promise.unit)
        return Bilingual(f"{a.year}年实际{text.zh}", f"The actual of {a.year}, {text.en},")
    text = amount(abs(value), a.promise.unit)
    fell = value >= 0
    return Bilingual(
        f"{a.year}年较{base}年{'下降' if fell else '上升'}{text.zh}",
        f"The {'reduction' if fell else 'increase'} of {text.en} from {base} to {a.year}",
    )


def verdict(a: Assessment, limit: Limit, value: Decimal) -> Bilingual:
    """Value, limit and margin; where an estimate comes from; what else a reader must know."""
    subject, goal = actual_phrase(a, value), _limit_name(a, limit, value)
    verb, margin = _verb(limit, limit.headroom(value)), _margin(a, limit, value)
    return joined(
        Bilingual(
            f"{subject.zh}，{verb.zh}{goal.zh}{margin.zh}。",
            f"{subject.en} {verb.en} {goal.en}{margin.en}.",
        ),
        _basis(a, limit),
        _before_later_cap(a, limit, value),
        _linked(a, limit),
        demo_mark(a),
    )


def _verb(limit: Limit, gap: Decimal) -> Bilingual:
    if gap == 0:
        return Bilingual("恰好等于", "exactly equals")
    if limit.is_ceiling:
        return Bilingual("未超过", "is within") if gap > 0 else Bilingual("超过", "exceeds")
    return Bilingual("达到", "meets") if gap > 0 else Bilingual("低于", "falls short of")


def _limit_name(a: Assessment, limit: Limit, value: Decimal) -> Bilingual:
    text = amount(limit.beside(value), a.promise.unit)
    if limit.basis is LimitBasis.INTERPOLATED:
        return Bilingual(
            f"估算的{a.year}年限值{text.zh}", f"the estimated limit of {text.en} for {a.year}"
        )
    if limit.basis is LimitBasis.CARRIED:
        last = limit.target.year
        return Bilingual(
            f"沿用的{last}年目标{text.zh}", f"the carried-on {last} target of {text.en}"
        )
    names = _STANDING if limit.basis is LimitBasis.STANDING else _PROMISED
    name = names[a.promise.nature]
    return Bilingual(name.zh + text.zh, f"{name.en} of {text.en}")


def _margin(a: Assessment, limit: Limit, value: Decimal) -> Bilingual:
    gap = limit.headroom(value)
    near = a.status is Status.NEAR_LIMIT
    if gap == 0:
        return Bilingual("，没有余量", ", with nothing to spare") if near else _NOTHING
    size = abs(value - limit.beside(value))
    text, share = difference(size, a.promise.unit), _share(a, limit, size)
    if gap < 0:
        word = "超出" if limit.is_ceiling else "差"
        return Bilingual(f"，{word}{text.zh}{share.zh}", f" by {text.en}{share.en}")
    if near:
        return Bilingual(
            f"，余量仅{text.zh}{share.zh}，不足上限的5%",
            f", with only {text.en}{share.en} to spare, less than 5% of the limit",
        )
    word = "余量" if limit.is_ceiling else "高出"
    return Bilingual(f"，{word}{text.zh}{share.zh}", f", with {text.en}{share.en} to spare")


def _share(a: Assessment, limit: Limit, size: Decimal) -> Bilingual:
    """The margin as a share of a ceiling; of percentages it would only confuse."""
    if not limit.is_ceiling or limit.value <= 0 or a.promise.unit.in_points:
        return _NOTHING
    share = percent(size / limit.value)
    return Bilingual(f"（{share}）", f" ({share})")


def _basis(a: Assessment, limit: Limit) -> Bilingual:
    """Where an estimate comes from; nothing where the limit is the plan's own word."""
    if limit.basis is LimitBasis.CARRIED:
        words = next((t.wording for t in a.promise.targets if t.year == a.year), "")
        if words:
            return Bilingual(
                f"规划对{a.year}年只有文字表述“{words}”，此为系统沿用。",
                f"For {a.year} the plan has words only, “{words}”; the system carries the last "
                "number on.",
            )
        return Bilingual(
            f"规划未定{a.year}年的目标，此为系统沿用。",
            f"The plan states no target for {a.year}; the system carries the last one on.",
        )
    if limit.basis is not LimitBasis.INTERPOLATED or limit.start is None:
        return _NOTHING
    goal, start = limit.target, limit.start
    end = amount(goal.value if goal.value is not None else limit.value, a.promise.unit)
    if a.promise.is_reduction:
        return Bilingual(
            f"限值由{_road_start(a, limit, start).zh}至{goal.year}年下降{end.zh}按匀速推算，"
            "非规划原文。",
            f"The limit is the system's estimate at a constant yearly rate from "
            f"{_road_start(a, limit, start).en} to {end.en} in {goal.year}, not the plan's word.",
        )
    first = amount(start.value, a.promise.unit)
    what = ("基期值", "the baseline") if limit.starts_at_baseline else ("目标", "the target")
    return Bilingual(
        f"限值由{start.year}年{what[0]}{first.zh}与{goal.year}年目标{end.zh}线性插值，非规划原文。",
        f"The limit is the system's estimate on the line from {what[1]} of {start.year} "
        f"({first.en}) to the target of {goal.year} ({end.en}), not the plan's word.",
    )


def _road_start(a: Assessment, limit: Limit, start: Point) -> Bilingual:
    if limit.starts_at_baseline:
        return Bilingual(f"{start.year}年基期", f"zero in {start.year}")
    text = amount(start.value, a.promise.unit)
    return Bilingual(f"{start.year}年下降{text.zh}", f"{text.en} in {start.year}")


def _before_later_cap(a: Assessment, limit: Limit, value: Decimal) -> Bilingual:
    """Above an estimate on the way to a higher cap: say that no stated cap is exceeded."""
    cap = limit.target.value
    if a.status is not Status.BEHIND or not limit.is_ceiling or cap is None or value > cap:
        return _NOTHING
    if limit.basis is not LimitBasis.INTERPOLATED:
        return _NOTHING
    text = amount(cap, a.promise.unit)
    return Bilingual(
        f"尚未超过{limit.target.year}年的上限{text.zh}。",
        f"The ceiling of {limit.target.year}, {text.en}, is not exceeded.",
    )


def _linked(a: Assessment, limit: Limit) -> Bilingual:
    if a.linked_base is None:
        return _NOTHING
    return Bilingual(
        f"实际值由以{a.linked_base}年为基期的填报值换算为以{limit.base_year}年为基期。",
        f"The actual is chained from values reported against {a.linked_base} "
        f"to the base year {limit.base_year}.",
    )


def demo_mark(a: Assessment) -> Bilingual:
    """Says so where the value is invented."""
    return Bilingual("（演示数据）", "(Demonstration data.)") if a.demo else _NOTHING
