"""How wide a text is where a Chinese character takes the room of two others."""

from functools import lru_cache
from unicodedata import east_asian_width


@lru_cache(8192)
def is_wide(sign: str) -> bool:
    """Whether one character takes the room of two."""
    return east_asian_width(sign) in "WF"


def width_of(text: str) -> int:
    """How wide `text` is, in half-width characters."""
    return len(text) if text.isascii() else len(text) + sum(map(is_wide, text))
