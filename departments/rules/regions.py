"""Where a region may lie: the rule of GB/T 2260, in which a code begins with that of its parent.

A development zone has a code of the statistical division, beside those of the counties of its city
(371571 beside 371502), whether it lies in the city itself or in one of these counties.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from departments.rules.roles import RegionLevel

# How many digits of a code say the province, and how many the city.
_OWN_DIGITS = {
    RegionLevel.PROVINCE: 2,
    RegionLevel.CITY: 4,
    RegionLevel.COUNTY: 6,
    RegionLevel.ZONE: 6,
}
_OF_PROVINCE = "0000"


@dataclass(frozen=True, slots=True)
class RegionPlace:
    """A region as the rule sees it."""

    code: str
    level: RegionLevel

    def beginning(self, level: RegionLevel) -> str:
        """The digits with which the code of a region of `level` that lies in it begins: 14, 1403.

        Those of a zone in a county are the city's.
        """
        digits = _OWN_DIGITS[self.level]
        if level is RegionLevel.ZONE:
            digits = min(digits, _OWN_DIGITS[RegionLevel.CITY])
        return self.code[:digits]


class Misplaced(Enum):
    """Why a region can't lie where it is said to."""

    NOT_BELOW = auto()  # a province lies in nothing
    WRONG_LEVEL = auto()  # its parent is missing, or of no higher level
    WRONG_CODE = auto()  # its code begins otherwise than that of its parent


def levels_above(level: RegionLevel) -> tuple[RegionLevel, ...]:
    """The levels in which a region of `level` may lie, the highest first."""
    levels = tuple(RegionLevel)
    return levels[: levels.index(level)]


def misplaced(place: RegionPlace, parent: RegionPlace | None) -> Misplaced | None:
    """What is wrong with `parent` as the region above `place`; None where nothing is.

    A county may lie in a province directly: those of a municipality do (北京市海淀区 110108), and
    those that a province administers itself (济源市 419001).
    """
    above = levels_above(place.level)
    if not above:
        return Misplaced.NOT_BELOW if parent else None
    if parent is None or parent.level not in above:
        return Misplaced.WRONG_LEVEL
    fits = place.code.startswith(parent.beginning(place.level))
    return None if fits else Misplaced.WRONG_CODE


def is_of_province(code: str) -> bool:
    """Whether a code is that of a province: 140000."""
    return code.endswith(_OF_PROVINCE)


def province_of(code: str) -> str:
    """The province in which a region of that code lies, or which it is."""
    return code[: _OWN_DIGITS[RegionLevel.PROVINCE]] + _OF_PROVINCE


def range_of(code: str) -> tuple[str, str]:
    """The lowest and the highest code that a region may have and lie in that of `code`: of what
    lies in a province the first two digits are its own, of everything else the first four.
    """
    digits = _OWN_DIGITS[RegionLevel.PROVINCE if is_of_province(code) else RegionLevel.CITY]
    beginning = code[:digits]
    return beginning.ljust(len(code), "0"), beginning.ljust(len(code), "9")


def joined(ranges: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same codes in fewer ranges: provinces that follow one another are one."""
    found: list[tuple[str, str]] = []
    for low, high in sorted(ranges):
        if found and _goes_on(found[-1][1], low):
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return found


def _goes_on(high: str, low: str) -> bool:
    """Whether no code lies between the two; of what is no code nothing is known."""
    codes = all(one.isascii() and one.isdigit() for one in (high, low))
    return codes and len(high) == len(low) and int(low) <= int(high) + 1
