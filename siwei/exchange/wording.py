"""What members of the enumerations are called."""

from django.utils.translation import pgettext_lazy

from common.labels import register
from siwei.exchange.rules.enums import BatchState, RowKind

register(
    RowKind,
    {
        RowKind.NEW: pgettext_lazy("import", "新增"),
        RowKind.CHANGED: pgettext_lazy("import", "修改"),
        RowKind.UNCHANGED: pgettext_lazy("import", "不变"),
        RowKind.LOCKED: pgettext_lazy("import", "已锁定"),
        RowKind.WARNING: pgettext_lazy("import", "需说明"),
        RowKind.ERROR: pgettext_lazy("import", "有错误"),
    },
)
register(
    BatchState,
    {
        BatchState.PREVIEWED: pgettext_lazy("import", "待确认"),
        BatchState.COMMITTED: pgettext_lazy("import", "已导入"),
        BatchState.TAKEN_BACK: pgettext_lazy("import", "已撤销"),
        BatchState.DISCARDED: pgettext_lazy("import", "已放弃"),
    },
)
