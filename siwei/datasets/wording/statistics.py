"""What statistical formats call the parts of a data set."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from common.labels import register
from indicators.actuals.wording import labels as actual_labels  # noqa: F401  registers labels
from indicators.plans import wording as plan_labels  # noqa: F401  registers labels
from siwei.datasets.rules.codes import ChangeUnit, SdmxStatus
from siwei.datasets.rules.cubes import MOST_CELLS, MOST_FILLED
from siwei.datasets.rules.sdmx_queries import QueryError

register(
    SdmxStatus,
    {
        SdmxStatus.NORMAL: pgettext_lazy("sdmx", "正常值"),
        SdmxStatus.PROVISIONAL: pgettext_lazy("sdmx", "初步数"),
        SdmxStatus.MISSING: pgettext_lazy("sdmx", "缺失值"),
        SdmxStatus.NOT_COLLECTED: pgettext_lazy("sdmx", "缺失值：存在但尚未取得"),
        SdmxStatus.CANNOT_EXIST: pgettext_lazy("sdmx", "缺失值：不可能存在"),
    },
)

register(
    ChangeUnit,
    {
        ChangeUnit.PER_CENT_A_YEAR: pgettext_lazy("sdmx", "%/年"),
        ChangeUnit.POINTS: pgettext_lazy("sdmx", "个百分点"),
    },
)

# Of each dimension, measure and attribute, by its id.
CONCEPTS: Mapping[str, LazyText] = {
    "PLAN": pgettext_lazy("sdmx", "规划"),
    "REF_AREA": pgettext_lazy("sdmx", "行政区"),
    "INDICATOR": pgettext_lazy("sdmx", "指标"),
    "FORM": pgettext_lazy("sdmx", "数值形式"),
    "BASE_YEAR": pgettext_lazy("sdmx", "基期年"),
    "TIME_PERIOD": pgettext_lazy("sdmx", "年份"),
    "TARGET_YEAR": pgettext_lazy("sdmx", "目标年份"),
    "OBS_VALUE": pgettext_lazy("sdmx", "数值"),
    "OBS_STATUS": pgettext_lazy("sdmx", "数值状态"),
    "UNIT_MEASURE": pgettext_lazy("sdmx", "计量单位"),
    "DECIMALS": pgettext_lazy("sdmx", "小数位数"),
    "REVIEW_STATE": pgettext_lazy("sdmx", "审核状态"),
    "DEMO": pgettext_lazy("sdmx", "演示数据"),
    "COMPARATOR": pgettext_lazy("sdmx", "比较符"),
    "NATURE": pgettext_lazy("sdmx", "指标属性"),
    "VALUE_TO": pgettext_lazy("sdmx", "区间另一端"),
    "AIM": pgettext_lazy("sdmx", "力争值"),
    "COUNTS_FROM": pgettext_lazy("sdmx", "起算年"),
    "CONFLICT": pgettext_lazy("sdmx", "文本矛盾"),
    "AMENDED_BY": pgettext_lazy("sdmx", "修订它的规划"),
}
SCHEME: LazyText = pgettext_lazy("sdmx", "四维数据集的概念")
NO_CODE: LazyText = pgettext_lazy("sdmx", "无")


def source_of_cube() -> str:
    """Where the numbers are from, in one line."""
    return _("四维：各市“四水四定”规划及其年度实际值")


def too_many_cells() -> str:
    """Why there is no cube, and what helps."""
    return _(
        "超过 %(filled)d 个数值或 %(cells)d 个单元格（含空的）；"
        "请用 region、indicator、year 等参数缩小范围，或改用 CSV。"
    ) % {"filled": MOST_FILLED, "cells": MOST_CELLS}


def no_observations() -> str:
    return _("没有符合条件的数值。")


def refused_query(error: QueryError) -> str:
    """Why a part of a question of SDMX isn't understood."""
    said = {
        "unknown_parameter": _("没有“%s”这个维度。"),
        "repeated": _("“%s”的维度在键中已经指定。"),
        "unsupported_operator": _("不支持“%s”这个运算。"),
        "one_flow": _("一次只能查询一个数据流，如 data/dataflow/SIWEI/ACTUALS；不能用“%s”。"),
    }.get(error.code, _("“%s”无法理解。"))
    return said % error.value[:100]
