"""Filters for verdicts."""

from django import template

from indicators.assessments.wording import explain, outlook_short, outlook_words

register = template.Library()

register.filter("reason", explain)
register.filter("outlook", outlook_words)
register.filter("outlook_short", outlook_short)
