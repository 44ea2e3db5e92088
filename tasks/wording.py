"""What it is called how tasks and milestones stand, and in which ways they are shown."""

from django.utils.translation import pgettext_lazy

from common.labels import register
from tasks.rules.board import BoardView
from tasks.rules.status import MilestoneStatus, TaskStatus

register(
    MilestoneStatus,
    {
        MilestoneStatus.OVERDUE: pgettext_lazy("milestone", "已到期，未见进展报告"),
        MilestoneStatus.UPCOMING: pgettext_lazy("milestone", "未到期"),
        MilestoneStatus.UNDATED: pgettext_lazy("milestone", "未定时限"),
    },
)

register(
    TaskStatus,
    {
        TaskStatus.OVERDUE: pgettext_lazy("task", "有节点已到期，未见进展报告"),
        TaskStatus.UPCOMING: pgettext_lazy("task", "节点未到期"),
        TaskStatus.UNDATED: pgettext_lazy("task", "未定时限"),
    },
)

register(
    BoardView,
    {
        BoardView.LIST: pgettext_lazy("board", "列表"),
        BoardView.MATRIX: pgettext_lazy("board", "部门分工矩阵"),
        BoardView.TIMELINE: pgettext_lazy("board", "时间线"),
    },
)
