"""What plans are made of in words: numbers with their units, and what each kind is called."""

from decimal import Decimal

from django.utils.translation import ngettext, pgettext_lazy

from common.figures import number
from common.labels import register
from common.language import is_english
from indicators.plans.rules.enums import (
    CitationKind,
    ClauseKind,
    Comparator,
    DepartmentRole,
    Direction,
    LimitBasis,
    Nature,
    Origin,
    PlanStatus,
    Theme,
)
from indicators.plans.rules.units import UnknownUnitError, parse_unit


def unit_name(unit: str) -> str:
    """What a printed unit is called; one that no table knows stays as printed."""
    return _name(unit, english=is_english())


def amount(value: Decimal, unit: str) -> str:
    """`value` with its unit: 2.27亿立方米 · 2.27 × 100 million m³; 95%; 0.63."""
    text = number(value)
    if unit == "1":
        return text
    if unit == "%":
        return f"{text}%"
    english = is_english()
    name = _name(unit, english=english)
    return _counted(text, name) if english else text + name


def difference(value: Decimal, unit: str) -> str:
    """A difference between two values of `unit`: of percentages it is in percentage points."""
    if unit != "%":
        return amount(value, unit)
    text = number(value)
    words = ngettext("%(number)s个百分点", "%(number)s个百分点", 1 if _is_one(text) else 2)
    return words % {"number": text}


def _counted(text: str, noun: str) -> str:
    """An English noun after its number; in the table of units it stands in the plural."""
    joint = " × " if noun[:1].isdigit() else " "
    return text + joint + (noun.removesuffix("s") if _is_one(text) else noun)


def _name(unit: str, *, english: bool) -> str:
    try:
        name = parse_unit(unit).name
    except UnknownUnitError:
        # A sentence about a value must not fail for a unit that only an import could bring.
        return unit
    return name.en if english else name.zh


def _is_one(text: str) -> bool:
    return text in ("1", "-1")


register(
    Direction,
    {
        Direction.AT_MOST: pgettext_lazy("direction", "上限"),
        Direction.AT_LEAST: pgettext_lazy("direction", "下限"),
        Direction.NONE: pgettext_lazy("direction", "不评"),
    },
)

register(
    Nature,
    {
        Nature.CONSTRAINT: pgettext_lazy("nature", "约束性"),
        Nature.EXPECTED: pgettext_lazy("nature", "预期性"),
        Nature.UNSTATED: pgettext_lazy("nature", "未注明"),
    },
)

register(
    Comparator,
    {
        Comparator.AT_MOST: pgettext_lazy("comparator", "不超过"),
        Comparator.AT_LEAST: pgettext_lazy("comparator", "不低于"),
        Comparator.EQUAL: pgettext_lazy("comparator", "等于"),
    },
)

register(
    Origin,
    {
        Origin.ANNEX: pgettext_lazy("origin", "附表"),
        Origin.BODY: pgettext_lazy("origin", "正文"),
    },
)

register(
    PlanStatus,
    {
        PlanStatus.ISSUED: pgettext_lazy("plan", "已印发"),
        PlanStatus.DRAFT: pgettext_lazy("plan", "征求意见稿"),
        PlanStatus.UNDATED: pgettext_lazy("plan", "日期不详"),
    },
)

register(
    Theme,
    {
        Theme.TOTAL: pgettext_lazy("theme", "总量与强度"),
        Theme.CITY: pgettext_lazy("theme", "以水定城定人"),
        Theme.LAND: pgettext_lazy("theme", "以水定地"),
        Theme.INDUSTRY: pgettext_lazy("theme", "以水定产"),
        Theme.ALLOCATION: pgettext_lazy("theme", "水源配置"),
    },
)

register(
    DepartmentRole,
    {
        DepartmentRole.LEAD: pgettext_lazy("duty", "牵头"),
        DepartmentRole.PARTICIPATING: pgettext_lazy("duty", "参与"),
        DepartmentRole.SHARED: pgettext_lazy("duty", "按职责分工"),
    },
)

register(
    ClauseKind,
    {
        ClauseKind.TITLE: pgettext_lazy("clause", "标题"),
        ClauseKind.FRONT: pgettext_lazy("clause", "文件头尾"),
        ClauseKind.SECTION: pgettext_lazy("clause", "章"),
        ClauseKind.SUBSECTION: pgettext_lazy("clause", "节"),
        ClauseKind.CLAUSE: pgettext_lazy("clause", "条"),
        ClauseKind.PARAGRAPH: pgettext_lazy("clause", "段"),
        ClauseKind.ANNEX: pgettext_lazy("clause", "附件"),
        ClauseKind.HEADER: pgettext_lazy("clause", "表头"),
        ClauseKind.ROW: pgettext_lazy("clause", "表行"),
        ClauseKind.NOTE: pgettext_lazy("clause", "表注"),
    },
)

register(
    CitationKind,
    {
        CitationKind.VALUE: pgettext_lazy("citation", "数值"),
        CitationKind.BASE_YEAR: pgettext_lazy("citation", "基期年"),
        CitationKind.WORDS: pgettext_lazy("citation", "文字"),
    },
)

register(
    LimitBasis,
    {
        LimitBasis.STATED: pgettext_lazy("limit", "规划目标"),
        LimitBasis.STANDING: pgettext_lazy("limit", "长期控制"),
        LimitBasis.INTERPOLATED: pgettext_lazy("limit", "插值估算"),
        LimitBasis.CARRIED: pgettext_lazy("limit", "沿用估算"),
    },
)
