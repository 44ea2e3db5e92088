"""Filters for what departments are."""

from django import template

from departments.wording import function_name

register = template.Library()

register.filter("function_name", function_name)
