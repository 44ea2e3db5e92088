"""What is asked of a city, in sentences: what the data says, and what is wanted to know."""

from collections.abc import Mapping
from datetime import date
from functools import singledispatch

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.figures import percent, sign_of
from common.labels import Label
from common.language import join_sentences, local_name
from indicators.actuals.rules.findings import Amount, Difference, Finding, Share
from indicators.actuals.wording import finding_statement
from indicators.plans.rules.enums import PriceBasis
from indicators.plans.wording import amount, difference, price_basis
from siwei.pages.rules.questions import Known, Question, QuestionCode
from siwei.pages.rules.work_questions import Relation

_MOST_PROMISES = 3

# What the data says; of what a plausibility check found, the check's own sentence follows.
_FOUND = gettext_lazy("%(year)s年为%(value)s，%(found)s")
_STATEMENTS: dict[QuestionCode, Label] = {
    QuestionCode.UNEXPLAINED: gettext_lazy(
        "%(year)s年为%(value)s，突破约束性目标，填报时没有对此作出解释。"
    ),
    QuestionCode.WITHDRAWN: gettext_lazy(
        "%(year)s年的数值已于%(day)s撤回发布，%(days)s天来没有新的数值。"
    ),
    QuestionCode.REPEATED: gettext_lazy(
        "对%(year)s年数值的解释与%(before)s年的逐字相同：“%(words)s”。"
    ),
    QuestionCode.USUALLY_REPORTED: gettext_lazy(
        "%(first)s—%(last)s年每年都有数值，%(year)s年没有。"
    ),
    QuestionCode.PRELIMINARY: gettext_lazy(
        "%(year)s年的%(value)s是初步数；填报截止日%(day)s已过%(days)s天，还没有正式数。"
    ),
    QuestionCode.AT_LIMIT: gettext_lazy("%(year)s年为%(value)s，恰好等于限值。"),
    QuestionCode.UNCHANGED: gettext_lazy("%(first)s—%(year)s年每年都是%(value)s。"),
}
_ASKS: dict[QuestionCode, Label] = {
    QuestionCode.UNEXPLAINED: gettext_lazy("原因是什么，何时能达到目标？"),
    QuestionCode.CROSSED: gettext_lazy("原因是什么，何时能达到目标？"),
    QuestionCode.HALF: gettext_lazy("原因是什么，数值和单位是否核对过？"),
    QuestionCode.MAGNITUDE: gettext_lazy("单位是否填对？"),
    QuestionCode.REDUCTION: gettext_lazy("降幅是怎样算出来的？"),
    QuestionCode.PARTS: gettext_lazy("以哪个数为准？"),
    QuestionCode.CUMULATIVE: gettext_lazy("累计数为什么会减少？"),
    QuestionCode.WITHDRAWN: gettext_lazy("何时重新填报？"),
    QuestionCode.REPEATED: gettext_lazy("这一年的情况是什么？"),
    QuestionCode.LATE_WORK: gettext_lazy("进展如何，对承诺有什么影响？"),
    QuestionCode.CHANGED: gettext_lazy("原因是什么？"),
    QuestionCode.USUALLY_REPORTED: gettext_lazy("为什么没有，何时填报？"),
    QuestionCode.CONFLICT: gettext_lazy("以哪个为准？"),
    QuestionCode.PRELIMINARY: gettext_lazy("何时有正式数？"),
    QuestionCode.RANGE: gettext_lazy("数值是否核对过？"),
    QuestionCode.PEERS: gettext_lazy("原因是什么？"),
    QuestionCode.AT_LIMIT: gettext_lazy("四舍五入以前是多少？"),
    QuestionCode.UNCHANGED: gettext_lazy("是否每年都重新统计？"),
}


def question_words(question: Question) -> str:
    """A whole question: what it rests on with its numbers, then what is asked. What it is about
    (the indicator) stands before it."""
    return join_sentences([_statement(question), str(_ASKS[question.code])])


def _statement(question: Question) -> str:
    numbers = question.numbers
    if question.finding is not None:
        return _found(question, question.finding)
    match question.code:
        case QuestionCode.HALF:
            words = _half(question)
        case QuestionCode.CROSSED:
            words = _crossed(numbers)
        case QuestionCode.CONFLICT:
            words = _conflict(numbers)
        case QuestionCode.LATE_WORK:
            return join_sentences([_late(numbers), _tie(numbers)])
        case _:
            words = str(_STATEMENTS[question.code])
    return words % _texts(numbers)


def _texts(numbers: Mapping[str, Known]) -> dict[str, str]:
    return {name: _text(value) for name, value in numbers.items()}


def _found(question: Question, finding: Finding) -> str:
    """What a check found; of a reduction whose levels count at other prices, that they do."""
    found = {**_texts(question.numbers), "found": finding_statement(finding)}
    prices, levels = finding.values.get("prices"), finding.values.get("level_prices")
    caveat = ""
    if isinstance(prices, PriceBasis) and isinstance(levels, PriceBasis):
        caveat = _("水平值按%(levels)s、降幅按%(prices)s计算，两者会有差异。") % {
            "levels": price_basis(levels),
            "prices": price_basis(prices),
        }
    return join_sentences([str(_FOUND) % found, caveat])


def _half(question: Question) -> str:
    share = question.numbers["share"]
    assert isinstance(share, Share)
    if share.value < 0:
        return _("%(year)s年为%(value)s，比%(before)s年的%(previous)s减少一半以上（%(share)s）。")
    return _("%(year)s年为%(value)s，比%(before)s年的%(previous)s增加一半以上（%(share)s）。")


def _crossed(numbers: Mapping[str, Known]) -> str:
    if "previous" in numbers:
        return (
            _("%(year)s年为%(value)s，超过约束性目标%(limit)s；%(before)s年为%(previous)s。")
            if numbers["side"] == "above"
            else _("%(year)s年为%(value)s，低于约束性目标%(limit)s；%(before)s年为%(previous)s。")
        )
    if numbers["side"] == "above":
        return _("%(year)s年为%(value)s，超过约束性目标%(limit)s。")
    return _("%(year)s年为%(value)s，低于约束性目标%(limit)s。")


def _conflict(numbers: Mapping[str, Known]) -> str:
    if "year" in numbers:
        return _("%(year)s年的目标有不同写法：%(readings)s。")
    return _("长期目标有不同写法：%(readings)s。")


def _late(numbers: Mapping[str, Known]) -> str:
    days, more = numbers["days"], numbers["more"]
    assert isinstance(days, int) and isinstance(more, int)
    words = ngettext(
        "“%(text)s”应于%(day)s完成，已逾期%(days)s天",
        "“%(text)s”应于%(day)s完成，已逾期%(days)s天",
        days,
    ) % _texts(numbers)
    return words + (_more(more) if more else "") + _("；没有有效的完成报告和佐证材料。")


def _more(number: int) -> str:
    words = ngettext("，同样的还有%(number)d个节点", "，同样的还有%(number)d个节点", number)
    return words % {"number": number}


def _tie(numbers: Mapping[str, Known]) -> str:
    """On what it rests that promises depend on the work."""
    if numbers["relation"] == Relation.CLAUSE:
        words = _("规划的同一条款还写有面临风险的承诺：%(promises)s。")
    else:
        words = _(
            "规划没有写明它关系哪些指标；同一部门（%(departments)s）还负责面临风险的承诺："
            "%(promises)s。"
        )
    return words % _texts(numbers)


@singledispatch
def _text(value: object) -> str:
    """A number of a question in words: a text or a whole number as it stands."""
    return str(value)


@_text.register
def _amount(value: Amount) -> str:
    return amount(value.value, value.unit)


@_text.register
def _difference(value: Difference) -> str:
    return sign_of(value.value) + difference(abs(value.value), value.unit)


@_text.register
def _share(value: Share) -> str:
    return sign_of(value.value) + percent(abs(value.value), value.places)


@_text.register
def _day(value: date) -> str:
    return value.isoformat()


@_text.register
def _several(value: tuple) -> str:  # type: ignore[type-arg]  # singledispatch takes a class
    """Names or quotations, the first of them."""
    named = [one if isinstance(one, str) else _("“%s”") % local_name(one) for one in value]
    shown = _("、").join(named[:_MOST_PROMISES])
    if len(named) <= _MOST_PROMISES:
        return shown
    return _("%(names)s等 %(number)d 项") % {"names": shown, "number": len(named)}
