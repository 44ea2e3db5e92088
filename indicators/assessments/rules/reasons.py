"""The sentence that defends a status: numbers as printed, with their units and years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.bilingual import Bilingual
from indicators.actuals.rules.enums import ObsStatus
from indicators.assessments.rules.statuses import Status
from indicators.assessments.rules.verdicts import (
    actual_phrase,
    demo_mark,
    goal_phrase,
    limit_phrase,
    verdict,
)
from indicators.plans.rules.enums import Direction
from indicators.plans.rules.limits import Limit, NoLimit
from indicators.plans.rules.wording import amount, joined, number

if TYPE_CHECKING:
    from indicators.assessments.rules.assessment import Assessment

_NOTHING = Bilingual("", "")


def explain(a: Assessment) -> Bilingual:
    """One or two sentences in each language that a person would accept as the reason."""
    if a.promise.direction is Direction.NONE:
        return joined(
            Bilingual(
                "这是配置量，只比较大小，不评判是否达标。",
                "An allocation: it is compared in size, but not judged.",
            ),
            _observed_sentence(a),
        )
    if a.limit is None:
        return _without_limit(a)
    if a.observed is not None and a.observed.obs_status is ObsStatus.NOT_APPLICABLE:
        return Bilingual(
            f"{a.year}年填报为“不适用”{_note(a, '：')}。",
            f"Reported as not applicable for {a.year}{_note(a, ': ')}.",
        )
    if a.actual is None:
        return _without_value(a, a.limit)
    return verdict(a, a.limit, a.actual)


def _without_value(a: Assessment, limit: Limit) -> Bilingual:
    goal = limit_phrase(limit, a.promise)
    name = (
        Bilingual("估算限值", "The estimated limit")
        if limit.is_estimate
        else Bilingual("规划目标", "The plan's target")
    )
    tail = Bilingual(f"{name.zh}为{goal.zh}。", f"{name.en} is {goal.en}.")
    if a.status is Status.NOT_DUE:
        head = Bilingual(f"{a.year}年尚未结束。", f"The year {a.year} is not over.")
    elif a.observed is not None and a.observed.obs_status is ObsStatus.NOT_AVAILABLE:
        head = Bilingual(
            f"{a.year}年的数值尚未发布{_note(a, '：')}。",
            f"The value of {a.year} is not yet available{_note(a, ': ')}.",
        )
    else:
        head = Bilingual(
            f"还没有经审核发布的{a.year}年实际值。",
            f"No actual of {a.year} is approved and published yet.",
        )
    return joined(head, tail, _stray(a, limit), _hint(a, limit))


def _stray(a: Assessment, limit: Limit) -> Bilingual:
    if a.stray_base is None:
        return _NOTHING
    return Bilingual(
        f"已填报的{a.year}年数值以{a.stray_base}年为基期，目标以{limit.base_year}年为基期，"
        "不能直接比较；缺少衔接两个基期的数值，无法换算。",
        f"The value reported for {a.year} is against {a.stray_base}, the target against "
        f"{limit.base_year}: they can't be compared, and no value links the two base years.",
    )


def _hint(a: Assessment, limit: Limit) -> Bilingual:
    if a.hint is None:
        return _NOTHING
    text = number(a.hint)
    return Bilingual(
        f"按水平值推算，较{limit.base_year}年下降{text}%；水平值为现价，仅供参考。",
        f"Computed from levels, the reduction from {limit.base_year} is {text}%: at current "
        "prices, for orientation only.",
    )


def _without_limit(a: Assessment) -> Bilingual:
    if a.no_limit is NoLimit.BEFORE_FIRST:
        return joined(_before_first(a), _observed_sentence(a))
    if a.no_limit is NoLimit.WORDS_ONLY:
        words = "；".join(t.wording for t in a.promise.targets if t.wording)
        zh, en = (f"：“{words}”", f": “{words}”") if words else ("", "")
        return Bilingual(
            f"规划只有文字表述{zh}，没有可评判的数值。",
            f"The plan promises in words only{en}; there is no number to judge.",
        )
    if a.no_limit is NoLimit.MISSING_BASE:
        return Bilingual(
            "规划没有写明下降幅度的基期年，无法评判。",
            "The plan doesn't say from which year the reduction counts; it can't be judged.",
        )
    return joined(
        Bilingual("规划没有为它定目标。", "The plan states no target for it."),
        _observed_sentence(a),
    )


def _before_first(a: Assessment) -> Bilingual:
    promise = a.promise
    dated = [t for t in promise.targets if t.value is not None and t.year is not None]
    first = min(dated, key=lambda t: t.year or 0, default=None)
    if first is None or first.value is None:
        return Bilingual(
            f"规划自{promise.since}年起执行，{a.year}年尚无限值。",
            f"The plan takes effect in {promise.since}; {a.year} has no limit.",
        )
    goal = goal_phrase(promise, first, first.value)
    return Bilingual(
        f"首个目标在{first.year}年（{goal.zh}），{a.year}年尚无限值。",
        f"The first target is for {first.year} ({goal.en}); {a.year} has no limit yet.",
    )


def _observed_sentence(a: Assessment) -> Bilingual:
    if a.actual is None:
        return _NOTHING
    if a.base_year is not None:
        said = actual_phrase(a, a.actual)
        sentence = Bilingual(f"{said.zh}。", f"{said.en} has no limit to be held against.")
    else:
        text = amount(a.actual, a.promise.unit)
        sentence = Bilingual(f"{a.year}年实际{text.zh}。", f"The actual of {a.year} is {text.en}.")
    return joined(sentence, demo_mark(a))


def _note(a: Assessment, joint: str) -> str:
    note = a.observed.note.strip().rstrip("。.") if a.observed is not None else ""
    return joint + note if note else ""
