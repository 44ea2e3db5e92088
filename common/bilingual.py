"""A sentence in both languages. What is left of it: findings, units and kinds of department."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same statement in Simplified Chinese and in English."""

    zh: str
    en: str
