"""Filters for tasks."""

from django import template

from common.labels import label
from tasks.rules.status import TaskStatus

register = template.Library()


@register.filter
def task_status_label(status: str) -> str:
    """How a task stands on the day of the page."""
    return label(TaskStatus(status))
