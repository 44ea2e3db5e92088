"""Tags and filters for tasks and milestones."""

from django import template

from common.labels import label
from tasks.rules.enums import StatementKind, WorkState
from tasks.rules.signs import StatusSign, sign_of, sign_of_state
from tasks.rules.status import MilestoneStatus, TaskStatus
from tasks.wording import offer_words

register = template.Library()

register.filter("offer_words", offer_words)


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


@register.inclusion_tag("tasks/_status.html")
def work_state(state: str) -> dict[str, StatusSign | str]:
    """How far a department says that it is, with its symbol."""
    found = WorkState(state)
    return {"sign": sign_of_state(found), "words": label(found)}


@register.filter
def statement_label(kind: str) -> str:
    """What was said."""
    return label(StatementKind(kind))
