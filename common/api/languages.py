"""The language that `lang` names."""

LANGUAGES = {"zh": "zh-hans", "zh-hans": "zh-hans", "en": "en"}


def language_of(wanted: str) -> str | None:
    """The language by which Django knows what a caller wrote; None for one that isn't known."""
    return LANGUAGES.get(wanted.lower())
