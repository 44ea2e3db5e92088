"""The language that `lang` names."""

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

LANGUAGES = {"zh": "zh-hans", "zh-hans": "zh-hans", "en": "en"}


def language_of(wanted: str) -> str | None:
    """The language by which Django knows what a caller wrote; None for one that isn't known."""
    return LANGUAGES.get(wanted.lower())


def unknown_language(wanted: str) -> ValidationError:
    """The refusal of a language that isn't known."""
    return ValidationError({"lang": [_("未知的语言“%s”；可用：zh、en。") % wanted]})
