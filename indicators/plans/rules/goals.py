"""What the number of a target means in its own year: the value that an actual is held against.

A change counts from a value of its base year: a reduction's from nothing, a level's from the level
of that year. A range is held to its near end; 左右 has a slack.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from common.figures import places, rounded
from indicators.plans.rules.enums import Comparator, Direction, TargetForm
from indicators.plans.rules.promises import Point, Promise, TargetData
from indicators.plans.rules.rates import after_years, compound_reduction

ESTIMATE_PLACES = 6  # as many as the database stores of a value
RATE_PLACES = 2  # to which a computed percentage is shown
_ALL = Decimal(100)  # per cent: a fall by so much a year leaves nothing
_TOO_LARGE = Decimal(10) ** 14  # no value is so large, nor can the database store it


class NoLimit(StrEnum):
    """Why a year has no limit."""

    NO_TARGET = "no_target"
    WORDS_ONLY = "words_only"
    MISSING_BASE = "missing_base"
    BEFORE_FIRST = "before_first"
    NOT_JUDGED = "not_judged"
    UNDATED = "undated"  # the plan names no year
    SET_ELSEWHERE = "set_elsewhere"  # left to another document, which hasn't set it yet
    NO_BASE_VALUE = "no_base_value"  # a change, and the level of its base year isn't known
    SUPERSEDED = "superseded"
    NO_TOLERANCE = "no_tolerance"  # 左右, and the catalogue doesn't say how far that goes
    IMPOSSIBLE = "impossible"  # a change that leads to what can't be a value
    NOT_CARRIED = "not_carried"  # an increment after its year, which counts from no known year


# What a plan says of a year, though it isn't known as a number: no estimate takes its place.
OPEN = frozenset(
    {
        NoLimit.SET_ELSEWHERE,
        NoLimit.NO_BASE_VALUE,
        NoLimit.NO_TOLERANCE,
        NoLimit.IMPOSSIBLE,
    }
)
# Where none of a promise's targets is a number to judge by, the first of these is the reason.
REASONS = (
    NoLimit.SET_ELSEWHERE,
    NoLimit.NO_BASE_VALUE,
    NoLimit.NO_TOLERANCE,
    NoLimit.IMPOSSIBLE,
    NoLimit.NOT_JUDGED,
    NoLimit.UNDATED,
    NoLimit.MISSING_BASE,
    NoLimit.WORDS_ONLY,
)


@dataclass(frozen=True, slots=True)
class Goal:
    """A target as the value that its year is held against.

    `base_year` is that of a reduction alone. `tolerance` is what 左右 allows on the bad side, as a
    share of the value. `start` is where a change of a level begins.
    """

    target: TargetData
    value: Decimal
    comparator: Comparator
    is_ceiling: bool
    base_year: int | None = None
    tolerance: Decimal | None = None
    start: Point | None = None

    @property
    def year(self) -> int | None:
        return self.target.year

    @property
    def at(self) -> int:
        """The year, to sort by: a standing one before all others."""
        return -1 if self.target.year is None else self.target.year

    @property
    def base(self) -> int:
        return -1 if self.base_year is None else self.base_year

    @property
    def point(self) -> Point:
        """The goal of a year as a point of a road."""
        return Point(self.at, self.value)

    @property
    def shown(self) -> Decimal:
        """The value to print: as the plan prints it, a computed one rounded."""
        return shown_value(self.target, self.value, self.start)

    def gap(self, actual: Decimal) -> Decimal:
        """How far `actual` is on the good side, in the unit; negative on the bad side."""
        edge = self.edge(self.value)
        return edge - actual if self.is_ceiling else actual - edge

    def edge(self, value: Decimal) -> Decimal:
        """The last value that is still allowed where `value` is what the year asks."""
        slack = abs(value) * (self.tolerance or 0)
        return value + slack if self.is_ceiling else value - slack


def goal_of(promise: Promise, target: TargetData) -> Goal | NoLimit:
    """What `target` asks of its year as a number, or why it can't be judged by one."""
    if target.value is None:
        left = target.form is TargetForm.SET_ELSEWHERE
        return NoLimit.SET_ELSEWHERE if left else NoLimit.WORDS_ONLY
    if target.is_undated:
        return NoLimit.UNDATED
    return _number(promise, target, target.value)


def _number(promise: Promise, target: TargetData, value: Decimal) -> Goal | NoLimit:
    if promise.is_reduction:
        return _reduction(promise, target, value)
    if target.is_change:
        return _changed(promise, target, value)
    if target.form is TargetForm.ABOUT and promise.tolerance is None:
        return NoLimit.NO_TOLERANCE
    return _goal(promise, target, value)


def shown_value(target: TargetData, value: Decimal, start: Point | None) -> Decimal:
    """A computed goal with two decimals, or one more than its base value; others as printed."""
    if not target.is_change or target.value is None:
        return value
    if target.form is TargetForm.POINTS:
        return rounded(value, places(target.value, *([start.value] if start else ())))
    digits = max(RATE_PLACES, places(target.value)) if start is None else places(start.value) + 1
    return rounded(value, min(digits, places(value)))


def is_ceiling(promise: Promise, comparator: Comparator) -> bool:
    """稳定在 (=) follows the indicator's direction; any other word decides by itself."""
    if comparator is Comparator.EQUAL:
        return promise.direction is Direction.AT_MOST
    return comparator is Comparator.AT_MOST


def _reduction(promise: Promise, target: TargetData, value: Decimal) -> Goal | NoLimit:
    if target.base_year is None:
        return NoLimit.MISSING_BASE
    if target.form is TargetForm.PER_YEAR and target.year is not None:
        if not _runs(target, value, falls=True):
            return NoLimit.IMPOSSIBLE
        value = compound_reduction(value, target.year - target.base_year)
    return _goal(promise, target, value, base_year=target.base_year)


def _changed(promise: Promise, target: TargetData, change: Decimal) -> Goal | NoLimit:
    """The level that a change from the base year leads to, in the indicator's good direction."""
    if promise.direction is Direction.NONE:
        return NoLimit.NOT_JUDGED
    if target.base_year is None or target.year is None:
        return NoLimit.MISSING_BASE
    level = promise.bases.get(target.base_year)
    if level is None:
        return NoLimit.NO_BASE_VALUE
    falls = promise.direction is Direction.AT_MOST
    if not _runs(target, change, falls=falls):
        return NoLimit.IMPOSSIBLE
    change = -change if falls else change
    if target.form is TargetForm.POINTS:
        value = level + change
    else:
        value = rounded(after_years(level, change, target.year - target.base_year), ESTIMATE_PLACES)
    if not _is_possible(promise, value):
        return NoLimit.IMPOSSIBLE
    comparator = Comparator.AT_MOST if falls else Comparator.AT_LEAST
    return Goal(target, value, comparator, falls, start=Point(target.base_year, level))


def _runs(target: TargetData, change: Decimal, *, falls: bool) -> bool:
    """Whether a change has years to happen in, and a fall by a yearly rate leaves something."""
    years = (target.year or 0) - (target.base_year or 0)
    leaves = target.form is not TargetForm.PER_YEAR or (change if falls else -change) < _ALL
    return years > 0 and leaves


def _is_possible(promise: Promise, value: Decimal) -> bool:
    """Whether a computed level can be a value of the indicator at all."""
    highest = promise.unit.highest
    if highest is not None and value > highest:
        return False
    return abs(value) < _TOO_LARGE and (promise.may_be_negative or value >= 0)


def _goal(
    promise: Promise, target: TargetData, value: Decimal, base_year: int | None = None
) -> Goal:
    tolerance = promise.tolerance if target.form is TargetForm.ABOUT else None
    ceiling = is_ceiling(promise, target.comparator)
    return Goal(target, value, target.comparator, ceiling, base_year, tolerance)
