"""A sentence in both languages, for rules that know nothing of the request."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same statement in Simplified Chinese and in English."""

    zh: str
    en: str

    def in_language(self, code: str) -> str:
        """The text for a language code as Django gives it (`zh-hans`, `en`, `en-gb`)."""
        return self.en if code.startswith("en") else self.zh
