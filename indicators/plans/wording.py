"""What plans are made of in words: numbers with their units, and what each kind is called."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from common.figures import number, sign_of, with_minus
from common.labels import label, register
from common.language import is_english, local_name
from indicators.plans.rules.breaks import Break
from indicators.plans.rules.enums import (
    BreakKind,
    CitationKind,
    ClauseKind,
    Comparator,
    DepartmentRole,
    Direction,
    GoalKind,
    LimitBasis,
    Nature,
    Origin,
    PlanStatus,
    PriceBasis,
    TargetForm,
    Theme,
)
from indicators.plans.rules.promises import CHANGES
from indicators.plans.rules.units import NamedUnit


def unit_name(unit: NamedUnit) -> str:
    """What a unit is called."""
    return local_name(unit)


def amount(value: Decimal, unit: NamedUnit) -> str:
    """`value` with its unit: 2.27亿立方米 · 2.27 × 100 million m³; 95%; 0.63."""
    text = number(value)
    if unit.is_bare:
        return text
    name = unit_name(unit)
    if not name[:1].isalnum():
        return text + name  # a sign such as % stands close to its number
    words = _("%(number)s × %(unit)s") if name[:1].isdigit() else _("%(number)s%(unit)s")
    return words % {"number": text, "unit": _counted(name, text)}


def difference(value: Decimal, unit: NamedUnit) -> str:
    """A difference between two values of `unit`: of percentages it is in percentage points."""
    return points(value) if unit.in_points else amount(value, unit)


def points(value: Decimal) -> str:
    """So many percentage points."""
    text = number(value)
    words = ngettext("%(number)s个百分点", "%(number)s个百分点", 1 if _is_one(text) else 2)
    return words % {"number": text}


def printed_number(
    form: TargetForm,
    value: Decimal,
    *,
    value_to: Decimal | None,
    aim: Decimal | None,
    falls: bool,
    unit: NamedUnit | None = None,
) -> str:
    """What a target prints: 28—30; 9（力争8.5）; 约25; 年均−2%; −2个百分点. With `unit` each number
    has its unit: 28%—30%; the number of a change has its own.

    `falls`: the change that it promises is a fall.
    """
    if form in CHANGES:
        unit = None
    text = _of_form(form, value, value_to, falls=falls, unit=unit)
    if aim is None:
        return text
    return _("%(value)s（力争%(aim)s）") % {"value": text, "aim": _said(aim, unit)}


def _of_form(
    form: TargetForm,
    value: Decimal,
    value_to: Decimal | None,
    *,
    falls: bool,
    unit: NamedUnit | None,
) -> str:
    text = _said(value, unit)
    match form:
        case TargetForm.RANGE if value_to is not None:
            return _("%(first)s—%(last)s") % {"first": text, "last": _said(value_to, unit)}
        case TargetForm.ABOUT:
            return _("约%(value)s") % {"value": text}
        case TargetForm.PER_YEAR:
            return _("年均%(change)s%%") % {"change": sign_of(-value if falls else value) + text}
        case TargetForm.POINTS:
            return sign_of(-value if falls else value) + points(value)
        case TargetForm.INCREMENT:
            return _("新增%(value)s") % {"value": text}
    return text


def _said(value: Decimal, unit: NamedUnit | None) -> str:
    return with_minus(number(value)) if unit is None else amount(value, unit)


def break_title(one: Break) -> str:
    """A break in a few words, as a mark in a chart has it: 2020年起统计方法变动."""
    return _("%(year)d年起%(kind)s") % {"year": one.year, "kind": label(one.kind)}


def breaks_named(breaks: Iterable[Break]) -> str:
    """The breaks with the documents that say so: 2020年起统计方法变动（国统制〔2020〕3号）."""
    named = (
        _("%(break)s（%(source)s）") % {"break": break_title(one), "source": one.source}
        for one in breaks
    )
    return _("、").join(named)


def break_note(one: Break) -> str:
    """What changed, in the reader's language."""
    return one.note_en if is_english() else one.note


def _counted(noun: str, text: str) -> str:
    """The noun after a number in writing; in English it has the plural in the table of units."""
    return noun.removesuffix("s") if is_english() and _is_one(text) else noun


def _is_one(text: str) -> bool:
    return text in ("1", "-1")


def price_basis(basis: PriceBasis | None) -> str:
    """The name of a price basis, also where none is stated."""
    return pgettext("price", "未注明") if basis is None else label(basis)


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
    GoalKind,
    {
        GoalKind.BY_YEAR: pgettext_lazy("goal", "分年目标"),
        GoalKind.STANDING: pgettext_lazy("goal", "长期控制"),
        GoalKind.UNDATED: pgettext_lazy("goal", "未写明年份"),
    },
)

register(
    TargetForm,
    {
        TargetForm.VALUE: pgettext_lazy("target", "数值"),
        TargetForm.RANGE: pgettext_lazy("target", "区间"),
        TargetForm.PER_YEAR: pgettext_lazy("target", "年均变化"),
        TargetForm.POINTS: pgettext_lazy("target", "百分点变化"),
        TargetForm.ABOUT: pgettext_lazy("target", "左右"),
        TargetForm.SET_ELSEWHERE: pgettext_lazy("target", "另行下达"),
        TargetForm.INCREMENT: pgettext_lazy("target", "新增"),
    },
)

register(
    BreakKind,
    {
        BreakKind.METHOD: pgettext_lazy("break", "统计方法变动"),
        BreakKind.PRICE_BASIS: pgettext_lazy("break", "价格基期变动"),
        BreakKind.REVISED_BASE: pgettext_lazy("break", "基期值修订"),
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
    PriceBasis,
    {
        PriceBasis.CONSTANT: pgettext_lazy("price", "可比价"),
        PriceBasis.CURRENT: pgettext_lazy("price", "当年价"),
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
