"""Filters for tasks."""

from django import template

from common.labels import label
from tasks.rules.enums import StatementKind, WorkState
from tasks.rules.status import MilestoneStatus, TaskStatus
from tasks.wording import offer_words

register = template.Library()

register.filter("offer_words", offer_words)


@register.filter
def task_status_label(status: str) -> str:
    """How a task stands on the day of the page."""
    return label(TaskStatus(status))


@register.filter
def milestone_status_label(status: str) -> str:
    """How a milestone stands on the day of the page."""
    return label(MilestoneStatus(status))


@register.filter
def work_state_label(state: str) -> str:
    """How far a department says that it is."""
    return label(WorkState(state)) if state else ""


@register.filter
def statement_label(kind: str) -> str:
    """What was said."""
    return label(StatementKind(kind))
