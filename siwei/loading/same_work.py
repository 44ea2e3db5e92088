"""Which stored milestone each one of a file is, so that what was said on it stays on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# How alike two texts are that are one text and its correction.
ALIKE = 0.6
# What another day leaves of that: a day that is corrected makes no other milestone.
OTHER_DAY = 0.9


@dataclass(frozen=True, slots=True)
class Words:
    """What a file says of a milestone, and where it says it (counted from 1)."""

    due: str
    text: str
    quote: str
    place: int


@dataclass(frozen=True, slots=True)
class Numbered:
    """A stored milestone: its number, and the words of it that were loaded last."""

    number: int
    words: Words


def numbers(entries: Sequence[Words], stored: Sequence[Numbered]) -> list[int]:
    """The number of each of `entries`: that of the stored milestone which it is, wherever the file
    puts it now, else a new one.

    The most alike find each other first, those in the same place before others. Where the words
    have little in common it is another milestone: it may not inherit what was said on the old one.
    """
    pairs = sorted(
        (-alike, abs(entry.place - one.words.place), i, one.number)
        for i, entry in enumerate(entries)
        for one in stored
        if (alike := _likeness(entry, one.words)) >= ALIKE
    )
    found: dict[int, int] = {}
    for _alike, _distance, i, number in pairs:
        if i not in found and number not in found.values():
            found[i] = number
    last = max((one.number for one in stored), default=0)
    for i in range(len(entries)):
        if i not in found:
            last += 1
            found[i] = last
    return [found[i] for i in range(len(entries))]


def likeness(one: str, other: str) -> float:
    """How alike two texts are: 1 where they are the same, 0 where they share nothing."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _likeness(one: Words, other: Words) -> float:
    """The paper's own words count as much as those of the file, which may sum them up otherwise
    than before; the day only tells those apart that say the same."""
    alike = max(likeness(one.text, other.text), likeness(one.quote, other.quote))
    return alike if one.due == other.due else alike * OTHER_DAY
