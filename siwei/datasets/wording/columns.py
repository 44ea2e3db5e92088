"""What the columns of the data sets are called, and in what unit their numbers are.

The names are those of the API; where a name means something else in one set, it stands here as
`set:name`.
"""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from common.labels import Label

_WITHDRAWN: dict[str, LazyText] = {
    "withdrawn.at": _("撤回发布的时间"),
    "withdrawn.organ": _("撤回发布的机关"),
    "withdrawn.reason": _("撤回发布的理由"),
    "withdrawn.value": _("撤回前的数值"),
    "withdrawn.obs_status": _("撤回前的数据状态"),
}
_AMENDMENTS: dict[str, LazyText] = {
    "amends.plan": _("被修订目标的规划标识"),
    "amends.region": _("被修订目标的行政区代码"),
    "amends.indicator": _("被修订目标的指标代码"),
    "amends.year": _("被修订目标的年份"),
    "amends.base_year": _("被修订目标的基期年"),
    "amended_by.plan": _("修订后目标的规划标识"),
    "amended_by.region": _("修订后目标的行政区代码"),
    "amended_by.indicator": _("修订后目标的指标代码"),
    "amended_by.year": _("修订后目标的年份"),
    "amended_by.base_year": _("修订后目标的基期年"),
    "amended_by.effective_on": _("修订后目标的生效日"),
    "effective_on": _("修订的生效日"),
}
_LIMIT: dict[str, LazyText] = {
    "limit.value": _("限值"),
    "limit.comparator": _("限值的比较符"),
    "limit.basis": _("限值的依据"),
    "limit.base_year": _("限值的基期年"),
    "limit.form": _("限值的数值形式"),
    "limit.value_to": _("限值区间的另一端"),
    "limit.aim": _("限值的力争值"),
    "limit.tolerance": _("“左右”允许的偏差"),
    "limit.counts_from": _("新增的起算年"),
    "limit.set_by": _("确定限值的另一规划"),
}
_TREND: dict[str, LazyText] = {
    "trend.pace": _("进度"),
    "trend.ratio": _("观测变化与所需变化之比"),
    "trend.method": _("变化的算法"),
    "trend.start.year": _("进度起点的年份"),
    "trend.start.value": _("进度起点的数值"),
    "trend.target.year": _("进度所对目标的年份"),
    "trend.target.value": _("进度所对目标的数值"),
    "projection.year": _("推算到的年份"),
    "projection.value": _("按现有进度推算的数值"),
    "projection.kept": _("推算值是否守住目标"),
    "projection.required_per_year": _("此后每年所需的变化"),
    "projection.required_rate": _("此后每年所需的变化率"),
}
TITLES: Mapping[str, LazyText] = {
    "key": _("实际值标识"),
    "plan": _("规划标识"),
    "region": _("行政区代码"),
    "indicator": _("指标代码"),
    "year": _("年份"),
    "base_year": _("基期年"),
    "value": _("数值"),
    "unit": _("单位"),
    "obs_status": _("数据状态"),
    "state": _("审核状态"),
    "source": _("来源"),
    "note": _("备注"),
    "demo": _("是否演示数据"),
    "version": _("版本"),
    "updated_at": _("更新时间"),
    "serial": _("原文序号"),
    "printed_name": _("原文名称"),
    "printed_unit": _("原文单位"),
    "printed_theme": _("原文分类"),
    "nature": _("指标属性"),
    "origin": _("出自附表还是正文"),
    "definition_note": _("此目标另有的口径"),
    "targets:year": _("目标年"),
    "comparator": _("比较符"),
    "goal_kind": _("目标形式"),
    "form": _("数值形式"),
    "value_to": _("区间的另一端"),
    "aim": _("力争值"),
    "counts_from": _("新增的起算年"),
    "wording": _("目标的文字"),
    "conflict": _("是否有文本矛盾"),
    "target_note": _("目标的备注"),
    "citations": _("出处"),
    "departments": _("责任部门"),
    "actual": _("实际值"),
    "gap": _("离限值的余量"),
    "assessments:status": _("评估结果"),
    "reason": _("评估的理由（中文）"),
    "reason_en": _("评估的理由（英文）"),
    "derived": _("由水平值推算的降幅"),
    "breaks": _("有影响的口径变动"),
    "tasks:key": _("任务标识"),
    "group.order": _("重点任务的次序"),
    "group.label": _("重点任务"),
    "number": _("任务的原文编号"),
    "title": _("任务的标题"),
    "clause": _("任务所在的条款"),
    "items": _("具体任务"),
    "assignments": _("职责分工"),
    "indicators": _("相关指标"),
    "tasks:status": _("时限节点的状态"),
    "progress": _("工作进展"),
    "reports": _("最近的进展报告"),
    **_WITHDRAWN,
    **_AMENDMENTS,
    **_LIMIT,
    **_TREND,
}

_OF_THE_ROW = _("见 unit 列")
_AS_PRINTED = _("见 printed_unit 列；form 为 per_year 时为每年百分数，为 points 时为百分点")
UNITS: Mapping[str, Label] = {
    "actuals:value": _OF_THE_ROW,
    "withdrawn.value": _OF_THE_ROW,
    "targets:value": _AS_PRINTED,
    "value_to": _AS_PRINTED,
    "aim": _AS_PRINTED,
    "limit.value": _OF_THE_ROW,
    "limit.value_to": _OF_THE_ROW,
    "limit.aim": _OF_THE_ROW,
    "limit.tolerance": _("占限值的比例"),
    "actual": _OF_THE_ROW,
    "gap": _OF_THE_ROW,
    "derived": "%",
    "trend.ratio": _("倍"),
    "trend.start.value": _OF_THE_ROW,
    "trend.target.value": _OF_THE_ROW,
    "projection.value": _OF_THE_ROW,
    "projection.required_per_year": _("见 unit 列，每年"),
    "projection.required_rate": _("每年百分数"),
}


def column_title(set_name: str, column: str) -> str:
    """What a column is called, in the active language."""
    return str(TITLES.get(f"{set_name}:{column}") or TITLES[column])


def column_unit(set_name: str, column: str) -> str:
    """In what the numbers of a column are counted; "" for what isn't counted in anything."""
    return str(UNITS.get(f"{set_name}:{column}") or UNITS.get(column) or "")
