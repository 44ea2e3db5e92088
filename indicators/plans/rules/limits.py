"""What the limit of a year is: the plan's own word, or an estimate between its words.

Values are in the catalogue's unit (`plans.rules.units.convert`); a reduction is in per cent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from common.figures import places, rounded
from indicators.plans.rules.enums import Comparator, Direction, LimitBasis, Nature, TargetForm
from indicators.plans.rules.in_force import Document, Ending, ended_in, targets_in_force
from indicators.plans.rules.rates import reduction_after
from indicators.plans.rules.units import UnitData

ESTIMATE_PLACES = 6  # as many as the database stores of a value
_ZERO = Decimal(0)
_ESTIMATES = frozenset({LimitBasis.INTERPOLATED, LimitBasis.CARRIED})


@dataclass(frozen=True, slots=True)
class Point:
    """A value in a year."""

    year: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class TargetData:
    """目标值. Without a year it limits every year; without a value it promises in words.

    `definition_note`: where this target alone means something else than its indicator.
    `since`, `ended`: the days from which it is in force and is no longer, where other documents
    amend (`in_force`). `document`: where another document than the promise's own states it, which
    `replaces` that target since `changed_on`. `pk`: the row whose sentence can be shown.
    """

    value: Decimal | None
    comparator: Comparator
    year: int | None = None
    base_year: int | None = None
    wording: str = ""
    definition_note: str = ""
    form: TargetForm = TargetForm.VALUE
    since: date | None = None
    ended: Ending | None = None
    document: Document | None = None
    changed_on: date | None = None
    replaces: "TargetData | None" = None
    pk: int | None = field(default=None, compare=False)

    @property
    def sets(self) -> bool:
        """Whether it sets what the promise's own plan left to another document."""
        return self.replaces is not None and self.replaces.form is TargetForm.SET_ELSEWHERE


@dataclass(frozen=True, slots=True)
class Promise:
    """What one plan says of one indicator for one region, as far as it is judged.

    `baseline` is the value from which a floor's road starts (see `choose_baseline`).
    `since` is the first year in which a standing limit binds: the year of the plan. `ended`:
    where another plan takes the place of its own. `baseline_is_reported`: by the plan itself.
    """

    direction: Direction
    nature: Nature
    unit: UnitData
    targets: tuple[TargetData, ...]
    is_reduction: bool = False
    baseline: Point | None = None
    since: int | None = None
    ended: Ending | None = None
    baseline_is_reported: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """The limit of one year.

    `target` states it; of an interpolated limit it is the next target, of a carried one the
    last. `start` is the known point before an interpolated year, a target or the baseline.
    """

    value: Decimal
    comparator: Comparator
    basis: LimitBasis
    is_ceiling: bool
    target: TargetData
    start: Point | None = None
    starts_at_baseline: bool = False

    @property
    def base_year(self) -> int | None:
        return self.target.base_year

    @property
    def is_estimate(self) -> bool:
        """Interpolated and carried limits are the system's, never the plan's word."""
        return self.basis in _ESTIMATES

    @property
    def shown(self) -> Decimal:
        """The value to print: the plan's as printed, an estimate with one decimal more at most."""
        if self.basis is not LimitBasis.INTERPOLATED:
            return self.value
        values = [self.target.value or _ZERO, self.start.value if self.start else _ZERO]
        printed = places(*values)
        return rounded(self.value, printed + (places(self.value) > printed))

    def beside(self, actual: Decimal | None) -> Decimal:
        """`shown`, with the further decimals that keep it on its side of `actual`, if any."""
        if actual is None:
            return self.shown
        for digits in range(places(self.shown, actual), places(self.value)):
            fine = rounded(self.value, digits)
            if fine != actual and (fine > actual) == (self.value > actual):
                return fine
        return self.value if places(self.value) > places(self.shown) else self.shown

    def gap(self, actual: Decimal) -> Decimal:
        """How far `actual` is on the good side, in the unit; negative on the bad side."""
        return self.value - actual if self.is_ceiling else actual - self.value


class NoLimit(StrEnum):
    """Why a year has no limit."""

    NO_TARGET = "no_target"
    WORDS_ONLY = "words_only"
    MISSING_BASE = "missing_base"
    BEFORE_FIRST = "before_first"
    NOT_JUDGED = "not_judged"
    SUPERSEDED = "superseded"


def limit_in(promise: Promise, year: int) -> Limit | NoLimit:
    """The limit of `year`, or why there is none.

    A target stated for the year comes first, then a standing one, then the estimate between
    the two nearest known points, then the last target carried on. An indicator that isn't
    judged is never estimated. Of a reduction the base year is the limit's own: where two
    stand side by side, the nearest target's, then the later base. Only what is in force on the
    last day of `year` counts.
    """
    if ended_in(promise, year) is not None:
        return NoLimit.SUPERSEDED
    return _limit_of(promise, targets_in_force(promise, year), year)


def _limit_of(promise: Promise, targets: Sequence[TargetData], year: int) -> Limit | NoLimit:
    valued = [target for target in targets if target.value is not None]
    if not valued:
        return NoLimit.WORDS_ONLY if targets else NoLimit.NO_TARGET
    if promise.is_reduction:
        valued = [target for target in valued if target.base_year is not None]
        if not valued:
            return NoLimit.MISSING_BASE
    stated = [target for target in valued if target.year == year]
    if stated:
        return _word(promise, max(stated, key=_base), LimitBasis.STATED)
    standing = next((target for target in valued if target.year is None), None)
    if standing is None:
        return _estimated(promise, valued, year)
    if promise.since is not None and year < promise.since:
        return NoLimit.BEFORE_FIRST
    return _word(promise, standing, LimitBasis.STANDING)


def foremost_limit(
    promises: Iterable[Promise], year: int, base_year: int | None = None
) -> tuple[Promise, Limit] | None:
    """The limit to show beside one value of `year`, where several plans speak of it.

    A limit of another base year belongs to another value. A plan's word comes before an
    estimate, what goes on between two points before what is carried, a constraint before
    anything else; of two alike the newer plan's.
    """
    found = [
        (promise, limit)
        for promise in promises
        if isinstance(limit := limit_in(promise, year), Limit) and limit.base_year == base_year
    ]
    return min(found, key=_precedence, default=None)


def _precedence(found: tuple[Promise, Limit]) -> tuple[bool, bool, bool, int]:
    promise, limit = found
    return (
        limit.is_estimate,
        limit.basis is LimitBasis.CARRIED,
        promise.nature is not Nature.CONSTRAINT,
        -(promise.since or 0),
    )


def next_target(
    promise: Promise, year: int, base_year: int | None = None, *, judged_in: int | None = None
) -> TargetData | None:
    """The first target with a value after `year`, of the same base year.

    Of those that are in force in the year `judged_in`, by default `year`.
    """
    later = [
        target
        for target in targets_in_force(promise, year if judged_in is None else judged_in)
        if target.value is not None
        and target.year is not None
        and target.year > year
        and target.base_year == base_year
    ]
    return min(later, key=_year, default=None)


def choose_baseline(
    reported: Sequence[Point], actuals: Sequence[Point], *, before: int
) -> Point | None:
    """The value from which the road to the first target starts, or None.

    The latest value that the plan itself reports for a year before `before` (the plan's own),
    else the latest actual. Later actuals don't move it: a road that starts again every year
    would excuse every delay.
    """
    for points in (reported, actuals):
        early = [point for point in points if point.year < before]
        if early:
            return max(early, key=lambda point: point.year)
    return None


def _word(promise: Promise, target: TargetData, basis: LimitBasis) -> Limit:
    assert target.value is not None  # only valued targets come here
    return Limit(target.value, target.comparator, basis, _is_ceiling(promise, target), target)


def _is_ceiling(promise: Promise, target: TargetData) -> bool:
    """稳定在 (=) follows the indicator's direction; any other word decides by itself."""
    if target.comparator is Comparator.EQUAL:
        return promise.direction is Direction.AT_MOST
    return target.comparator is Comparator.AT_MOST


def _estimated(promise: Promise, targets: list[TargetData], year: int) -> Limit | NoLimit:
    if promise.direction is Direction.NONE:
        return NoLimit.NOT_JUDGED
    find = _reduction if promise.is_reduction else _level
    return find(promise, targets, year)


def _level(promise: Promise, targets: list[TargetData], year: int) -> Limit | NoLimit:
    later = min((t for t in targets if _year(t) > year), key=_year, default=None)
    earlier = max((t for t in targets if _year(t) < year), key=_year, default=None)
    if later is None:
        assert earlier is not None  # a dated target is before the year or after it
        return _word(promise, earlier, LimitBasis.CARRIED)
    ceiling = _is_ceiling(promise, later)
    if earlier is not None:
        return _between(Point(_year(earlier), _value(earlier)), later, year, ceiling)
    # A ceiling isn't interpolated before its first target.
    start = promise.baseline
    if ceiling or start is None or start.year >= year:
        return NoLimit.BEFORE_FIRST
    if start.value > _value(later):
        # Start at the target when the baseline is already better.
        start = Point(start.year, _value(later))
    return _between(start, later, year, ceiling, starts_at_baseline=True)


def _between(
    start: Point, later: TargetData, year: int, ceiling: bool, *, starts_at_baseline: bool = False
) -> Limit:
    share = Decimal(year - start.year) / (_year(later) - start.year)
    value = start.value + (_value(later) - start.value) * share
    return _estimate(value, later, start, ceiling, starts_at_baseline)


def _reduction(promise: Promise, targets: list[TargetData], year: int) -> Limit | NoLimit:
    """The road runs from 0 in the base year through each stated target, at constant rates."""
    begun = [target for target in targets if _base(target) < year]
    if not begun:
        return NoLimit.BEFORE_FIRST
    later = min(
        (t for t in begun if _year(t) > year), key=lambda t: (_year(t), -_base(t)), default=None
    )
    if later is None:
        return _word(promise, max(begun, key=lambda t: (_year(t), _base(t))), LimitBasis.CARRIED)
    before = [t for t in begun if t.base_year == later.base_year and _year(t) < year]
    last = max(before, key=_year, default=None)
    start = Point(_base(later), _ZERO) if last is None else Point(_year(last), _value(last))
    value = reduction_after(
        start.value, _value(later), year - start.year, _year(later) - start.year
    )
    return _estimate(value, later, start, _is_ceiling(promise, later), last is None)


def _estimate(
    value: Decimal, later: TargetData, start: Point, ceiling: bool, starts_at_baseline: bool
) -> Limit:
    return Limit(
        rounded(value, ESTIMATE_PLACES).normalize() + _ZERO,
        later.comparator,
        LimitBasis.INTERPOLATED,
        ceiling,
        later,
        start,
        starts_at_baseline,
    )


def _year(target: TargetData) -> int:
    return target.year if target.year is not None else -1


def _base(target: TargetData) -> int:
    return target.base_year if target.base_year is not None else -1


def _value(target: TargetData) -> Decimal:
    return target.value if target.value is not None else _ZERO
