"""How wide a text is where a Chinese character takes the room of two others."""

from unicodedata import east_asian_width


def is_wide(sign: str) -> bool:
    """Whether one character takes the room of two."""
    return east_asian_width(sign) in "WF"


def width_of(text: str) -> int:
    """How wide `text` is, in half-width characters."""
    return sum(2 if is_wide(sign) else 1 for sign in text)
