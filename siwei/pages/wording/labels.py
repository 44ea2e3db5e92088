"""What the kinds of changes are called, and the parts of a plan that a loading changes."""

from django.utils.translation import pgettext_lazy

from common.labels import register
from indicators.plans.rules.history import PlanPart
from siwei.pages.rules import ChangeKind

register(
    ChangeKind,
    {
        ChangeKind.PUBLISHED: pgettext_lazy("change", "发布"),
        ChangeKind.CORRECTED: pgettext_lazy("change", "更正"),
        ChangeKind.WITHDRAWN: pgettext_lazy("change", "撤回发布"),
        ChangeKind.REMOVED: pgettext_lazy("change", "移除"),
        ChangeKind.BREACHED: pgettext_lazy("change", "转为突破、未达标或滞后"),
        ChangeKind.MENDED: pgettext_lazy("change", "不再突破、未达标或滞后"),
        ChangeKind.AMENDED: pgettext_lazy("change", "目标修订"),
        ChangeKind.LOADED: pgettext_lazy("change", "规划载入"),
    },
)

register(
    PlanPart,
    {
        PlanPart.DOCUMENT: pgettext_lazy("plan part", "文件信息"),
        PlanPart.TEXT: pgettext_lazy("plan part", "正文"),
        PlanPart.INDICATORS: pgettext_lazy("plan part", "指标"),
        PlanPart.TARGETS: pgettext_lazy("plan part", "目标值"),
        PlanPart.REPORTED: pgettext_lazy("plan part", "规划报告值"),
        PlanPart.CITATIONS: pgettext_lazy("plan part", "出处"),
        PlanPart.DEPARTMENTS: pgettext_lazy("plan part", "责任单位"),
    },
)
