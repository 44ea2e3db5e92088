"""How a milestone and a task stand, from their dates alone."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum


class MilestoneStatus(StrEnum):
    """How a milestone stands on a day."""

    OVERDUE = "overdue"
    UPCOMING = "upcoming"
    UNDATED = "undated"


class TaskStatus(StrEnum):
    """How a task stands on a day: as the most urgent of its milestones."""

    OVERDUE = "overdue"
    UPCOMING = "upcoming"
    UNDATED = "undated"


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
