"""What the checks found, in sentences of the active language."""

from collections.abc import Iterable, Mapping
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
    Fall,
    Finding,
    IndicatorName,
    Parts,
    Share,
    Value,
)
from indicators.plans.rules.enums import PriceBasis
from indicators.plans.rules.slips import Slip
from indicators.plans.rules.units import UnitData
from indicators.plans.wording import amount, difference, price_basis, unit_name

# What was found; `_REQUESTS` says what the clerk should do about it.
_MESSAGES: dict[str, Label] = {
    "unknown_unit": gettext_lazy("不认识单位“%(typed)s”。这里的单位是%(unit)s，请只填数字。"),
    "wrong_unit": gettext_lazy("单位“%(typed)s”与本指标的单位%(unit)s不是同一种量，请核对。"),
    "other_unit": gettext_lazy(
        "这里的单位是%(unit)s；%(typed)s等于%(converted)s，请填写 %(number)s。"
    ),
    "other_unit_unfit": gettext_lazy(
        "这里的单位是%(unit)s；按%(given)s填写的这个数值换算后不在可填的范围内，请核对。"
    ),
    "too_precise": gettext_lazy("最多保留%(places)s位小数。"),
    "too_long": gettext_lazy("最多保留%(digits)s位有效数字。"),
    "too_large": gettext_lazy("数值过大，请核对单位。"),
    "negative": gettext_lazy("该指标不能为负数。"),
    "over_100": gettext_lazy("百分比不能超过%(highest)s。"),
    "coefficient_over_1": gettext_lazy("系数不能大于%(highest)s；如为百分数，请除以100。"),
    "above_highest": gettext_lazy("数值不能大于%(highest)s。"),
    "not_whole": gettext_lazy("该指标按个数计，应为整数。"),
    "above_largest": gettext_lazy("大于该指标的合理最大值%(largest)s。"),
    "below_smallest": gettext_lazy("小于该指标的合理最小值%(smallest)s。"),
    "rise_not_reduction": gettext_lazy("填的是比基期年%(rise)s，不是下降。"),
    "cumulative_above_next": gettext_lazy("该指标逐年累计，却大于下一年的%(following)s。"),
    "cumulative_falls": gettext_lazy("该指标逐年累计，却小于上一年的%(previous)s。"),
    "year_on_year": gettext_lazy(
        "比上一年的%(previous)s变化%(change)s（%(share)s），超过%(most)s。"
    ),
    "part_above_whole": gettext_lazy("“%(part_name)s”%(part)s大于“%(whole_name)s”%(whole)s。"),
    "sum_differs": gettext_lazy(
        "各分项之和%(sum)s与“%(whole_name)s”%(whole)s相差%(difference)s：%(parts)s。"
    ),
    "sum_above_whole": gettext_lazy(
        "已填各分项之和%(sum)s大于“%(whole_name)s”%(whole)s：%(parts)s。"
    ),
    "reduction_disagrees": gettext_lazy("与按水平值推算的%(derived)s相差%(difference)s。"),
    "level_disagrees": gettext_lazy(
        "按本值推算，%(year)s年“%(name)s”比%(base_year)s年%(derived)s，而填报的是%(reported)s，"
        "相差%(difference)s。"
    ),
    "far_from_peers": gettext_lazy("与其他%(count)s个城市（中位数%(median)s）相差很大。"),
    "no_source": gettext_lazy("没有写明来源。"),
    "year_not_over": gettext_lazy("这一年还没有结束，全年数值尚未确定。"),
}
_CHECK = gettext_lazy("请核对。")
_CHECK_UNIT = gettext_lazy("请核对单位（%(unit)s）。")
_OTHER_PRICES = gettext_lazy(
    "请说明：水平值按%(level_prices)s，降幅按%(prices)s计算，两者会有差异。"
)
_REQUESTS: dict[str, Label] = {
    "not_whole": _CHECK,
    "above_largest": _CHECK,
    "below_smallest": _CHECK,
    "rise_not_reduction": _CHECK,
    "cumulative_above_next": _CHECK,
    "cumulative_falls": _CHECK,
    "part_above_whole": _CHECK,
    "sum_differs": _CHECK,
    "sum_above_whole": _CHECK,
    "reduction_disagrees": _CHECK,
    "level_disagrees": _CHECK,
    "far_from_peers": _CHECK,
    "no_source": gettext_lazy("请补填。"),
    "year_not_over": gettext_lazy("请说明为何现在填报。"),
}
# Of a pure number: nothing is called a unit that has none.
_BARE: dict[str, Label] = {
    "unknown_unit": gettext_lazy("不认识单位“%(typed)s”。本指标没有单位，请只填数字。"),
    "wrong_unit": gettext_lazy("本指标没有单位，不能按“%(typed)s”填写，请核对。"),
    "other_unit": gettext_lazy("本指标没有单位；%(typed)s等于%(converted)s，请填写 %(number)s。"),
    "other_unit_unfit": gettext_lazy(
        "本指标没有单位；按%(given)s填写的这个数值换算后不在可填的范围内，请核对。"
    ),
}
_NO_NUMBERS: dict[str, Label] = {
    "": gettext_lazy(
        "“%(typed)s”不是数字。请只填数字，例如 2.27；没有数值时请选“尚未发布”或“不适用”。"
    ),
    "separator": gettext_lazy(
        "“%(typed)s”不是数字：逗号只能作千分位（如 2,270），小数点请用“.”（如 2.27）。"
    ),
    "hidden": gettext_lazy("“%(typed)s”中有看不见的控制字符，读不出是什么数；请重新输入数字。"),
}
_RED_LINES: dict[str, Label] = {
    "above": gettext_lazy("突破约束性目标%(limit)s。"),
    "below": gettext_lazy("低于约束性目标%(limit)s。"),
}


_MAGNITUDES: dict[str, Label] = {
    "magnitude": gettext_lazy("约为%(reference)s的%(times)s倍，可能把“万”与“亿”弄混。"),
    "slip": gettext_lazy(
        "约为%(reference)s的%(times)s倍，像是按%(slip)s填写的；如确是，应填%(meant)s。"
    ),
    "mixed": gettext_lazy("约为%(reference)s的%(times)s倍，可能把%(slip)s与%(unit)s弄混。"),
    "fraction": gettext_lazy("像是把百分数填成了小数；如确是，应填%(meant)s。"),
    "slip as fraction": gettext_lazy(
        "约为%(reference)s的%(times)s倍，像是把百分数填成了小数；如确是，应填%(meant)s。"
    ),
}
_LIMITS: dict[tuple[str, str], Label] = {
    ("target", "above"): gettext_lazy("高于规划目标%(limit)s（不是约束性目标）。"),
    ("target", "below"): gettext_lazy("低于规划目标%(limit)s（不是约束性目标）。"),
    ("estimate", "above"): gettext_lazy("高于按规划估算的本年限值%(limit)s（估算，仅供参考）。"),
    ("estimate", "below"): gettext_lazy("低于按规划估算的本年限值%(limit)s（估算，仅供参考）。"),
}


def finding_message(finding: Finding) -> str:
    """A finding, with its numbers, for who can mend the value: what was found, and what to do."""
    request = _request(finding)
    if request is None:
        return finding_statement(finding)
    return join_sentences([finding_statement(finding), str(request) % _words(finding)])


def finding_statement(finding: Finding) -> str:
    """What was found, with its numbers, for who looks at the value and can't change it."""
    return str(_sentence(finding)) % _words(finding)


def _words(finding: Finding) -> dict[str, str]:
    return {name: _said(value) for name, value in finding.values.items()}


def _request(finding: Finding) -> Label | None:
    """What the clerk is asked to do; None where the finding says it, or it is plain."""
    if "level_prices" in finding.values:
        return _OTHER_PRICES
    if finding.code != "wrong_magnitude":
        return _REQUESTS.get(finding.code)
    in_percent = _magnitude(finding.values) in ("fraction", "slip as fraction")
    return _CHECK if in_percent else _CHECK_UNIT


def _sentence(finding: Finding) -> Label:
    """The sentence of a code; some have several, by what was found."""
    code, values = finding.code, finding.values
    if code == "red_line_crossed":
        return _RED_LINES[str(values["side"])]
    if code == "limit_crossed":
        return _LIMITS[str(values["kind"]), str(values["side"])]
    if code == "wrong_magnitude":
        return _MAGNITUDES[_magnitude(values)]
    if code == "not_a_number":
        return _NO_NUMBERS[str(values.get("why", ""))]
    unit = values.get("unit")
    bare = isinstance(unit, UnitData) and unit.is_bare
    return _BARE[code] if bare and code in _BARE else _MESSAGES[code]


def _magnitude(values: Mapping[str, Value]) -> str:
    """How a wrong magnitude is said; a pure number is no unit to be named."""
    why, slip = str(values["why"]), values.get("slip")
    return (
        f"{why} as fraction" if why == "slip" and isinstance(slip, Slip) and slip.is_bare else why
    )


def finding_messages(findings: Iterable[Finding]) -> str:
    """What several findings say to who can mend the value, one after another."""
    return join_sentences(map(finding_message, findings))


def finding_statements(findings: Iterable[Finding]) -> str:
    """What several findings say to who can't change the value, one after another."""
    return join_sentences(map(finding_statement, findings))


@singledispatch
def _said(value: Value) -> str:
    """A value of a finding in words: a text or a whole number as it stands."""
    return str(value)


@_said.register
def _said_number(value: Decimal) -> str:
    return number(value)


@_said.register
def _said_prices(value: PriceBasis) -> str:
    return price_basis(value)


@_said.register
def _said_unit(value: UnitData) -> str:
    return unit_name(value)


@_said.register
def _said_fall(value: Fall) -> str:
    words = _("下降%(amount)s") if value.value >= 0 else _("上升%(amount)s")
    return words % {"amount": amount(abs(value.value), value.unit)}


@_said.register
def _said_slip(value: Slip) -> str:
    return local_name(value)


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
