"""What the checks found, in sentences of the active language."""

from collections.abc import Iterable
from decimal import Decimal
from functools import singledispatch

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.figures import number, percent, sign_of
from common.labels import Label
from common.language import join_sentences, local_name
from indicators.actuals.rules.findings import (
    Amount,
    Difference,
    Finding,
    IndicatorName,
    Parts,
    Share,
    Value,
)
from indicators.plans.rules.units import UnitData
from indicators.plans.wording import amount, difference, unit_name

_MESSAGES: dict[str, Label] = {
    "not_a_number": gettext_lazy(
        "“%(typed)s”不是数字。请只填数字，例如 2.27；没有数值时请选“尚未发布”或“不适用”。"
    ),
    "unknown_unit": gettext_lazy("不认识单位“%(typed)s”。这里的单位是%(unit)s，请只填数字。"),
    "wrong_unit": gettext_lazy("单位“%(typed)s”与本指标的单位%(unit)s不是同一种量，请核对。"),
    "other_unit": gettext_lazy(
        "这里的单位是%(unit)s；%(typed)s等于%(converted)s，请按%(unit)s填写数字。"
    ),
    "too_precise": gettext_lazy("最多保留%(places)s位小数。"),
    "too_long": gettext_lazy("最多保留%(digits)s位有效数字。"),
    "too_large": gettext_lazy("数值过大，请核对单位。"),
    "negative": gettext_lazy("该指标不能为负数。"),
    "over_100": gettext_lazy("百分比不能超过%(highest)s。"),
    "coefficient_over_1": gettext_lazy("系数不能大于%(highest)s；如为百分数，请除以100。"),
    "above_highest": gettext_lazy("数值不能大于%(highest)s。"),
    "not_whole": gettext_lazy("该指标按个数计，应为整数，请核对。"),
    "above_largest": gettext_lazy("大于该指标的合理最大值%(largest)s，请核对。"),
    "cumulative_falls": gettext_lazy("该指标逐年累计，却小于上一年的%(previous)s，请核对。"),
    "year_on_year": gettext_lazy(
        "比上一年的%(previous)s变化%(change)s（%(share)s），超过%(most)s。"
    ),
    "wrong_magnitude": gettext_lazy(
        "约为%(reference)s的%(times)s倍，可能把“万”与“亿”弄混，请核对单位（%(unit)s）。"
    ),
    "part_above_whole": gettext_lazy(
        "“%(part_name)s”%(part)s大于“%(whole_name)s”%(whole)s，请核对。"
    ),
    "sum_differs": gettext_lazy(
        "各分项之和%(sum)s与“%(whole_name)s”%(whole)s相差%(difference)s，请核对：%(parts)s。"
    ),
    "reduction_disagrees": gettext_lazy(
        "与按水平值推算的下降%(derived)s相差%(difference)s，请说明（如按可比价计算）。"
    ),
    "far_from_peers": gettext_lazy("与其他%(count)s个城市（中位数%(median)s）相差很大，请核对。"),
}
_RED_LINES: dict[str, Label] = {
    "above": gettext_lazy("突破约束性目标%(limit)s。"),
    "below": gettext_lazy("低于约束性目标%(limit)s。"),
}


def finding_message(finding: Finding) -> str:
    """The sentence of a finding, with its numbers."""
    if finding.code == "red_line_crossed":
        message = _RED_LINES[str(finding.values["side"])]
    else:
        message = _MESSAGES[finding.code]
    return str(message) % {name: _said(value) for name, value in finding.values.items()}


def finding_messages(findings: Iterable[Finding]) -> str:
    """The sentences of several findings, one after another."""
    return join_sentences(map(finding_message, findings))


@singledispatch
def _said(value: Value) -> str:
    """A value of a finding in words: a text or a whole number as it stands."""
    return str(value)


@_said.register
def _said_number(value: Decimal) -> str:
    return number(value)


@_said.register
def _said_unit(value: UnitData) -> str:
    return unit_name(value)


@_said.register
def _said_name(value: IndicatorName) -> str:
    return local_name(value)


@_said.register
def _said_amount(value: Amount) -> str:
    return amount(value.value, value.unit)


@_said.register
def _said_difference(value: Difference) -> str:
    if not value.signed:
        return difference(value.value, value.unit)
    return sign_of(value.value) + difference(abs(value.value), value.unit)


@_said.register
def _said_share(value: Share) -> str:
    if not value.signed:
        return percent(value.value, value.places)
    return sign_of(value.value) + percent(abs(value.value), value.places)


@_said.register
def _said_parts(value: Parts) -> str:
    words = (
        _("%(name)s%(amount)s") % {"name": local_name(name), "amount": _said(part)}
        for name, part in value.parts
    )
    return _("，").join(words)
