"""Says a bilingual sentence in the language of the reader."""

from collections.abc import Iterable

from django.utils.translation import get_language

from siwei.lib.bilingual import Bilingual


def said(words: Bilingual) -> str:
    """`words` in the active language; Chinese where none is active."""
    return words.in_language(get_language() or "zh-hans")


def sentences(passages: Iterable[Bilingual]) -> str:
    """Whole sentences one after another, with the space that the language sets between them."""
    return said(Bilingual("", " ")).join(said(words) for words in passages)
