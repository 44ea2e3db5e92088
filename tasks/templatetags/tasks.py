"""Tags for tasks and milestones."""

from django import template

from common.labels import label
from tasks.rules.signs import StatusSign, sign_of
from tasks.rules.status import MilestoneStatus, TaskStatus

register = template.Library()


@register.inclusion_tag("tasks/_status.html")
def task_status(status: str) -> dict[str, StatusSign | str]:
    """How a task stands on the day of the page, with its symbol."""
    found = TaskStatus(status)
    return {"sign": sign_of(found), "words": label(found)}


@register.inclusion_tag("tasks/_status.html")
def milestone_status(status: str) -> dict[str, StatusSign | str]:
    """How a milestone stands on the day of the page, with its symbol."""
    found = MilestoneStatus(status)
    return {"sign": sign_of(found), "words": label(found)}
