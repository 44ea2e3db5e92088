"""Says a bilingual sentence, or a name, in the language of the reader."""

from collections.abc import Iterable
from typing import Protocol

from django.utils.translation import get_language

from common.bilingual import Bilingual


class Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...


def said(words: Bilingual) -> str:
    """`words` in the active language; Chinese where none is active."""
    return words.in_language(get_language() or "zh-hans")


def local_name(thing: Named) -> str:
    """What a region or an indicator is called in the active language."""
    return said(Bilingual(thing.name, thing.name_en or thing.name))


def sentences(passages: Iterable[Bilingual]) -> str:
    """Whole sentences one after another, with the space that the language sets between them."""
    return said(Bilingual("", " ")).join(said(words) for words in passages)
