"""Whether the pace is enough: progress ratio, projection, and what is now required a year.

The ratio is that of Statistics Canada's progress measurement for the SDGs, after Eurostat
(2021): R = d · CAGR observed / |CAGR required|, d = 1 where more is better and −1 where less
is; R ≥ 0.95 is on track, 0.60–0.95 needs acceleration, 0–0.60 is limited, below 0 moves away.
A compound rate needs positive values; elsewhere the same ratio is taken of yearly differences.
A ceiling has no road, hence no ratio; but for a change that leads down to one.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from common.figures import rounded, rounded_up
from indicators.actuals.rules.typed import LARGEST
from indicators.plans.rules.promises import Point
from indicators.plans.rules.rates import reduction_after

_ZERO, _ONE, _HUNDRED = Decimal(0), Decimal(1), Decimal(100)
_RATIO_PLACES = 4


class Pace(StrEnum):
    """How the observed pace stands to the required one."""

    ON_TRACK = "on_track"
    ACCELERATE = "accelerate"
    LIMITED = "limited"
    AWAY = "away"
    UNKNOWN = "unknown"


class Method(StrEnum):
    """How the pace was measured."""

    COMPOUND = "compound"
    LINEAR = "linear"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Trend:
    """The pace from `start` to `now`, held against the pace from `start` to `target`.

    `ratio` is None where there is none: the target asks no change, or the years don't suffice.
    """

    pace: Pace
    ratio: Decimal | None
    method: Method
    start: Point
    now: Point
    target: Point


@dataclass(frozen=True, slots=True)
class Required:
    """What it takes from now to the target: `per_year` in the unit, `rate` in per cent a year.

    Both are 0 where the target is kept already; `rate` is None where no compound rate exists.
    """

    per_year: Decimal
    rate: Decimal | None

    def rounded(self, digits: int) -> "Required":
        """To print: the yearly change to `digits` decimals, the rate to two."""
        rate = None if self.rate is None else rounded(self.rate, 2)
        return Required(rounded(self.per_year, digits), rate)

    def to_reach(self, digits: int) -> Decimal:
        """The yearly change to `digits` decimals, such that it does reach the target."""
        return rounded_up(self.per_year, digits)


def progress(start: Point, now: Point, target: Point, *, more_is_better: bool) -> Trend:
    """The progress ratio of positive or negative levels; never an exception."""
    if not (start.year < now.year and start.year < target.year):
        return Trend(Pace.UNKNOWN, None, Method.LEVEL, start, now, target)
    sign = 1 if more_is_better else -1
    if sign * (target.value - start.value) <= 0:
        # The baseline keeps the target already: no change is asked, only that it stay so.
        kept = sign * (now.value - target.value) >= 0
        pace = Pace.ON_TRACK if kept else Pace.AWAY
        return Trend(pace, None, Method.LEVEL, start, now, target)
    method = Method.COMPOUND
    observed, required = _growth(start, now), _growth(start, target)
    if observed is None or required is None:
        method = Method.LINEAR
        observed, required = _slope(start, now), _slope(start, target)
    ratio = sign * observed / abs(required)
    return Trend(_pace(ratio), rounded(ratio, _RATIO_PLACES), method, start, now, target)


def reduction_progress(base_year: int, now: Point, target: Point) -> Trend:
    """The progress ratio of a reduction, taken of the share that is left: 100 − r.

    The points of the result are reductions, from 0 in the base year.
    """
    start = Point(base_year, _ZERO)
    left = progress(*(_left(point) for point in (start, now, target)), more_is_better=False)
    return Trend(left.pace, left.ratio, left.method, start, now, target)


def project(
    start: Point, now: Point, year: int, *, lowest: Decimal | None, highest: Decimal | None
) -> Decimal | None:
    """The value of `year` if the pace from `start` to `now` goes on, within the bounds.

    None where one year alone is known, or where the pace leads beyond every number that can be
    a value: 万 entered for 亿 is no pace.
    """
    if start.year >= now.year or year < now.year:
        return None
    growth = _growth(start, now)
    ahead = year - now.year
    if growth is None:
        value = now.value + _slope(start, now) * ahead
    else:
        value = now.value * (_ONE + growth) ** ahead
    if highest is not None and value > highest:
        # What stands above the bound already isn't pulled down to it.
        value = max(highest, now.value)
    return _possible(max(value, lowest) if lowest is not None else value)


def project_reduction(base_year: int, now: Point, year: int) -> Decimal | None:
    """The reduction of `year` if the yearly rate since the base year goes on; None as above."""
    if base_year >= now.year or year < now.year:
        return None
    if now.value >= _HUNDRED:
        return now.value
    return _possible(reduction_after(_ZERO, now.value, year - base_year, now.year - base_year))


def reduction_rate(base_year: int, now: Point) -> Decimal | None:
    """The yearly rate, in per cent of what is left, that led from the base year to `now`."""
    if base_year >= now.year:
        return None
    growth = _growth(_left(Point(base_year, _ZERO)), _left(now))
    return None if growth is None else -growth * _HUNDRED


def required(now: Point, target: Point, *, more_is_better: bool) -> Required | None:
    """The yearly change from `now` that reaches `target` in time; None after its year."""
    years = target.year - now.year
    if years <= 0:
        return None
    missing = target.value - now.value
    if (missing <= 0) if more_is_better else (missing >= 0):
        return Required(_ZERO, _ZERO)
    growth = _growth(now, target)
    return Required(missing / years, None if growth is None else growth * _HUNDRED)


def required_reduction(now: Point, target: Point) -> Required | None:
    """The same for a reduction: percentage points a year, and the yearly rate of what is left."""
    points = required(now, target, more_is_better=True)
    if points is None or points.per_year == 0:
        return points
    growth = _growth(_left(now), _left(target))
    return Required(points.per_year, None if growth is None else -growth * _HUNDRED)


def _growth(first: Point, last: Point) -> Decimal | None:
    """The compound annual growth as a share, or None where no value or no sign allows it."""
    if first.value <= 0 or last.value < 0:
        return None
    return (last.value / first.value) ** (_ONE / (last.year - first.year)) - _ONE


def _possible(value: Decimal) -> Decimal | None:
    return value if abs(value) < LARGEST else None


def _slope(first: Point, last: Point) -> Decimal:
    return (last.value - first.value) / (last.year - first.year)


def _left(point: Point) -> Point:
    return Point(point.year, _HUNDRED - point.value)


def _pace(ratio: Decimal) -> Pace:
    if ratio >= Decimal("0.95"):
        return Pace.ON_TRACK
    if ratio >= Decimal("0.60"):
        return Pace.ACCELERATE
    return Pace.LIMITED if ratio >= 0 else Pace.AWAY
