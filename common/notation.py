"""One way of writing for what people write in many: numbers, and the units after them.

Characters that stand for others (full width, ㎥, superscripts) are replaced, those that nobody sees
go, and what an input method leaves between digits becomes what was meant. Nothing is read here.
"""

import re
from unicodedata import decomposition, normalize

from common.signs import SHAPELESS

# Forms of a character that say the same. A circled ① or a ½ is no digit of a number.
_SAME = frozenset(
    ("<wide>", "<narrow>", "<small>", "<font>", "<square>", "<noBreak>", "<vertical>")
)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_TIMES = dict.fromkeys(map(ord, "✕✖⨯∗＊*"), "×")
# Left-to-right embeddings come with what is copied from some windows, and turn nothing in a
# number; the others (RLE, RLO, LRO, RLI) stay, so that it is none.
_TURNING = "\u202b\u202d\u202e\u2067"
_UNSEEN = re.compile(f"(?![{_TURNING}])[{SHAPELESS}]")
_SUPERSCRIPTS = re.compile(r"[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_FULL_STOP = re.compile(r"(?<=\d)[。｡](?=\d)")
# A decimal point in the middle of the line; before a power of ten it means times.
_MIDDLE_DOT = re.compile(r"(?<=\d)[·・‧•∙](?=\d)(?!10 ?\^)")
# Traditional characters for how many of a unit.
_SIMPLIFIED = str.maketrans("億萬", "亿万")
_COMMA = re.compile(r"(?<=\d)[、､](?=\d)")


def plain(text: str) -> str:
    """`text` in one way of writing: `２．２７×１０⁸ ㎥` is `2.27×10^8 m3`."""
    seen = " ".join(_UNSEEN.sub("", text).split())
    raised = _SUPERSCRIPTS.sub(_raised, seen.translate(_DASHES))
    same = "".join(map(_same, raised)).translate(_DASHES).translate(_TIMES)
    words = " ".join(same.split()).translate(_SIMPLIFIED)
    words = _COMMA.sub(",", _MIDDLE_DOT.sub(".", _FULL_STOP.sub(".", words)))
    return words.rstrip("。｡")  # of a sentence that ended there


def _raised(match: re.Match[str]) -> str:
    """A power after a digit (10⁴), and the 3 of m³ after a letter."""
    digits = normalize("NFKC", match[0]).replace("−", "-")
    at = match.start()
    before = match.string[max(0, at - 2) : at].rstrip()[-1:]  # one space at the most is left
    return f"^{digits}" if before.isdecimal() else digits


def _same(sign: str) -> str:
    kind, _space, _codes = decomposition(sign).partition(" ")
    return normalize("NFKC", sign) if kind in _SAME else sign
