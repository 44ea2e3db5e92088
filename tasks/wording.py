"""What is said about tasks and milestones, how they stand and are shown, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common.labels import label, register
from common.records.rules.files import MEGABYTE, FileFault
from tasks.rules.board import BoardView
from tasks.rules.enums import StatementKind, WorkState
from tasks.rules.status import MilestoneStatus, TaskStatus

register(
    MilestoneStatus,
    {
        MilestoneStatus.OVERDUE: pgettext_lazy("milestone", "已到期，未完成"),
        MilestoneStatus.UNREPORTABLE: pgettext_lazy("milestone", "已到期，尚无人可报告"),
        MilestoneStatus.REPORTED: pgettext_lazy("milestone", "已报告完成，待确认"),
        MilestoneStatus.UPCOMING: pgettext_lazy("milestone", "未到期"),
        MilestoneStatus.UNDATED: pgettext_lazy("milestone", "未定时限"),
        MilestoneStatus.MET: pgettext_lazy("milestone", "已完成"),
    },
)

register(
    TaskStatus,
    {
        TaskStatus.OVERDUE: pgettext_lazy("task", "有节点已到期，未完成"),
        TaskStatus.UNREPORTABLE: pgettext_lazy("task", "有节点已到期，尚无人可报告"),
        TaskStatus.REPORTED: pgettext_lazy("task", "有节点已报告完成，待确认"),
        TaskStatus.UPCOMING: pgettext_lazy("task", "节点未到期"),
        TaskStatus.UNDATED: pgettext_lazy("task", "未定时限"),
        TaskStatus.MET: pgettext_lazy("task", "节点均已完成"),
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

register(
    WorkState,
    {
        WorkState.NOT_STARTED: pgettext_lazy("work", "未启动"),
        WorkState.IN_PROGRESS: pgettext_lazy("work", "进行中"),
        WorkState.DONE: pgettext_lazy("work", "已完成"),
        WorkState.BLOCKED: pgettext_lazy("work", "受阻"),
    },
)

register(
    StatementKind,
    {
        StatementKind.REPORT: gettext_lazy("进展报告"),
        StatementKind.COMMENT: gettext_lazy("意见"),
        StatementKind.QUESTION: gettext_lazy("询问"),
        StatementKind.ANSWER: gettext_lazy("答复"),
        StatementKind.URGING: gettext_lazy("催办"),
        StatementKind.EXTENSION: gettext_lazy("申请延期"),
        StatementKind.GRANT: gettext_lazy("同意延期"),
        StatementKind.REFUSAL: gettext_lazy("不同意延期"),
        StatementKind.CONFIRMATION: gettext_lazy("确认完成"),
        StatementKind.REJECTION: gettext_lazy("不予确认"),
    },
)


def offer_words(kind: StatementKind) -> str:
    """What the button or the link says that leads to such a statement."""
    return {
        StatementKind.REPORT: _("报告进展"),
        StatementKind.COMMENT: _("提意见"),
    }.get(kind) or label(kind)


def said_words(kind: StatementKind) -> str:
    """What the page says once it was said."""
    return {
        StatementKind.REPORT: _("已报告进展。"),
        StatementKind.COMMENT: _("已提交意见。"),
        StatementKind.QUESTION: _("已发出询问，答复前列在该部门的“我的工作”里。"),
        StatementKind.ANSWER: _("已答复。"),
        StatementKind.URGING: _(
            "已催办：列在该部门的“我的工作”里，填了邮箱的人会收到邮件；"
            "部门还没有人员的，由水行政主管部门代办。"
        ),
        StatementKind.EXTENSION: _("已申请延期，待决定。"),
        StatementKind.GRANT: _("已同意延期；原定日期仍然列出。"),
        StatementKind.REFUSAL: _("已答复：不同意延期。"),
        StatementKind.CONFIRMATION: _("已确认节点完成。"),
        StatementKind.REJECTION: _("已答复：不予确认。"),
    }[kind]


def field_name(name: str) -> str:
    """What a field of a statement is called at the beginning of a sentence."""
    return {"text": _("内容"), "next_step": _("下一步")}[name]


def fault_message(field: str, code: str) -> str:
    """What is wrong with a field of a draft."""
    if code == "required":
        return {
            "text": _("请写明内容"),
            "state": _("请选择进度"),
            "milestone": _("请选择时限节点"),
            "until": _("请写明申请延期至哪一天"),
            "about": _("请指明回应的是哪一条"),
            "department": _("请选择部门"),
        }[field]
    return {
        "item_or_milestone": _("具体任务和时限节点只选一个"),
        "reports_only": _("只有进展报告才有这一项"),
        "extensions_only": _("只有申请延期才写延期日期"),
        "evidence_required": _("报告节点完成须附佐证材料"),
        "out_of_range": _("完成比例应在 0 至 100 之间"),
        "done_is_100": _("“已完成”的完成比例应为 100，或不填"),
        "not_started_is_0": _("“未启动”的完成比例应为 0，或不填"),
        "undated": _("这个节点没有到期日，不必申请延期"),
        "not_later": _("延期的日期应晚于现在的到期日"),
        "not_to_come": _("延期的日期应在今天之后"),
        "unknown": {
            "item": _("任务里没有这项具体任务"),
            "milestone": _("任务里没有这个时限节点"),
            "department": _("这个部门在这项任务中没有分工"),
            "about": _("这项任务里没有要回应的那一条"),
        }.get(field, ""),
        "too_far": _("延期的日期太远，请核对年份"),
        "no_reply": _("这一种记录不回应别的记录，不写 about"),
        "not_of_about": _("回应的部门、具体任务和时限节点就是所回应的那一条的，不能另写"),
        "wrong_kind": _("不能这样回应那一条"),
        "not_decisive": _("只有牵头部门报告节点完成，才能确认或不予确认"),
    }[code]


def not_allowed_message(kind: StatementKind, *, own: bool) -> str:
    """Why somebody may not say that."""
    if own:
        return _("不能对自己或本部门的报告和申请作出决定")
    return _("您不能在这项任务上%(action)s") % {"action": offer_words(kind)}


def room_message(fault: FileFault, numbers: Mapping[str, int]) -> str:
    """Why there is no room for a file of a statement, whose files come all at once."""
    most = numbers.get("most", 0)
    in_megabytes = {"most": most // MEGABYTE}
    return {
        FileFault.ATTACHED_ALREADY: _("同一份文件选了两次"),
        FileFault.TOO_MANY: _("一次最多 %(most)d 份佐证材料") % {"most": most},
        FileFault.VALUE_FULL: _("一次的佐证材料合计最多 %(most)s MB") % in_megabytes,
        FileFault.YEAR_FULL: _("这份规划的佐证材料已满（合计最多 %(most)s MB），请联系系统管理员")
        % in_megabytes,
    }[fault]
