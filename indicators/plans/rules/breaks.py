"""口径变动: between which years an indicator is counted differently.

A value before the year of a break and one from it on are not of one series.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.plans.rules.enums import BreakKind


@dataclass(frozen=True, slots=True)
class Break:
    """From `year` on `indicator` is counted differently; `source` is the document that says so.

    `region`: the one region where it is so, None where it is so in all.
    """

    year: int
    kind: BreakKind
    note: str
    note_en: str
    source: str
    indicator: str
    region: str | None = None


def between(breaks: Iterable[Break], first: int | None, last: int | None) -> tuple[Break, ...]:
    """The breaks that part a value of `first` from one of `last`, by year; none for no year."""
    if first is None or last is None:
        return ()
    low, high = sorted((first, last))
    return tuple(sorted((one for one in breaks if low < one.year <= high), key=_year))


def crosses(breaks: Iterable[Break], first: int | None, last: int | None) -> bool:
    """Whether any of `breaks` parts a value of `first` from one of `last`."""
    return bool(between(breaks, first, last))


def counted_apart(breaks: Iterable[Break], year: int) -> tuple[Break, ...]:
    """The breaks of one region alone by which its value of `year` is counted otherwise than in
    others; what breaks everywhere later makes them alike again."""
    past = sorted((one for one in breaks if one.year <= year), key=_year)
    everywhere = max((one.year for one in past if one.region is None), default=0)
    return tuple(one for one in past if one.region is not None and one.year > everywhere)


def _year(one: Break) -> int:
    return one.year
