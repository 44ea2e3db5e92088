"""A piece of a page that is the same to everybody, so that it may be kept (`common.kept`)."""

from collections.abc import Mapping
from copy import copy
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string


def html_for_anybody(request: HttpRequest, template: str, context: Mapping[str, Any]) -> str:
    """The template as somebody sees it who hasn't logged in: its links keep the rest of the
    address, and of who asks first it has nothing."""
    anybody = copy(request)
    anybody.user = AnonymousUser()
    return render_to_string(template, dict(context), anybody)
