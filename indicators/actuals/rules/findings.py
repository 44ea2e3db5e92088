"""The checks on a value, as data: code, severity, message in both languages, parameters."""

from dataclasses import dataclass, field
from decimal import Decimal

from common.bilingual import Bilingual
from common.enums import Word
from indicators.plans.rules.wording import number


class Severity(Word):
    """An error blocks; a warning asks for an explanation that the reviewer then reads."""

    ERROR = "error", "错误", "error"
    WARNING = "warning", "提示", "warning"


@dataclass(frozen=True, slots=True)
class Check:
    """One check. The message's placeholders are filled with what was found."""

    code: str
    severity: Severity
    message: Bilingual
    parameters: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found in one value."""

    code: str
    severity: Severity
    message: Bilingual
    parameters: dict[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> bool:
        return self.severity is Severity.ERROR


def _error(code: str, zh: str, en: str) -> Check:
    return Check(code, Severity.ERROR, Bilingual(zh, en))


def _warning(code: str, zh: str, en: str, **parameters: str) -> Check:
    numbers = {name: Decimal(value) for name, value in parameters.items()}
    return Check(code, Severity.WARNING, Bilingual(zh, en), numbers)


CHECKS: dict[str, Check] = {
    check.code: check
    for check in (
        _error(
            "not_a_number",
            "“{typed}”不是数字。请只填数字，例如 2.27；没有数值时请选“尚未发布”或“不适用”。",
            "“{typed}” is not a number. Enter digits only, such as 2.27; if there is no value, "
            "choose “not yet available” or “not applicable”.",
        ),
        _error(
            "unknown_unit",
            "不认识单位“{typed}”。这里的单位是{unit}，请只填数字。",
            "The unit “{typed}” is unknown. Values here are in {unit}: enter digits only.",
        ),
        _error(
            "wrong_unit",
            "单位“{typed}”与本指标的单位{unit}不是同一种量，请核对。",
            "The unit “{typed}” doesn't measure what {unit} measures. Please check.",
        ),
        _error(
            "other_unit",
            "这里的单位是{unit}；{typed}等于{converted}，请按{unit}填写数字。",
            "Values here are in {unit}; {typed} equals {converted}. Enter that number.",
        ),
        _error(
            "too_precise",
            "最多保留{places}位小数。",
            "At most {places} decimals can be kept.",
        ),
        _error(
            "too_long",
            "最多保留{digits}位有效数字。",
            "At most {digits} significant digits can be kept.",
        ),
        _error("too_large", "数值过大，请核对单位。", "The value is too large. Check the unit."),
        _error("negative", "该指标不能为负数。", "This indicator can't be negative."),
        _error("over_100", "百分比不能超过100%。", "A percentage can't exceed 100%."),
        _error(
            "coefficient_over_1",
            "系数不能大于1；如为百分数，请除以100。",
            "A coefficient can't exceed 1; if this is a percentage, divide it by 100.",
        ),
        _warning(
            "year_on_year",
            "比上一年的{previous}变化{change}，超过{most}。",
            "Changed by {change} from {previous} the year before, more than {most}.",
            share="0.20",
        ),
        _warning(
            "wrong_magnitude",
            "约为{reference}的{times}倍，可能把“万”与“亿”弄混，请核对单位（{unit}）。",
            "About {times} times {reference}: 万 (10,000) may stand for 亿 (100 million). "
            "Check the unit ({unit}).",
            factor="10000",
            slack="3",
        ),
        _warning(
            "groundwater_above_total",
            "地下水用水量{part}大于用水总量{whole}，请核对。",
            "Groundwater use of {part} exceeds total water use of {whole}. Please check.",
        ),
        _warning(
            "part_above_whole",
            "“{part_name}”{part}大于“{whole_name}”{whole}，请核对。",
            "{part_name} ({part}) exceeds {whole_name} ({whole}). Please check.",
        ),
        _warning(
            "sum_differs",
            "各分项之和{sum}与“{whole_name}”{whole}相差{difference}，请核对：{parts}。",
            "The parts add up to {sum}, {whole_name} is {whole}, a difference of {difference}. "
            "Please check: {parts}.",
            share="0.05",
        ),
        _warning(
            "reduction_disagrees",
            "与按水平值推算的下降{derived}相差{difference}个百分点，请说明（如按可比价计算）。",
            "Differs by {difference} percentage points from the reduction of {derived} computed "
            "from the levels. Please explain (constant prices, for instance).",
            points="2",
        ),
        _warning(
            "far_from_peers",
            "与其他{count}个城市（中位数{median}）相差很大，请核对。",
            "Far from the other {count} cities (median {median}). Please check.",
            score="3.5",
            cities="5",
        ),
        _warning(
            "red_line_crossed",
            "{crossed}约束性目标{limit}。",
            "{crossed} the binding target of {limit}.",
        ),
    )
}


def finding(code: str, **values: str | int | Decimal | Bilingual) -> Finding:
    """The finding of check `code`, its message filled with `values`."""
    check = CHECKS[code]
    words = {name: _both(value) for name, value in values.items()}
    zh = {name: value.zh for name, value in words.items()}
    en = {name: value.en for name, value in words.items()}
    message = Bilingual(check.message.zh.format(**zh), check.message.en.format(**en))
    return Finding(code, check.severity, message, zh)


def _both(value: str | int | Decimal | Bilingual) -> Bilingual:
    if isinstance(value, Bilingual):
        return value
    text = number(value) if isinstance(value, Decimal) else str(value)
    return Bilingual(text, text)
