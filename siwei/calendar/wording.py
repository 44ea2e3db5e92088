"""What entries of the calendar are called, and the sign that stands before each."""

from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from common.labels import register
from common.language import is_english
from siwei.calendar.rules.entries import DeadlineStatus, EntryKind, EntryStatus
from siwei.calendar.rules.periods import Month
from tasks.rules.signs import sign_of

register(
    EntryKind,
    {
        EntryKind.DEADLINE: pgettext_lazy("calendar", "填报截止"),
        EntryKind.MILESTONE: pgettext_lazy("calendar", "时限节点"),
    },
)

register(
    DeadlineStatus,
    {
        DeadlineStatus.PASSED: pgettext_lazy("deadline", "已截止"),
        DeadlineStatus.OPEN: pgettext_lazy("deadline", "未截止"),
        DeadlineStatus.CLOSED: pgettext_lazy("deadline", "年度已关闭"),
    },
)

# Of deadlines; milestones have the signs of the board. A calendar program shows no colour of ours,
# so the sign says what a colour would.
SIGNS: Mapping[DeadlineStatus, str] = {
    DeadlineStatus.PASSED: "□",
    DeadlineStatus.OPEN: "–",
    DeadlineStatus.CLOSED: "·",
}


def sign(status: EntryStatus) -> str:
    """One character for a status."""
    return SIGNS[status] if isinstance(status, DeadlineStatus) else sign_of(status).symbol


def deadline_title(year: int) -> str:
    return _("%(year)s 年数据填报截止") % {"year": year}


def weekdays() -> list[str]:
    """The heads of a month, from Monday on."""
    return [
        pgettext("weekday", "一"),
        pgettext("weekday", "二"),
        pgettext("weekday", "三"),
        pgettext("weekday", "四"),
        pgettext("weekday", "五"),
        pgettext("weekday", "六"),
        pgettext("weekday", "日"),
    ]


def month_name(month: Month) -> str:
    """`6月`, `Jun`: without its year."""
    return date_format(month.span.first, "M") if is_english() else f"{month.number}月"
