"""The numbers of a Chinese text: where each stands and what it says."""

import re
from dataclasses import dataclass
from decimal import Decimal

# "69.2030年，推动…" is item 69 and the year 2030: no decimals are four digits before 年.
_NUMBER = re.compile(r"[0-9０-９]+(?:[.．](?![0-9０-９]{4}年)[0-9０-９]+)?")
_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.", ",，")
# Digits in groups of three: 32,000.
_GROUPED = re.compile(
    r"(?<![0-9０-９.．,，])[1-9１-９][0-9０-９]{0,2}(?:[,，][0-9０-９]{3})+"
    r"(?:[.．][0-9０-９]+)?(?![0-9０-９]|[,，.．][0-9０-９])"
)
# No number of an enumeration begins with a 0, so that 32，000 is one number; 150，200 are two.
_NO_NUMBER_ALONE = re.compile(r"[,，][0０]")
_FULL_WIDTH_COMMA = "，"
# 分别为150,200万亩 are two numbers; in 分别为2,700、1,300万亩 another sign parts them.
_RESPECTIVELY = re.compile(r"(?:分别|依次)[^，。；：,;、0-9０-９]{0,12}$")
_PARTED = re.compile(r"[^，。；：,;0-9０-９]{0,8}[、和与及]")
_YEAR = re.compile(r"20[0-9]{2}")
# The 3 of m3 and the 2 of km2 belong to the unit.
_POWERS = frozenset("23２３")
_METRE = re.compile(r"(?<![A-Za-z])[kcdh]?m\^?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NumberToken:
    """A number at `text[start:end]`."""

    start: int
    end: int
    value: Decimal

    @property
    def is_year(self) -> bool:
        """Whether it may be a year of this century."""
        return _YEAR.fullmatch(str(self.value)) is not None


def number_tokens(text: str) -> list[NumberToken]:
    """Every number written in digits, from left to right; Chinese numerals are words."""
    tokens: list[NumberToken] = []
    at = 0
    while match := _NUMBER.search(text, at):
        match = _grouped(text, match.start()) or match
        at = match.end()
        if not _is_power(text, match):
            value = Decimal(match.group().translate(_WIDTH))
            tokens.append(NumberToken(match.start(), at, value))
    return tokens


def _grouped(text: str, start: int) -> re.Match[str] | None:
    """The number with thousands separators at `start`; None where it may be an enumeration."""
    match = _GROUPED.match(text, start)
    if match is None or _NO_NUMBER_ALONE.search(match.group()):
        return match
    listed = _RESPECTIVELY.search(text, max(0, start - 20), start) and not _PARTED.match(
        text, match.end()
    )
    return None if listed or _FULL_WIDTH_COMMA in match.group() else match


def _is_power(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 4) : match.start()]
    return match.group() in _POWERS and _METRE.search(before) is not None
