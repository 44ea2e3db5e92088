"""What can be seen of a text: characters without a shape, and those that spoil what is beside them.

A text of which nothing can be seen counts as empty wherever one is asked for. Control characters
and those that turn the direction of writing round are refused: no database, spreadsheet or page
can be relied on to keep the former, and the latter let a text say something else than it shows.
"""

import re
from enum import StrEnum
from unicodedata import category

# Tab and line breaks are kept. U+FFFE, U+FFFF and surrogates are no characters at all.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
# What Unicode calls Default_Ignorable_Code_Point, and what else is drawn as nothing (U+2800 is the
# blank of braille, U+1D159 a note without a head). Their categories don't tell: a Hangul filler is
# a letter.
SHAPELESS = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_SHAPELESS = re.compile(f"[{SHAPELESS}]")
# Spaces of every kind, controls, formats, and marks that combine with a letter that isn't there.
_UNSEEN = frozenset(("Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Cn", "Mn", "Mc", "Me"))


class Spoilt(StrEnum):
    """What can't be taken in a text."""

    CONTROL = "control_characters"
    TURNING = "direction_override"


def is_blank(text: str) -> bool:
    """Whether there is nothing to be seen in `text`."""
    return all(category(sign) in _UNSEEN or _SHAPELESS.match(sign) for sign in text)


def tidy(text: str) -> str:
    """`text` without blanks around it; empty where nothing of it can be seen."""
    return "" if is_blank(text) else text.strip()


def spoilt(text: str) -> Spoilt | None:
    """Why `text` can't be taken as it is; None where it can."""
    if _CONTROL.search(text):
        return Spoilt.CONTROL
    return Spoilt.TURNING if _TURNING.search(text) else None


def shown(text: str) -> str:
    """`text` to be quoted in a sentence, without what would spoil that."""
    return _SHAPELESS.sub("", _CONTROL.sub("", text))
