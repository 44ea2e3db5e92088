"""Says a bilingual sentence in the language of the reader."""

from django.utils.translation import get_language

from siwei.lib.bilingual import Bilingual


def said(words: Bilingual) -> str:
    """`words` in the active language; Chinese where none is active."""
    return words.in_language(get_language() or "zh-hans")
