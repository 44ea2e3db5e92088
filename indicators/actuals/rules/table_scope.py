"""Says which region and year the lines and columns of somebody's table are about."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from operator import or_

from indicators.actuals.rules.row_names import plain_name, says_nothing

_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?")
_SAID_YEAR = re.compile(r"(?:19|20)\d\d年度?")
# A date or a quarter of a year belongs to it: 2026-12-31, 2026年四季度.
_BEGINS_WITH_YEAR = re.compile(r"((?:19|20)\d\d)(?!\d)")
_SHORT_YEAR = re.compile(r"(\d\d)年度?")
_YEAR_HEADING = re.compile(r"((?:19|20)\d\d)(?:年.*)?")
_SHORTEST_NAME = 3  # of a name as short as that the last character isn't left out
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class RegionNames:
    """What tables call regions: that of the grid, those that it lies in, and all others."""

    own: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        own: Collection[str],
        above: Iterable[Collection[str]],
        others: Iterable[Collection[str]],
    ) -> "RegionNames":
        """`own`, and each one of the others, is a region's code and names."""
        here = _called(own) | {
            plain_name(f"全{name[-1]}") for name in own if name[-1:] in "省市县区"
        }
        over = frozenset().union(*map(_called, above)) - here
        return cls(here, over, frozenset().union(*map(_called, others)) - here - over)

    def knows(self, text: str) -> bool:
        return any(map(self._is_known, _last_parts(plain_name(text), self._is_known)))

    def names(self, text: str) -> bool:
        """Whether it is a region's name; a code by itself might be a value."""
        return self.knows(text) and not plain_name(text).isdecimal()

    def are_here(self, texts: Sequence[str]) -> bool:
        """Whether the cells of a line (省, 市, 县) say the region of the grid, nothing below it."""
        words = [_last_parts(plain_name(text), self.above.__contains__) for text in set(texts)]
        own = [any(part in self.own for part in parts) for parts in words]
        over = [parts[0] in self.above for parts in words]
        return any(own) and all(map(or_, own, over))

    def only_others_in(self, title: str) -> bool:
        """Whether a title speaks of another region and not of this one."""
        words = plain_name(title)
        return any(
            name in words for name in self.others if len(name) >= _SHORTEST_NAME
        ) and not any(name in words for name in self.own)

    def _is_known(self, word: str) -> bool:
        return word in self.own or word in self.above or word in self.others


def is_year(text: str) -> bool:
    return bool(_YEAR.fullmatch(plain_name(text)))


def says_year(text: str) -> bool:
    """Whether it is a year and can be no value: 2025年."""
    return bool(_SAID_YEAR.fullmatch(plain_name(text)))


def year_of_heading(text: str) -> int | None:
    """The year of which a column says something: 2025年, 2025年用水量."""
    match = _YEAR_HEADING.fullmatch(plain_name(text))
    return int(match[1]) if match else None


def is_of_year(text: str, year: int) -> bool:
    """Whether the cell of a column of years means `year`; what can't be read as one doesn't."""
    word = plain_name(text)
    if match := _BEGINS_WITH_YEAR.match(word):
        return int(match[1]) == year
    match = _SHORT_YEAR.fullmatch(word)
    return match is not None and int(match[1]) == year % 100


def said(texts: Iterable[str]) -> list[str]:
    """The cells that say anything."""
    return [text for text in texts if not says_nothing(text)]


def _last_parts(word: str, is_first: Callable[[str], bool]) -> list[str]:
    """A name, and what it says after each region that it begins with: 山西省太原市, 太原市."""
    ends = range(2, min(len(word), _LONGEST_NAME))
    return [word, *(word[at:] for at in ends if is_first(word[:at]))]


def _called(names: Collection[str]) -> frozenset[str]:
    """The names as they are compared, also without 省, 市, 县 or 区 at their end."""
    words = {plain_name(name) for name in names if name}
    short = {word[:-1] for word in words if len(word) >= _SHORTEST_NAME and word[-1] in "省市县区"}
    return frozenset(words | short)
