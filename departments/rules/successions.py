"""区划沿革: what a region became, and which codes are one series.

A region that was renamed or got another code goes on under the new one: what is known of the old
one counts as the new one's. What was split or merged is another region, and is never added up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from departments.rules.roles import RegionLevel, SuccessionKind

CONTINUING = frozenset({SuccessionKind.RENAMED, SuccessionKind.RECODED})
# After these the region is no longer there. One that is split may go on beside what it gave away.
_ENDING = CONTINUING | {SuccessionKind.MERGED}


@dataclass(frozen=True, slots=True)
class Succession:
    """On the day `on` the region `predecessor` became `successor`, or a part of it."""

    predecessor: str
    successor: str
    kind: SuccessionKind
    on: date


@dataclass(frozen=True, slots=True)
class Validity:
    """A region is there from `valid_from` to the day before `valid_to`; None: no end is known."""

    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def last_day(self) -> date | None:
        return None if self.valid_to is None else self.valid_to - timedelta(days=1)

    def had_ended(self, year: int) -> bool:
        """Whether `year` is after the region's last day."""
        return self.last_day is not None and year > self.last_day.year

    def had_not_begun(self, year: int) -> bool:
        """Whether `year` is before the region's first day."""
        return self.valid_from is not None and year < self.valid_from.year


class Lineage:
    """Which codes are one series, from all successions; of no succession each code is its own."""

    def __init__(self, successions: Iterable[Succession] = ()) -> None:
        self._next = {
            one.predecessor: one
            for one in sorted(successions, key=lambda one: one.on)
            if one.kind in CONTINUING
        }
        self._series: dict[str, tuple[str, ...]] = {}
        newest_first = sorted(self._next.values(), key=lambda one: one.on, reverse=True)
        for one in newest_first:
            now = self.current(one.predecessor)
            known = self._series.get(now, (now,))
            self._series[now] = (*known, *({one.predecessor} - {now}))

    def __bool__(self) -> bool:
        return bool(self._next)

    def current(self, code: str) -> str:
        """The code under which the series of `code` goes on today."""
        seen = {code}
        while (after := self._next.get(code)) is not None and after.successor not in seen:
            code = after.successor
            seen.add(code)
        return code

    def series(self, code: str) -> tuple[str, ...]:
        """All codes of the series of `code`, today's first, then the older ones."""
        now = self.current(code)
        return self._series.get(now, (now,))

    def age(self, code: str) -> int:
        """How many codes of its series are newer than `code`; of today's there is none."""
        return self.series(code).index(code) if self._next else 0

    def all_of(self, codes: Iterable[str]) -> list[str]:
        """`codes` with every other code of their series, each once."""
        return list(dict.fromkeys(one for code in codes for one in self.series(code)))

    def in_year(self, code: str, year: int) -> str:
        """The code of the series that stood on the last day of `year`: under which its values
        are entered."""
        now, *older = self.series(code)
        standing = [old for old in older if self._next[old].on.year > year]
        return standing[-1] if standing else now

    def became(self, code: str) -> Succession | None:
        """The succession by which the series of `code` got another code; None where it has it."""
        return self._next.get(code)


NO_LINEAGE = Lineage()


class NotReported(StrEnum):
    """Why the values of a year aren't entered for a region."""

    OTHER_CODE = "region_other_code"  # its series had another code at the end of the year
    ENDED = "region_ended"
    NOT_BEGUN = "region_not_begun"


def not_reported(code: str, year: int, validity: Validity, lineage: Lineage) -> NotReported | None:
    """Why new values of `year` aren't entered under `code`; None where they are."""
    if lineage.in_year(code, year) != code:
        return NotReported.OTHER_CODE
    if validity.had_ended(year):
        return NotReported.ENDED
    return NotReported.NOT_BEGUN if validity.had_not_begun(year) else None


class SuccessionFault(StrEnum):
    """What is wrong with a succession."""

    ITSELF = "itself"
    OTHER_LEVEL = "other_level"  # a county that continues as a city is another region
    NOT_ENDED = "not_ended"  # its last day isn't the day before
    NOT_BEGUN = "not_begun"  # what it became begins on another day
    NOT_THERE = "not_there"  # it isn't there on that day, not yet or no longer
    SUCCESSOR_ENDED = "successor_ended"  # what it became is no longer there
    TWO_SUCCESSORS = "two_successors"  # one series can't go on as two
    TWO_PREDECESSORS = "two_predecessors"  # two that become one are merged
    CIRCLE = "circle"


@dataclass(frozen=True, slots=True)
class SuccessionRegion:
    """A region as the check of its succession sees it."""

    level: RegionLevel
    validity: Validity


def succession_fault(
    one: Succession,
    before: SuccessionRegion,
    after: SuccessionRegion,
    others: Sequence[Succession],
) -> SuccessionFault | None:
    """What is wrong with `one`, beside the `others`; None where nothing is."""
    if one.predecessor == one.successor:
        return SuccessionFault.ITSELF
    if one.kind in CONTINUING and before.level is not after.level:
        return SuccessionFault.OTHER_LEVEL
    fault = _of_the_days(one, before.validity, after.validity)
    if fault is not None or one.kind not in CONTINUING:
        return fault
    return _of_the_series(one, [other for other in others if other.kind in CONTINUING])


def _of_the_days(one: Succession, before: Validity, after: Validity) -> SuccessionFault | None:
    if one.kind in _ENDING and before.valid_to != one.on:
        return SuccessionFault.NOT_ENDED
    if not _within(one.on, before):
        return SuccessionFault.NOT_THERE
    if after.valid_to is not None and after.valid_to <= one.on:
        return SuccessionFault.SUCCESSOR_ENDED
    if one.kind in CONTINUING:
        begun = after.valid_from == one.on
    else:
        begun = after.valid_from is None or after.valid_from <= one.on
    return None if begun else SuccessionFault.NOT_BEGUN


def _within(day: date, validity: Validity) -> bool:
    """Whether a region that is there in these days can become another one on `day`."""
    begun = validity.valid_from is None or validity.valid_from < day
    return begun and (validity.valid_to is None or day <= validity.valid_to)


def _of_the_series(one: Succession, others: Sequence[Succession]) -> SuccessionFault | None:
    if any(other.predecessor == one.predecessor for other in others):
        return SuccessionFault.TWO_SUCCESSORS
    if any(other.successor == one.successor for other in others):
        return SuccessionFault.TWO_PREDECESSORS
    if Lineage(others).current(one.successor) == one.predecessor:
        return SuccessionFault.CIRCLE
    return None
