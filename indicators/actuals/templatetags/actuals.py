"""Filters for what happened: why there is no value, and what the checks found in one."""

from django import template

from common.labels import label
from indicators.actuals.rules.enums import Action, ActualState, ObsStatus
from indicators.actuals.wording import (
    finding_message,
    finding_statement,
    organ_words,
    preliminary_mark,
)

register = template.Library()

register.filter("finding_message", finding_message)
register.filter("finding_statement", finding_statement)
register.filter("organ_words", organ_words)
register.filter("preliminary_mark", preliminary_mark)


@register.filter
def obs_status_label(obs_status: str) -> str:
    """Why there is no value; empty where nothing is known of it."""
    return label(ObsStatus(obs_status)) if obs_status else ""


@register.filter
def state_label(state: str) -> str:
    """The state of a value in words."""
    return label(ActualState(state))


@register.filter
def action_label(action: str) -> str:
    """What was done to a value, in words."""
    return label(Action(action))
