"""What depends on the language of the reader beyond the translations of gettext."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from django.utils.translation import get_language, override

T = TypeVar("T")


class Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...


def is_english() -> bool:
    """Whether the active language is English; it is Chinese where none is active."""
    return (get_language() or "").startswith("en")


def local_name(thing: Named) -> str:
    """What a region or an indicator is called in the active language."""
    return thing.name_en or thing.name if is_english() else thing.name


def join_sentences(sentences: Iterable[str]) -> str:
    """Whole sentences one after the other, apart by a space in English; empty ones leave none."""
    said = [one for one in sentences if one]
    return said[0] if len(said) == 1 else (" " if is_english() else "").join(said)


def in_both(say: Callable[[T], str], things: Sequence[T]) -> Iterator[tuple[str, str]]:
    """What `say` says of each thing in Chinese and in English, whatever language is active."""
    texts = []
    for language in ("zh-hans", "en"):
        with override(language):
            texts.append([say(thing) for thing in things])
    return zip(*texts, strict=True)
