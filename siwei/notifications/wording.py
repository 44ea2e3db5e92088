"""What waits for somebody, how urgent it is and what became of a mail, in words."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from common.labels import register
from common.language import local_name
from siwei.notifications.rules.enums import DigestState, Urgency, WaitingKind
from siwei.notifications.rules.urgency import days_late

if TYPE_CHECKING:
    from siwei.notifications.selectors.waiting import Waiting

register(
    WaitingKind,
    {
        WaitingKind.RETURNED: pgettext_lazy("waiting", "被退回的数值待修改"),
        WaitingKind.FILL: pgettext_lazy("waiting", "数值待填报"),
        WaitingKind.SUBMIT: pgettext_lazy("waiting", "已填数值待提交"),
        WaitingKind.DECIDE: pgettext_lazy("waiting", "提交的数值待审核"),
        WaitingKind.REPORT: pgettext_lazy("waiting", "任务进展待报告"),
        WaitingKind.URGING: pgettext_lazy("waiting", "任务被催办"),
        WaitingKind.QUESTION: pgettext_lazy("waiting", "任务询问待答复"),
        WaitingKind.CONFIRMATION: pgettext_lazy("waiting", "任务完成待确认"),
        WaitingKind.EXTENSION: pgettext_lazy("waiting", "延期申请待审批"),
        WaitingKind.PRELIMINARY: pgettext_lazy("waiting", "初步数待正式数"),
    },
)

register(
    Urgency,
    {
        Urgency.LATE: pgettext_lazy("urgency", "已逾期"),
        Urgency.WEEK: pgettext_lazy("urgency", "7 天内"),
        Urgency.MONTH: pgettext_lazy("urgency", "30 天内"),
        Urgency.LATER: pgettext_lazy("urgency", "以后"),
        Urgency.UNDATED: pgettext_lazy("urgency", "未定期限"),
    },
)

register(
    DigestState,
    {
        DigestState.QUEUED: pgettext_lazy("digest", "待发送"),
        DigestState.SENT: pgettext_lazy("digest", "已发送"),
        DigestState.SKIPPED: pgettext_lazy("digest", "已无须发送"),
        DigestState.FAILED: pgettext_lazy("digest", "发送失败"),
    },
)


def subject_of(one: "Waiting") -> str:
    """What waits, by its city and year, or by its task with the milestone."""
    city = local_name(one.region)
    if one.task is None:
        return _("%(city)s %(year)s 年") % {"city": city, "year": one.year}
    task = one.task.numbered_title
    if one.milestone is None:
        return _("%(city)s：%(task)s") % {"city": city, "task": task}
    known = {"city": city, "task": task, "milestone": one.milestone.text}
    return _("%(city)s：%(task)s（%(milestone)s）") % known


def lateness(due_on: date | None, today: date) -> str:
    """By how many days something is late, or in how many it is due; empty without a day."""
    if due_on is None:
        return ""
    if days := days_late(due_on, today):
        return ngettext("已逾期 %d 天", "已逾期 %d 天", days) % days
    left = (due_on - today).days
    return ngettext("还有 %d 天", "还有 %d 天", left) % left if left else _("今天到期")
