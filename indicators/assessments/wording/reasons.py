"""The sentence that defends a status: numbers as printed, with their units and years."""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.figures import number, percent
from common.labels import label
from common.language import join_sentences
from indicators.actuals.rules.content import Withdrawal
from indicators.actuals.rules.enums import ObsStatus
from indicators.actuals.wording import organ_words
from indicators.assessments.rules.assessment import Assessment
from indicators.assessments.rules.statuses import Status
from indicators.assessments.wording.goals import target_phrase
from indicators.assessments.wording.limits import actual_phrase, changed_by, limit_phrase
from indicators.assessments.wording.verdicts import demo_mark, revised, verdict
from indicators.plans.rules.breaks import between
from indicators.plans.rules.enums import Comparator, Direction, TargetForm
from indicators.plans.rules.goals import NoLimit
from indicators.plans.rules.in_force import ended_in, ended_target, targets_in_force
from indicators.plans.rules.limits import Limit
from indicators.plans.rules.promises import TargetData
from indicators.plans.wording import amount, breaks_named, price_basis


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
    first = min(a.stray_base, limit.base_year or a.stray_base)
    if broken := between(a.promise.breaks, first, a.year):
        return _(
            "已填报的%(year)d年数值以%(stray)d年为基期，目标以%(base)d年为基期；"
            "其间口径变动：%(breaks)s，不能换算。"
        ) % {
            "year": a.year,
            "stray": a.stray_base,
            "base": limit.base_year,
            "breaks": breaks_named(broken),
        }
    return _(
        "已填报的%(year)d年数值以%(stray)d年为基期，目标以%(base)d年为基期，不能直接比较；"
        "缺少衔接两个基期的数值，无法换算。"
    ) % {"year": a.year, "stray": a.stray_base, "base": limit.base_year}


def _derived(a: Assessment, limit: Limit) -> str:
    if a.derived is None:
        return ""
    words = (
        _("按水平值推算，较%(base)d年上升%(percent)s%%，仅供参考。")
        if a.derived < 0
        else _("按水平值推算，较%(base)d年下降%(percent)s%%，仅供参考。")
    )
    said = words % {"base": limit.base_year, "percent": number(abs(a.derived))}
    return join_sentences([said, _prices(a)])


def _prices(a: Assessment) -> str:
    """Says so where the levels count at other prices than the reduction of them."""
    prices = a.promise.prices
    if not prices.differ:
        return ""
    words = _("水平值按%(level)s，降幅按%(own)s计算，两者会有差异。")
    return words % {"level": price_basis(prices.level), "own": price_basis(prices.own)}


def _superseded(a: Assessment) -> str:
    ended = ended_in(a.promise, a.year)
    assert ended is not None  # the code says so
    known: dict[str, object] = {
        "day": ended.on.isoformat(),
        "title": ended.by.title,
        "year": a.year,
    }
    if ended != a.promise.ended and (target := ended_target(a.promise, a.year)) is not None:
        return _superseded_amendment(target, known)
    return _("本规划自%(day)s起由《%(title)s》代替，%(year)d年不再按本规划评判。") % known


def _superseded_amendment(target: TargetData, known: dict[str, object]) -> str:
    """Not the plan was replaced, but the document that had amended or set its target."""
    if target.document is None:
        return ""
    known["amending"] = target.document.title
    if target.sets:
        return (
            _("下达这一目标的《%(amending)s》自%(day)s起由《%(title)s》代替，%(year)d年不再评判。")
            % known
        )
    return (
        _("修订这一目标的《%(amending)s》自%(day)s起由《%(title)s》代替，%(year)d年不再评判。")
        % known
    )


def _without_limit(a: Assessment) -> str:
    if a.no_limit is NoLimit.SUPERSEDED:
        return join_sentences([_superseded(a), _observed_sentence(a)])
    if a.no_limit is NoLimit.BEFORE_FIRST:
        return join_sentences([_before_first(a), _observed_sentence(a)])
    if a.no_limit is NoLimit.WORDS_ONLY:
        return _words_only(a)
    if a.no_limit is NoLimit.MISSING_BASE:
        return _("规划没有写明下降幅度的基期年，无法评判。")
    if a.no_limit is NoLimit.UNDATED:
        return join_sentences([_undated(a), _observed_sentence(a), _progress(a)])
    return join_sentences([_unknown(a), _observed_sentence(a)])


def _undated(a: Assessment) -> str:
    goal = a.promise.undated
    if goal is None:
        return ""
    words = _("“%s”") % goal.wording if goal.wording else target_phrase(a.promise, goal)
    return _("规划提出%(goal)s，没有写明年份，只列出进展，不评判是否按时。") % {"goal": words}


def _progress(a: Assessment) -> str:
    """How far a goal without a year is, where it is a number to reach."""
    goal, actual = a.promise.undated, a.actual
    if goal is None or goal.value is None or actual is None or goal.value <= 0:
        return ""
    if goal.comparator is Comparator.AT_MOST:
        return ""
    return _("为目标的%(share)s。") % {"share": percent(actual / goal.value)}


def _unknown(a: Assessment) -> str:
    """What the plan says of the year, and why it isn't known as a number."""
    wanted = _nearest(a)
    if wanted is None:
        return _("规划没有为它定目标。")
    known: dict[str, object] = {"goal": target_phrase(a.promise, wanted), "base": wanted.base_year}
    known |= {"at": wanted.year, "year": a.year}
    return _unknown_words(a.no_limit) % known


def _unknown_words(why: NoLimit | None) -> str:
    match why:
        case NoLimit.SET_ELSEWHERE:
            return _("规划写的是%(goal)s，数值由其他文件下达，尚未录入，无法评判。")
        case NoLimit.NO_BASE_VALUE:
            return _("规划目标为%(goal)s；还没有%(base)s年的数值，无法推算限值。")
        case NoLimit.NO_TOLERANCE:
            return _("规划目标为%(goal)s；指标目录没有写明“左右”的容差，无法评判。")
        case NoLimit.IMPOSSIBLE:
            return _("规划目标为%(goal)s；推算的限值不可能是这一指标的数值，无法评判。")
        case NoLimit.NOT_CARRIED:
            return _("规划%(at)s年的目标为%(goal)s，没有写明从哪一年起算，不沿用到%(year)d年。")
    return _("规划没有为它定目标。")


_FORMS = {
    NoLimit.SET_ELSEWHERE: {TargetForm.SET_ELSEWHERE},
    NoLimit.NO_BASE_VALUE: {TargetForm.PER_YEAR, TargetForm.POINTS},
    NoLimit.NO_TOLERANCE: {TargetForm.ABOUT},
    NoLimit.IMPOSSIBLE: {TargetForm.PER_YEAR, TargetForm.POINTS},
    NoLimit.NOT_CARRIED: {TargetForm.INCREMENT},
}


def _nearest(a: Assessment) -> TargetData | None:
    """The target that stands in the way of a number: that of the year, else the nearest."""
    forms = _FORMS.get(a.no_limit, set()) if a.no_limit else set()
    in_force = targets_in_force(a.promise, a.year)
    alike = [target for target in in_force if target.form in forms]
    return min(alike, key=lambda t: abs((t.year or a.year) - a.year), default=None)


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
    if first is None:
        known = {"since": promise.since, "year": a.year}
        return _("规划自%(since)d年起执行，%(year)d年尚无限值。") % known
    words = _("首个目标在%(first)d年（%(goal)s），%(year)d年尚无限值。") % {
        "first": first.year,
        "goal": target_phrase(promise, first),
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
    mark = _("这是初步数。") if a.preliminary else ""
    return join_sentences([sentence, mark, demo_mark(a)])


def _note(a: Assessment) -> str:
    return "" if a.observed is None else a.observed.note.strip().rstrip("。.")
