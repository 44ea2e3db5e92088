"""Where a promise is heading: what the present pace leads to, and what the next target needs.

Nothing is computed here that the verdict doesn't hold already (`Assessment.projection`); this says
how it reads: which verdict of a series the pace of today is, and what may be said of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from common.figures import places, rounded, rounded_up
from indicators.assessments.rules.assessment import Assessment, Projection
from indicators.plans.rules.breaks import Break
from indicators.plans.rules.goals import Goal

# A pace whose last value is older than this is no longer the present one: reports come in spring.
_YEARS_BEHIND = 1

# Decimals of a rate: as many as it takes to tell two apart, within reason.
_RATE_PLACES = range(2, 7)


class Course(StrEnum):
    """What the pace leads to."""

    KEPT = "kept"
    BEYOND = "beyond"
    UNKNOWN = "unknown"


class Need(StrEnum):
    """What it takes from now on: a change a year, or that it stays so."""

    CHANGE = "change"
    HOLD = "hold"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Rates:
    """Yearly rates of a reduction in per cent: the one so far, if known, and the one needed."""

    so_far: Decimal | None
    needed: Decimal


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is ahead of one promise, as seen from the last value that is known.

    `value` is what the pace leads to by the goal's year, with as many decimals as keep it on its
    side of the limit; `margin` its gap to the last value that is allowed, negative beyond it,
    with as many decimals as both show. `per_year` is signed, in the unit. `breaks`: why there is
    no pace, where that is the reason.
    `is_present`: whether the pace is that of today, and not of a year long over.
    """

    assessment: Assessment
    projection: Projection
    value: Decimal | None
    is_present: bool

    @property
    def goal(self) -> Goal:
        return self.projection.goal

    @property
    def course(self) -> Course:
        if self.projection.kept is None:
            return Course.UNKNOWN
        return Course.KEPT if self.projection.kept else Course.BEYOND

    @property
    def margin(self) -> Decimal | None:
        if self.value is None:
            return None
        gap = self.goal.gap(self.value)
        for digits in range(places(self.value, self.goal.shown), places(gap)):
            if found := rounded(gap, digits):
                return found
        return gap

    @property
    def per_year(self) -> Decimal:
        """The yearly change that reaches the goal in time; 0 where none is needed."""
        needed = self.projection.need
        return Decimal(0) if needed is None else needed.to_reach(self.projection.digits)

    @property
    def rates(self) -> Rates | None:
        """Of a reduction the yearly rates, of what is left each year: the pace compounds."""
        needed = self.projection.need
        if needed is None or needed.rate is None or not self.assessment.promise.is_reduction:
            return None
        return _apart(None if self.value is None else self.projection.rate, needed.rate)

    @property
    def need(self) -> Need:
        if self.projection.need is None:
            return Need.UNKNOWN
        if self.per_year:
            return Need.CHANGE
        actual = self.assessment.actual
        kept = actual is not None and self.goal.gap(actual) >= 0
        return Need.HOLD if kept else Need.UNKNOWN

    @property
    def breaks(self) -> tuple[Break, ...]:
        return self.assessment.pace_breaks


def outlook(assessment: Assessment, *, last_over: int) -> Outlook | None:
    """What is ahead of a promise as its verdict of one year knows it; None where nothing is: no
    value, no later goal, or another plan that takes the place of its own before that.

    `last_over`: the last year that is over.
    """
    ahead = assessment.projection
    if ahead is None or _is_replaced(assessment, ahead):
        return None
    is_present = _is_last(assessment) and assessment.year >= last_over - _YEARS_BEHIND
    return Outlook(assessment, ahead, _shown(ahead), is_present)


def last_known(assessments: Iterable[Assessment], *, until: int) -> Assessment | None:
    """The verdict of the last year up to `until` in which a value is known."""
    known = [one for one in assessments if one.year <= until and one.actual is not None]
    return max(known, key=lambda one: one.year, default=None)


def _is_last(assessment: Assessment) -> bool:
    """Whether no later value is known."""
    return not any(
        seen.value is not None and year > assessment.year
        for (year, _base), seen in assessment.observations.items()
    )


def _is_replaced(assessment: Assessment, ahead: Projection) -> bool:
    ended, year = assessment.promise.ended, ahead.target.year
    return ended is not None and year is not None and year >= ended.on.year


def _shown(ahead: Projection) -> Decimal | None:
    """About, as `Projection.shown`; exactly where that would stand on the other side of the limit,
    or on it."""
    exact, about = ahead.value, ahead.shown
    if exact is None or about is None:
        return None
    gap, gap_about = ahead.goal.gap(exact), ahead.goal.gap(about)
    alike = (gap > 0) == (gap_about > 0) and (gap < 0) == (gap_about < 0)
    return about if alike else exact


def _apart(so_far: Decimal | None, needed: Decimal) -> Rates:
    """Both with as many decimals as leave the one on its side of the other."""
    shown = Rates(None, rounded_up(needed, _RATE_PLACES.start))
    if so_far is None:
        return shown
    for digits in _RATE_PLACES:
        shown = Rates(rounded(so_far, digits), rounded_up(needed, digits))
        if (rounded(so_far, digits) >= shown.needed) == (so_far >= needed):
            break
    return shown
