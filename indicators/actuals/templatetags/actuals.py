"""Filters for what happened: why there is no value, and what the checks found in one."""

from django import template

from common.labels import label
from indicators.actuals.rules.enums import ObsStatus
from indicators.actuals.wording import finding_message

register = template.Library()

register.filter("finding_message", finding_message)


@register.filter
def obs_status_label(obs_status: str) -> str:
    """Why there is no value; empty where nothing is known of it."""
    return label(ObsStatus(obs_status)) if obs_status else ""
