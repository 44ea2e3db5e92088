"""Filters for verdicts."""

from django import template

from indicators.assessments.wording import explain

register = template.Library()

register.filter("reason", explain)
