"""The numbers of a Chinese text: where each stands and what it says."""

import re
from dataclasses import dataclass
from decimal import Decimal

# "69.2030年，推动…" is item 69 and the year 2030: no decimals are four digits before 年.
_NUMBER = re.compile(r"[0-9０-９]+(?:[.．](?![0-9０-９]{4}年)[0-9０-９]+)?")
_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")


@dataclass(frozen=True, slots=True)
class NumberToken:
    """A number at `text[start:end]`."""

    start: int
    end: int
    value: Decimal


def number_tokens(text: str) -> list[NumberToken]:
    """Every number written in digits, from left to right; Chinese numerals are words."""
    return [
        NumberToken(match.start(), match.end(), Decimal(match.group().translate(_WIDTH)))
        for match in _NUMBER.finditer(text)
    ]
