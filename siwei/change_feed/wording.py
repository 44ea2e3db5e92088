"""The words of the change feed in the languages of its readers."""

from django.utils.translation import pgettext_lazy

from common.labels import register
from common.records.rules.public_changes import PublicChangeKind
from siwei.change_feed.rules.enums import PublicSubject

register(
    PublicChangeKind,
    {
        PublicChangeKind.PUBLISHED: pgettext_lazy("public change", "发布"),
        PublicChangeKind.CORRECTED: pgettext_lazy("public change", "更正"),
        PublicChangeKind.WITHDRAWN: pgettext_lazy("public change", "撤回"),
        PublicChangeKind.AMENDED: pgettext_lazy("public change", "修订或延期"),
        PublicChangeKind.REMOVED: pgettext_lazy("public change", "移除"),
    },
)
register(
    PublicSubject,
    {
        PublicSubject.ACTUAL: pgettext_lazy("public subject", "年度实际值"),
        PublicSubject.TARGET: pgettext_lazy("public subject", "目标值"),
        PublicSubject.TASK: pgettext_lazy("public subject", "主要任务"),
        PublicSubject.MILESTONE: pgettext_lazy("public subject", "时限节点"),
        PublicSubject.PLAN: pgettext_lazy("public subject", "规划"),
    },
)
