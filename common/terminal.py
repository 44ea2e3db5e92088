"""What the commands share: they speak the language of the terminal."""

import os

from django.conf import settings


def terminal_language() -> str:
    """The reader's language: English where the terminal asks for it, else Chinese."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    return "en" if (locale or "").startswith("en") else settings.LANGUAGE_CODE
