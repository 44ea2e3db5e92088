"""Is the promise kept: the status of one promise in one year, and all that it rests on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from common.figures import places, rounded
from indicators.actuals.rules.content import Withdrawal
from indicators.actuals.rules.enums import ObsStatus
from indicators.assessments.rules import trend as pace
from indicators.assessments.rules.revisions import Revision
from indicators.assessments.rules.statuses import Status
from indicators.plans.rules.breaks import Break, between, crosses
from indicators.plans.rules.enums import Direction, Nature
from indicators.plans.rules.goals import Goal, NoLimit
from indicators.plans.rules.in_force import targets_in_force
from indicators.plans.rules.limits import Limit, limit_in, next_goal
from indicators.plans.rules.promises import Point, Promise, TargetData
from indicators.plans.rules.rates import chain, derived_reduction, unchain

# A ceiling kept with less than this share of it to spare is near its limit.
NEAR = Decimal("0.05")
_LINK_PLACES = 2

_WITHOUT_LIMIT = {
    NoLimit.NO_TARGET: Status.NOT_ASSESSABLE,
    NoLimit.WORDS_ONLY: Status.NOT_ASSESSABLE,
    NoLimit.MISSING_BASE: Status.NOT_ASSESSABLE,
    NoLimit.NOT_JUDGED: Status.NOT_ASSESSABLE,
    NoLimit.UNDATED: Status.NOT_ASSESSABLE,
    NoLimit.SET_ELSEWHERE: Status.NOT_ASSESSABLE,
    NoLimit.NO_BASE_VALUE: Status.NOT_ASSESSABLE,
    NoLimit.NO_TOLERANCE: Status.NOT_ASSESSABLE,
    NoLimit.IMPOSSIBLE: Status.NOT_ASSESSABLE,
    NoLimit.NOT_CARRIED: Status.NOT_ASSESSABLE,
    NoLimit.SUPERSEDED: Status.NOT_ASSESSABLE,
    NoLimit.BEFORE_FIRST: Status.NOT_DUE,
}


@dataclass(frozen=True, slots=True)
class Observed:
    """An actual value as it was published, or why there is none (`note` says it in words).

    `withdrawn` is what was published before, where that was withdrawn: then there is no value.
    `published_at`: when what is published now was.
    """

    value: Decimal | None
    obs_status: ObsStatus = ObsStatus.NORMAL
    demo: bool = False
    note: str = ""
    withdrawn: Withdrawal | None = None
    published_at: datetime | None = None


# The actuals of one region and one indicator: (year, base year of a reduction) → value.
Observations = Mapping[tuple[int, int | None], Observed]


@dataclass(frozen=True, slots=True)
class Projection:
    """What the pace so far leads to by the year of the next target.

    `value` is None where one year alone is known; `kept` says whether it keeps the target.
    `need` is exact, `required` as it is published. `rate`: of a reduction, the yearly rate so far.
    """

    goal: Goal
    value: Decimal | None
    kept: bool | None
    need: pace.Required | None
    digits: int
    rate: Decimal | None = None

    @property
    def required(self) -> pace.Required | None:
        """The change required, rounded to `digits`."""
        return None if self.need is None else self.need.rounded(self.digits)

    @property
    def target(self) -> TargetData:
        return self.goal.target

    @property
    def shown(self) -> Decimal | None:
        """The value as a page says it: about, with the decimals of actual and target."""
        return None if self.value is None else rounded(self.value, max(0, places(self.value) - 1))


@dataclass(frozen=True, slots=True)
class Assessment:
    """The verdict on one promise in one year, with its inputs.

    `gap` is the gap to the limit in the unit: positive on its good side, negative on the bad
    one. `linked_base` is set where a reduction was chained from values of that base year.
    `derived` is a reduction computed from levels where none was reported: shown, never judged.
    `revisions`: the values on which it rests that were others when it was made than they are now.
    Trend and projection are computed when asked for; `wording.explain` gives the reason.
    """

    promise: Promise
    year: int
    status: Status
    limit: Limit | None
    no_limit: NoLimit | None
    observed: Observed | None
    gap: Decimal | None
    linked_base: int | None = None
    stray_base: int | None = None
    derived: Decimal | None = None
    revisions: tuple[Revision, ...] = ()
    observations: Observations = field(default_factory=dict, repr=False, compare=False)

    @property
    def actual(self) -> Decimal | None:
        return None if self.observed is None else self.observed.value

    @property
    def withdrawn(self) -> Withdrawal | None:
        """What was published of it and is so no longer, with the reason."""
        return None if self.observed is None else self.observed.withdrawn

    @property
    def base_year(self) -> int | None:
        """Of a reduction the year from which limit and actual count, or the actual alone."""
        if not self.promise.is_reduction or self.limit is not None:
            return None if self.limit is None else self.limit.base_year
        return _latest_base(self.year, self.observations)

    def counted_like(self, other: "Assessment") -> bool:
        """Whether its value compares with that of `other`, a later year: both count from the same
        base year, if from any, and the way of counting didn't change in between."""
        if self.base_year != other.base_year:
            return False
        return not crosses(self.promise.breaks, self.year, other.year)

    @property
    def shown_limit(self) -> Decimal | None:
        """The limit as it stands beside the actual, on pages and in the reason."""
        return None if self.limit is None else self.limit.beside(self.actual)

    @property
    def shown_gap(self) -> Decimal | None:
        """The gap as it stands beside both: with as many decimals as the actual and what it was
        held against show. What the sentence of the verdict says is the same number."""
        limit, actual = self.limit, self.actual
        if self.gap is None or limit is None or actual is None:
            return self.gap
        held = limit.edge_beside(actual) if limit.tolerance else limit.beside(actual)
        return rounded(self.gap, places(actual, held))

    @property
    def demo(self) -> bool:
        """Whether a value that the verdict rests on is invented for a demonstration."""
        return self.observed is not None and self.observed.demo

    @property
    def preliminary(self) -> bool:
        """Whether a value that the verdict rests on is preliminary, and may still change."""
        return self.observed is not None and self.observed.obs_status is ObsStatus.PRELIMINARY

    @property
    def start(self) -> Point | None:
        """Where the pace is measured from.

        Of a reduction the base year; else the last target's year in which a value is known, or
        the baseline, or the base year of a change, or the first actual. What was counted
        differently is no start.
        """
        known = {
            point.year: point
            for point in self._known()
            if not crosses(self.promise.breaks, point.year, self.year)
        }
        in_force = targets_in_force(self.promise, self.year)
        marks = [known[t.year] for t in in_force if t.year in known]
        marks += [point for point in self._beginnings() if known.get(point.year) == point]
        return max(marks, key=_year, default=None) or min(known.values(), key=_year, default=None)

    def _known(self) -> Iterator[Point]:
        """Every point before the year from which a pace could be measured; where the plan starts
        from comes last."""
        if self.promise.is_reduction:
            base = None if self.limit is None else self.limit.base_year
            yield from () if base is None else (Point(base, Decimal(0)),)
            return
        for (year, _), seen in self.observations.items():
            if seen.value is not None and year < self.year:
                yield Point(year, seen.value)
        yield from (point for point in self._beginnings() if point.year < self.year)

    def _beginnings(self) -> Iterator[Point]:
        """Where the plan starts from: its baseline, the base of a change, the year from which an
        increment counts; of what is in force in the year."""
        in_force = targets_in_force(self.promise, self.year)
        baseline, bases = self.promise.baseline, self.promise.bases
        if baseline is not None and not any(target.starts_itself for target in in_force):
            yield baseline
        for target in in_force:
            base = target.base_year if target.is_change else None
            if base is not None and base in bases:
                yield Point(base, bases[base])
            if target.counts_from is not None:
                yield Point(target.counts_from, Decimal(0))

    @property
    def breaks(self) -> tuple[Break, ...]:
        """The breaks between the words that promise, or what their limit counts from, and the
        value: it is judged, but counted differently."""
        limit = self.limit
        if limit is None or self.actual is None:
            return ()
        starts = (point.year for point in (limit.start, limit.goal.start) if point is not None)
        said = self.promise.stated_in(limit.target)
        stated = (said, limit.base_year, limit.target.counts_from, *starts)
        return _each_once(
            one for year in stated for one in between(self.promise.breaks, year, self.year)
        )

    @property
    def pace_breaks(self) -> tuple[Break, ...]:
        """The breaks for which there is no pace: nothing is known since the last of them, or they
        lie between this year and the next target's."""
        if self.limit is None or self.actual is None:
            return ()
        goal = self._ahead(including=False)
        ahead = between(self.promise.breaks, self.year, None if goal is None else goal.year)
        if ahead or self.start is not None:
            return ahead
        years = [point.year for point in self._known()]
        return between(self.promise.breaks, min(years, default=None), self.year)

    @property
    def named_breaks(self) -> tuple[Break, ...]:
        """Every break that a reader of the verdict must know of, by year."""
        return _each_once((*self.breaks, *self.pace_breaks))

    @property
    def trend(self) -> pace.Trend | None:
        """The observed pace against the required one; None where there is no road."""
        limit, start, actual = self.limit, self.start, self.actual
        if limit is None or start is None or actual is None:
            return None
        if self.promise.direction is Direction.NONE:
            return None
        ahead = self._ahead(including=True)
        if ahead is None or crosses(self.promise.breaks, self.year, ahead.year):
            return None
        if (limit.is_ceiling or ahead.is_ceiling) and ahead.start is None:
            return None  # only a change leads down to a ceiling
        now, goal = Point(self.year, actual), ahead.point
        if self.promise.is_reduction:
            return pace.reduction_progress(start.year, now, goal)
        return pace.progress(start, now, goal, more_is_better=not ahead.is_ceiling)

    @property
    def projection(self) -> Projection | None:
        """The value of the next target's year at the present pace, and the change required."""
        limit, actual, ahead = self.limit, self.actual, self._ahead(including=False)
        if limit is None or actual is None or ahead is None:
            return None
        if self.promise.direction is Direction.NONE:
            return None
        if crosses(self.promise.breaks, self.year, ahead.year):
            return None
        now, goal = Point(self.year, actual), ahead.point
        digits = places(actual, ahead.shown) + 1
        value = self._projected(now, goal.year)
        if value is not None:
            value = rounded(value, digits)
        kept = None if value is None else ahead.gap(value) >= 0
        if self.promise.is_reduction:
            rate = None if self.start is None else pace.reduction_rate(self.start.year, now)
            need = pace.required_reduction(now, goal)
            return Projection(ahead, value, kept, need, digits, rate)
        need = pace.required(now, goal, more_is_better=not ahead.is_ceiling)
        return Projection(ahead, value, kept, need, digits)

    def _projected(self, now: Point, year: int) -> Decimal | None:
        start = self.start
        if start is None:
            return None
        if self.promise.is_reduction:
            return pace.project_reduction(start.year, now, year)
        lowest = Decimal(0) if start.value >= 0 and now.value >= 0 else None
        highest = self.promise.unit.highest
        return pace.project(start, now, year, lowest=lowest, highest=highest)

    def _ahead(self, *, including: bool) -> Goal | None:
        base = None if self.limit is None else self.limit.base_year
        after = self.year - 1 if including else self.year
        return next_goal(self.promise, after, base, judged_in=self.year)


def assess(
    promise: Promise,
    year: int,
    observations: Observations,
    *,
    levels: Mapping[int, Decimal] | None = None,
    last_over: int | None = None,
    revisions: Sequence[Revision] = (),
) -> Assessment:
    """The verdict on `promise` in `year`.

    `observations` are the published actuals of the same region and indicator, in the promise's
    unit. `levels` are, for a reduction, the values of its level indicator by year; they only
    give a hint. `last_over` is the last year that is over: a later one without a value isn't due.
    `revisions`: which of the values are others now (`as_judged`).
    Never raises: every input has a status and a reason.
    """
    found = limit_in(promise, year)
    if isinstance(found, NoLimit):
        status = (
            Status.NOT_ASSESSABLE if promise.direction is Direction.NONE else _WITHOUT_LIMIT[found]
        )
        seen = _any_base(promise, year, observations)
        return Assessment(promise, year, status, None, found, seen, None, observations=observations)
    observed, linked, stray = _observed(promise, year, found.base_year, observations)
    status, gap = _judge(promise, year, found, observed, last_over)
    derived = None
    if levels and promise.is_reduction and (observed is None or observed.value is None):
        derived = _derived(levels, year, found.base_year, promise.breaks)
    used = tuple(one for one in revisions if _rests_on(one, promise, found, linked, derived))
    return Assessment(
        promise,
        year,
        status,
        found,
        None,
        observed,
        gap,
        linked,
        stray,
        derived,
        used,
        observations,
    )


def _rests_on(
    one: Revision, promise: Promise, limit: Limit, linked: int | None, derived: Decimal | None
) -> bool:
    """Whether a verdict uses a value that was corrected since."""
    if one.is_level:
        return derived is not None and one.year == limit.base_year
    if one.base_year is None and _counts_from(limit) == one.year:
        return one.year not in promise.reported_bases
    if one.base_year is None and limit.starts_at_baseline and limit.start is not None:
        return one.year == limit.start.year and not promise.baseline_is_reported
    if linked is None or limit.base_year is None:
        return False
    bridge = (limit.base_year, linked) if linked > limit.base_year else (linked, limit.base_year)
    return (one.base_year, one.year) == bridge


def _counts_from(limit: Limit) -> int | None:
    """The base year of a level's change."""
    return None if limit.goal.start is None else limit.goal.start.year


def _judge(
    promise: Promise, year: int, limit: Limit, observed: Observed | None, last_over: int | None
) -> tuple[Status, Decimal | None]:
    if promise.direction is Direction.NONE:
        return Status.NOT_ASSESSABLE, None
    if observed is not None and observed.obs_status is ObsStatus.NOT_APPLICABLE:
        return Status.NOT_ASSESSABLE, None
    if observed is None or observed.value is None:
        ahead = last_over is not None and year > last_over
        return (Status.NOT_DUE if ahead else Status.NO_DATA), None
    gap = limit.gap(observed.value)
    return _status(promise.nature, limit, gap), gap


def _status(nature: Nature, limit: Limit, gap: Decimal) -> Status:
    if limit.is_estimate:
        return Status.ON_TRACK if gap >= 0 else Status.BEHIND
    if gap < 0:
        return Status.BREACHED if nature is Nature.CONSTRAINT else Status.MISSED
    if limit.is_ceiling and limit.value > 0 and gap < limit.value * NEAR:
        return Status.NEAR_LIMIT
    return Status.MET


def _observed(
    promise: Promise, year: int, base: int | None, observations: Observations
) -> tuple[Observed | None, int | None, int | None]:
    """The actual to judge, the base year it was chained from, and one that could not be."""
    seen = observations.get((year, base))
    there_is_one = seen is not None and seen.withdrawn is None
    if there_is_one or not promise.is_reduction or base is None:
        return seen, None, None
    stray = None
    for (other_year, other), there in observations.items():
        if other_year != year or other is None or there.value is None:
            continue
        # 2020→2027 and 2020→2025 give 2025→2027; 2020→2025 and 2025→2027 give 2020→2027.
        bridge = observations.get((base, other) if other < base else (other, base))
        stray = other
        if bridge is None or bridge.value is None:
            continue
        if crosses(promise.breaks, min(base, other), year):
            continue
        value = (
            unchain(there.value, bridge.value) if other < base else chain(bridge.value, there.value)
        )
        if value is not None:
            linked = Observed(
                round(value, _LINK_PLACES),
                _weaker(there.obs_status, bridge.obs_status),
                demo=there.demo or bridge.demo,
                note=there.note,
            )
            return linked, other, None
    return seen, None, stray


def _weaker(first: ObsStatus, second: ObsStatus) -> ObsStatus:
    """What is computed from a preliminary value is preliminary."""
    return first if first is ObsStatus.PRELIMINARY else second


def _any_base(promise: Promise, year: int, observations: Observations) -> Observed | None:
    if not promise.is_reduction:
        return observations.get((year, None))
    base = _latest_base(year, observations)
    return None if base is None else observations[year, base]


def _latest_base(year: int, observations: Observations) -> int | None:
    bases = (
        base
        for (at, base), seen in observations.items()
        if at == year and base is not None and seen.withdrawn is None
    )
    return max(bases, default=None)


def _derived(
    levels: Mapping[int, Decimal], year: int, base: int | None, breaks: Sequence[Break]
) -> Decimal | None:
    if base is None or year not in levels or base not in levels or crosses(breaks, base, year):
        return None
    derived = derived_reduction(levels[base], levels[year])
    return None if derived is None else round(derived, _LINK_PLACES)


def _each_once(breaks: Iterable[Break]) -> tuple[Break, ...]:
    return tuple(sorted(set(breaks), key=lambda one: one.year))


def _year(point: Point) -> int:
    return point.year
