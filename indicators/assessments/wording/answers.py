"""What a comparison says first, as its heading: 聊城市离上限只剩2.0%."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from common.figures import percent
from common.labels import label
from common.language import is_english
from indicators.assessments.rules.answers import Answer, AnswerCode
from indicators.assessments.rules.assessment import Assessment
from indicators.assessments.rules.statuses import Status
from indicators.plans.rules.enums import LimitBasis
from indicators.plans.rules.limits import Limit
from indicators.plans.wording import difference


def answer_words(
    found: Answer, year: int, *, lead: Assessment | None, name: str, cities: bool
) -> str:
    """The statement without a full stop. `lead` and `name` are those of `found.lead`; `cities`:
    every promise is another city's, so that they are counted as such."""
    if found.code is AnswerCode.ONE and lead is not None:
        return _one(lead, name) + _others(found, lead.status)
    if found.code in _ALL:
        return _all(found, lead, name, cities=cities)
    return _UNKNOWN[found.code]() % {"year": year}


def _one(a: Assessment, name: str) -> str:
    """How one promise stands against its limit, with the margin."""
    limit, gap = a.limit, a.shown_gap
    assert limit is not None and gap is not None  # it is judged
    known = {"name": name, "limit": _limit_word(limit), "size": _size(a, limit, gap)}
    return _sentence(limit, gap, near=a.status is Status.NEAR_LIMIT) % known


def _sentence(limit: Limit, gap: Decimal, *, near: bool) -> str:
    if gap == 0:
        return (
            _("%(name)s恰好等于%(limit)s，没有余量")
            if limit.is_ceiling
            else _("%(name)s恰好达到%(limit)s")
        )
    if gap < 0:
        return (
            _("%(name)s超过%(limit)s%(size)s")
            if limit.is_ceiling
            else _("%(name)s离%(limit)s还差%(size)s")
        )
    if near:
        return _("%(name)s离%(limit)s只剩%(size)s")
    return (
        _("%(name)s在%(limit)s以内，余量%(size)s")
        if limit.is_ceiling
        else _("%(name)s达到%(limit)s，高出%(size)s")
    )


def _limit_word(limit: Limit) -> str:
    """Whose word the limit is: the plan's, that of a year before carried on, or an estimate."""
    if limit.basis is LimitBasis.CARRIED:
        return _("沿用的上限") if limit.is_ceiling else _("沿用的目标")
    if limit.is_estimate:
        return _("推算的当年上限") if limit.is_ceiling else _("推算的当年目标")
    if limit.tolerance:
        return _("上限（含容差）") if limit.is_ceiling else _("目标（含容差）")
    return pgettext("answer", "上限") if limit.is_ceiling else pgettext("answer", "目标")


def _size(a: Assessment, limit: Limit, gap: Decimal) -> str:
    """The margin: of a ceiling as a share of it, as the reason says it too; of percentages and
    coefficients, and of a floor, as it is. A share that would read 0.0% is said as it is."""
    unit = a.promise.unit
    if limit.is_ceiling and limit.value > 0 and not (unit.in_points or unit.is_bare):
        share = percent(abs(gap) / limit.value)
        if share != percent(Decimal(0)):
            return share
    return difference(abs(gap), unit)


def _others(found: Answer, status: Status) -> str:
    """How many stand like the one that is named; of what is kept, how many have no value."""
    if found.alike:
        words = ngettext("，另有%(count)d项%(status)s", "，另有%(count)d项%(status)s", found.alike)
        return words % {"count": found.alike, "status": _small(label(status))}
    missing = found.total - found.judged
    if not missing or status not in (Status.MET, Status.ON_TRACK):
        return ""
    words = ngettext(
        "，另有%(count)d项没有可评判的数值", "，另有%(count)d项没有可评判的数值", missing
    )
    return words % {"count": missing}


def _small(word: str) -> str:
    """A label within a sentence."""
    return word.lower() if is_english() else word


def _all(found: Answer, lead: Assessment | None, name: str, *, cities: bool) -> str:
    words = _ALL[found.code]() % {"who": _who(found, cities=cities)}
    if found.estimated:
        words += _("（含沿用的限值）") if found.carried else _("（含推算的限值）")
    if lead is None or lead.limit is None or lead.shown_gap is None:
        return words
    size = _size(lead, lead.limit, lead.shown_gap)
    known = {"name": name, "size": size, "count": found.ranked}
    if found.ranked < found.judged:
        return words + _("；可以比较的%(count)d项中余量最小的是%(name)s（%(size)s）") % known
    return words + _("，余量最小的是%(name)s（%(size)s）") % known


def _who(found: Answer, *, cities: bool) -> str:
    known = {"count": found.judged}
    if found.is_whole:
        return (_("%(count)d市") if cities else _("%(count)d项承诺")) % known
    return (_("可以评判的%(count)d市") if cities else _("可以评判的%(count)d项承诺")) % known


_ALL = {
    AnswerCode.ALL_WITHIN: lambda: _("%(who)s都在上限以内"),
    AnswerCode.ALL_REACHED: lambda: _("%(who)s都达到目标"),
    AnswerCode.ALL_KEPT: lambda: _("%(who)s都做到了"),
}
_UNKNOWN = {
    AnswerCode.NO_VALUE: lambda: _("%(year)d 年还没有可以评判的实际值"),
    AnswerCode.NOT_DUE: lambda: _("%(year)d 年还没有到期的目标"),
    AnswerCode.NOT_JUDGED: lambda: _("%(year)d 年没有可以用数值评判的目标"),
    AnswerCode.NO_PROMISE: lambda: _("没有城市承诺这个指标"),
}
