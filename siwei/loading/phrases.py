"""The words around a target's number: the sentences that it stands in, and parts of them."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TypeAlias

from siwei.loading.numbers import number_tokens
from siwei.loading.schema import TargetEntry

# What is wrong, and of which key.
Faults: TypeAlias = Iterator[tuple[tuple[str, ...], str]]

# 左右 and 年均 may govern all numbers of an enumeration, 新增 only its own.
COMMAS = re.compile("[，。；：,;]")
PAUSES = re.compile("[，。；：、,;]")


def sentences(target: TargetEntry) -> list[str]:
    """The wording, and everything that is quoted."""
    return [target.wording, *(citation.quote for citation in target.citations)]


def stating(target: TargetEntry) -> list[str]:
    """The sentences that state the adopted value; other readings and mere words don't."""
    cited = [one.quote for one in target.citations if one.value is None and one.states is None]
    return [words for words in (target.wording, *cited) if words]


def phrase(words: str, value: Decimal, ends: re.Pattern[str]) -> str:
    """The part of a sentence that says `value`; all of it where no number does."""
    token = next((one for one in number_tokens(words) if one.value == value), None)
    if token is None:
        return words
    begins = max((m.end() for m in ends.finditer(words, 0, token.start)), default=0)
    ending = ends.search(words, token.end)
    return words[begins : ending.start() if ending else len(words)]
