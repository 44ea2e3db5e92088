"""How a milestone and a task stand, from their dates alone."""

from collections.abc import Iterable
from datetime import date

from common.enums import Word


class MilestoneStatus(Word):
    """How a milestone stands on a day."""

    OVERDUE = "overdue", "已到期，未见进展报告", "past due, no report"
    UPCOMING = "upcoming", "未到期", "upcoming"
    UNDATED = "undated", "未定时限", "no date given"


class TaskStatus(Word):
    """How a task stands on a day: as the most urgent of its milestones."""

    OVERDUE = "overdue", "有节点已到期，未见进展报告", "a milestone is past due, no report"
    UPCOMING = "upcoming", "节点未到期", "milestones upcoming"
    UNDATED = "undated", "未定时限", "no date given"


def milestone_status(due_on: date | None, today: date) -> MilestoneStatus:
    """A milestone is due until its day ends; one without a date never falls due."""
    if due_on is None:
        return MilestoneStatus.UNDATED
    return MilestoneStatus.OVERDUE if due_on < today else MilestoneStatus.UPCOMING


def task_status(due_dates: Iterable[date | None], today: date) -> TaskStatus:
    """The status of a task whose milestones have these dates; without any, it is undated."""
    found = {milestone_status(due_on, today) for due_on in due_dates}
    for status in MilestoneStatus:  # in the order of urgency
        if status in found:
            return TaskStatus(status.value)
    return TaskStatus.UNDATED
