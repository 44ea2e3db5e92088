"""What is said about tasks and milestones, how they stand and are shown, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common.labels import label, register
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
        StatementKind.URGING: _("已催办，该部门的“我的工作”里会列出，并发邮件提醒。"),
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
            "department": _("没有这个部门"),
            "about": _("这项任务里没有要回应的那一条"),
        }.get(field, ""),
        "wrong_kind": _("不能这样回应那一条"),
        "not_decisive": _("只有牵头部门报告节点完成，才能确认或不予确认"),
    }[code]


def not_allowed_message(kind: StatementKind, *, own: bool) -> str:
    """Why somebody may not say that."""
    if own:
        return _("不能对自己的报告或申请作出决定")
    return _("您没有在这项任务上%(action)s的权限") % {"action": label(kind)}
