"""Mail: one template each, written in the language of who reads it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from common.language import Named

# No program answers it: neither an absence note nor a ticket system.
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
_BLANK_LINES = re.compile(r"\n\s*\n\s*\n+")


@dataclass(frozen=True, slots=True)
class BothNames:
    """The two names of a thing that isn't at hand any more."""

    name: str
    name_en: str


def both_names(thing: Named) -> dict[str, str]:
    """The two names of `thing` as plain values, for the context of a mail that is sent later."""
    return {"name": thing.name, "name_en": thing.name_en}


class MailOff(Exception):
    """A mail was to be sent where mail isn't set up."""


def missing_settings() -> Sequence[str]:
    """What has to be set before a mail can be sent; empty where mail is on.

    A mail is written outside of a request, so nothing else says under which address its links lead
    to Siwei.
    """
    wanted = {
        "SIWEI_EMAIL_URL": settings.EMAIL_URL,
        "SIWEI_FROM_EMAIL": settings.DEFAULT_FROM_EMAIL,
        "SIWEI_BASE_URL": settings.BASE_URL,
    }
    return [name for name, value in wanted.items() if not value]


def send(template: str, context: Mapping[str, Any], *, to: str, language: str) -> None:
    """Send a template as a mail: its first line is the subject, what follows is the text.

    The template gets `base_url` for its links beside `context`, in which `both_names` may stand for
    a thing (`{{ city|localname }}`). Raises `MailOff`, or what the server of the mails answers.
    """
    if missing := missing_settings():
        raise MailOff(", ".join(missing))
    known = {name: _thing(value) for name, value in context.items()}
    with translation.override(language):
        written = render_to_string(template, known | {"base_url": settings.BASE_URL})
    subject, _, text = written.strip().partition("\n")
    body = _BLANK_LINES.sub("\n\n", text).strip() + "\n"
    EmailMessage(subject.strip(), body, to=[to], headers=HEADERS).send()


def _thing(value: Any) -> Any:
    is_thing = isinstance(value, dict) and value.keys() == {"name", "name_en"}
    return BothNames(**value) if is_thing else value
