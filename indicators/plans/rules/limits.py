"""What the limit of a year is: the plan's own word, or an estimate between its words.

Values are in the catalogue's unit (`plans.rules.units.convert`); a reduction is in per cent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from common.figures import places, rounded
from indicators.plans.rules.enums import (
    Comparator,
    Direction,
    LimitBasis,
    TargetForm,
)
from indicators.plans.rules.goals import (
    ESTIMATE_PLACES,
    OPEN,
    RATE_PLACES,
    REASONS,
    Goal,
    NoLimit,
    goal_of,
)
from indicators.plans.rules.in_force import ended_in, targets_in_force
from indicators.plans.rules.promises import Point, Promise, TargetData
from indicators.plans.rules.rates import level_between, reduction_after

_ZERO = Decimal(0)
_ESTIMATES = frozenset({LimitBasis.INTERPOLATED, LimitBasis.CARRIED})


@dataclass(frozen=True, slots=True)
class Limit:
    """The limit of one year.

    `goal` states it; of an interpolated limit it is the next one, of a carried one the last.
    `value` is what is judged: the near end of a range, the value that a change leads to, the
    number before 左右, beyond which something is allowed (`edge`). `start` is the known point
    before an interpolated year, a goal or the baseline.
    """

    value: Decimal
    basis: LimitBasis
    goal: Goal
    start: Point | None = None
    starts_at_baseline: bool = False

    @property
    def target(self) -> TargetData:
        return self.goal.target

    @property
    def comparator(self) -> Comparator:
        return self.goal.comparator

    @property
    def is_ceiling(self) -> bool:
        return self.goal.is_ceiling

    @property
    def base_year(self) -> int | None:
        """The year from which a reduction counts; of anything else there is none."""
        return self.goal.base_year

    @property
    def tolerance(self) -> Decimal | None:
        """What 左右 allows, as a share of the value."""
        return self.goal.tolerance

    @property
    def is_estimate(self) -> bool:
        """Interpolated and carried limits are the system's, never the plan's word."""
        return self.basis in _ESTIMATES

    @property
    def form(self) -> TargetForm:
        """What the plan's number says; a point on the way to a target is a value."""
        if self.basis is LimitBasis.INTERPOLATED and self.target.form is not TargetForm.INCREMENT:
            return TargetForm.ABOUT if self.tolerance else TargetForm.VALUE
        return self.target.form

    @property
    def value_to(self) -> Decimal | None:
        """The far end of a range, which isn't judged."""
        return None if self.basis is LimitBasis.INTERPOLATED else self.target.value_to

    @property
    def aim(self) -> Decimal | None:
        """What the plan strives for beyond the limit, which isn't judged."""
        return None if self.basis is LimitBasis.INTERPOLATED else self.target.aim

    @property
    def edge(self) -> Decimal:
        """The last value that is still allowed."""
        return self.goal.edge(self.value)

    @property
    def edge_comparator(self) -> Comparator:
        """How the last value that is allowed is held to: = has a good side, too."""
        return Comparator.AT_MOST if self.is_ceiling else Comparator.AT_LEAST

    @property
    def shown(self) -> Decimal:
        """The value to print: the plan's as printed, an estimate with one decimal more at most."""
        if self.basis is not LimitBasis.INTERPOLATED:
            return self.goal.shown
        values = [self.target.value or _ZERO, self.start.value if self.start else _ZERO]
        printed = places(*values)
        if self.target.is_change:
            return rounded(self.value, min(max(printed + 1, RATE_PLACES), places(self.value)))
        return rounded(self.value, printed + (places(self.value) > printed))

    def beside(self, actual: Decimal | None) -> Decimal:
        """`shown`, with the further decimals that keep it on its side of `actual`, if any."""
        if actual is None or self.tolerance:
            return self.shown
        return _on_its_side(self.value, self.shown, actual)

    def edge_beside(self, actual: Decimal | None) -> Decimal:
        """The last value that is still allowed, to print: of an estimate with one decimal more than
        its value, and with those that keep it on its side of `actual`."""
        exact = self.edge.normalize() + 0
        if self.basis is not LimitBasis.INTERPOLATED:
            return exact
        shown = rounded(exact, places(self.shown) + 1).normalize() + 0
        return shown if actual is None else _on_its_side(exact, shown, actual)

    def gap(self, actual: Decimal) -> Decimal:
        """How far `actual` is on the good side, in the unit; negative on the bad side."""
        return self.edge - actual if self.is_ceiling else actual - self.edge


def limit_in(promise: Promise, year: int) -> Limit | NoLimit:
    """The limit of `year`, or why there is none. Only what is in force on its last day counts."""
    if ended_in(promise, year) is not None:
        return NoLimit.SUPERSEDED
    return limit_of(promise, targets_in_force(promise, year), year)


def limit_of(promise: Promise, targets: Iterable[TargetData], year: int) -> Limit | NoLimit:
    """The limit that `targets` set to `year`, or why there is none.

    A target stated for the year comes first, then a standing one, then the estimate between
    the two nearest known points, then the last target carried on. An indicator that isn't
    judged is never estimated. What the plan says of a year is never replaced by an estimate,
    though no number may be known of it. Of a reduction the base year is the limit's own: where
    two stand side by side, the nearest target's, then the later base.
    """
    found = [(target, goal_of(promise, target)) for target in targets]
    goals = [goal for _target, goal in found if isinstance(goal, Goal)]
    stated = [goal for goal in goals if goal.year == year]
    if stated:
        return _word(max(stated, key=_base), LimitBasis.STATED)
    open_ones = [(target, why) for target, why in found if isinstance(why, NoLimit)]
    reason = _open(open_ones, goals, year) if goals else _reason(why for _t, why in open_ones)
    if reason is not None:
        return reason
    standing = next((goal for goal in goals if goal.year is None), None)
    if standing is None:
        return _estimated(promise, goals, year)
    if promise.since is not None and year < promise.since:
        return NoLimit.BEFORE_FIRST
    return _word(standing, LimitBasis.STANDING)


def goals(promise: Promise, targets: Iterable[TargetData] | None = None) -> list[Goal]:
    """The targets of `promise` (or only `targets`) that are judged, as values of their years."""
    wanted = promise.targets if targets is None else targets
    found = (goal_of(promise, target) for target in wanted)
    return [goal for goal in found if isinstance(goal, Goal)]


def next_goal(
    promise: Promise, year: int, base_year: int | None = None, *, judged_in: int | None = None
) -> Goal | None:
    """The first goal after `year`, of the same base year where it is a reduction.

    Of those that are in force in the year `judged_in`, by default `year`.
    """
    in_force = targets_in_force(promise, year if judged_in is None else judged_in)
    found = goals(promise, in_force)
    later = [goal for goal in found if goal.at > year and goal.base_year == base_year]
    return min(later, key=_at, default=None)


def _on_its_side(exact: Decimal, shown: Decimal, actual: Decimal) -> Decimal:
    for digits in range(places(shown, actual), places(exact)):
        fine = rounded(exact, digits)
        if fine != actual and (fine > actual) == (exact > actual):
            return fine
    return exact if places(exact) > places(shown) else shown


def _reason(reasons: Iterable[NoLimit]) -> NoLimit:
    """Why a promise without a number to judge by has no limit in any year."""
    given = set(reasons)
    return next((one for one in REASONS if one in given), NoLimit.NO_TARGET)


def _open(
    unknown: Iterable[tuple[TargetData, NoLimit]], known: Sequence[Goal], year: int
) -> NoLimit | None:
    """Why the plan's word of `year`, or its last one before, is not known as a number."""
    if any(goal.year is None for goal in known):
        after = year - 1  # a standing limit holds in every other year
    else:
        after = max((goal.at for goal in known if goal.at < year), default=-1)
    return next(
        (
            why
            for target, why in unknown
            if why in OPEN and target.year is not None and after < target.year <= year
        ),
        None,
    )


def _word(goal: Goal, basis: LimitBasis) -> Limit:
    return Limit(goal.value, basis, goal)


def _estimated(promise: Promise, known: list[Goal], year: int) -> Limit | NoLimit:
    if promise.direction is Direction.NONE:
        return NoLimit.NOT_JUDGED
    return _reduction(known, year) if promise.is_reduction else _level(promise, known, year)


def _level(promise: Promise, known: list[Goal], year: int) -> Limit | NoLimit:
    later = min((goal for goal in known if goal.at > year), key=_at, default=None)
    if later is None:
        return _carried(max(known, key=_at))
    alike = [g for g in known if g.target.counts_from == later.target.counts_from]
    earlier = max((goal for goal in alike if goal.at < year), key=_at, default=None)
    if earlier is not None and (later.start is None or earlier.at > later.start.year):
        return _between(earlier.point, later, year)
    if later.start is not None:
        # A change has a road from its base year on, of a ceiling, too.
        if later.start.year >= year:
            return NoLimit.BEFORE_FIRST
        return _between(later.start, later, year, starts_at_baseline=True)
    # A ceiling isn't interpolated before its first target.
    start = _start(promise, later.target)
    if later.is_ceiling or start is None or start.year >= year:
        return NoLimit.BEFORE_FIRST
    if start.value > later.value:
        # Start at the target when the baseline is already better.
        start = Point(start.year, later.value)
    return _between(start, later, year, starts_at_baseline=True)


def _carried(last: Goal) -> Limit | NoLimit:
    """What was to be added in one year, as far as is known, says nothing of the years after it."""
    target = last.target
    if target.form is TargetForm.INCREMENT and target.counts_from is None:
        return NoLimit.NOT_CARRIED
    return _word(last, LimitBasis.CARRIED)


def _start(promise: Promise, target: TargetData) -> Point | None:
    """Where the road to a first target starts: an increment's at nothing, if its year is known."""
    if target.form is not TargetForm.INCREMENT:
        return promise.baseline
    return None if target.counts_from is None else Point(target.counts_from, _ZERO)


def _between(start: Point, later: Goal, year: int, *, starts_at_baseline: bool = False) -> Limit:
    done, of = year - start.year, later.at - start.year
    if later.target.form is TargetForm.PER_YEAR:
        value = level_between(start.value, later.value, done, of)
    else:
        value = start.value + (later.value - start.value) * (Decimal(done) / of)
    return _estimate(value, later, start, starts_at_baseline)


def _reduction(known: list[Goal], year: int) -> Limit | NoLimit:
    """The road runs from 0 in the base year through each stated target, at constant rates."""
    begun = [goal for goal in known if goal.base < year]
    if not begun:
        return NoLimit.BEFORE_FIRST
    later = min(
        (goal for goal in begun if goal.at > year), key=lambda g: (g.at, -g.base), default=None
    )
    if later is None:
        last_one = max(begun, key=lambda goal: (goal.at, goal.base))
        return _word(last_one, LimitBasis.CARRIED)
    before = [g for g in begun if g.base_year == later.base_year and g.at < year]
    last = max(before, key=_at, default=None)
    start = Point(later.base, _ZERO) if last is None else last.point
    value = reduction_after(start.value, later.value, year - start.year, later.at - start.year)
    return _estimate(value, later, start, last is None)


def _estimate(value: Decimal, later: Goal, start: Point, starts_at_baseline: bool) -> Limit:
    value = rounded(value, ESTIMATE_PLACES).normalize() + _ZERO
    return Limit(value, LimitBasis.INTERPOLATED, later, start, starts_at_baseline)


def _at(goal: Goal) -> int:
    return goal.at


def _base(goal: Goal) -> int:
    return goal.base
