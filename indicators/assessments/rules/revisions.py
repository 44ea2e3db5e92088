"""What a value was when another one was published: a base that is corrected later moves no verdict
that was made before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from indicators.plans.rules.promises import Point, Promise

if TYPE_CHECKING:
    from indicators.assessments.rules.assessment import Observations

Period: TypeAlias = tuple[int, int | None]  # year, base year of a reduction


@dataclass(frozen=True, slots=True)
class Version:
    """What was published of a value from `begun` to `ended`; None: it still is."""

    value: Decimal | None
    begun: datetime
    ended: datetime | None = None


# Of the values that were published more than once, every version, the oldest first.
Versions: TypeAlias = Mapping[Period, Sequence[Version]]


@dataclass(frozen=True, slots=True)
class Revision:
    """A value on which a verdict rests, as it was when the verdict was made, and as it is now.

    `on`: when it was corrected. `is_level`: the level behind a reduction.
    """

    year: int
    base_year: int | None
    then: Decimal
    now: Decimal
    on: datetime
    is_level: bool = False


@dataclass(frozen=True, slots=True)
class AsJudged:
    """What a verdict rests on, with the values as they were, and where they are others now."""

    promise: Promise
    observations: "Observations"
    levels: Mapping[int, Decimal] | None
    revisions: tuple[Revision, ...] = ()


def version_at(versions: Sequence[Version], moment: datetime) -> Version | None:
    """What was published at `moment`; where nothing was yet, what was published first after it."""
    valued = [one for one in versions if one.value is not None]
    for one in valued:
        if one.begun <= moment and (one.ended is None or moment < one.ended):
            return one
    return next((one for one in valued if one.begun > moment), None)


def as_judged(
    promise: Promise,
    year: int,
    base_year: int | None,
    observations: "Observations",
    levels: Mapping[int, Decimal] | None,
    versions: Versions,
    level_versions: Versions,
    level_published: datetime | None = None,
) -> AsJudged:
    """What the verdict on `year` rests on, as it was when the year's own value was published.

    Where that isn't published, everything as it is now. `base_year`: that of the limit.
    `level_published`: when the level of `year` was.
    """
    moment = _published(observations, year, base_year)
    found: list[Revision] = []
    if moment is not None:
        values = {period: seen.value for period, seen in observations.items()}
        then = _revisions(versions, values, moment, before=year)
        observations = _with(observations, then)
        promise = _with_baseline(promise, then)
        found += then
    elif levels is not None and level_published is not None:
        values = {(at, None): value for at, value in levels.items()}
        then = _revisions(level_versions, values, level_published, before=year)
        levels = {**levels, **{one.year: one.then for one in then}}
        found += [replace(one, is_level=True) for one in then]
    return AsJudged(promise, observations, levels, tuple(found))


def _published(observations: "Observations", year: int, base: int | None) -> datetime | None:
    own = observations.get((year, base))
    if own is not None and own.value is not None:
        return own.published_at
    # A reduction that is reported against another base year is chained to the limit's.
    others = [
        seen.published_at
        for (at, _base), seen in observations.items()
        if at == year and seen.value is not None and seen.published_at is not None
    ]
    return max(others, default=None)


def _revisions(
    versions: Versions, current: Mapping[Period, Decimal | None], moment: datetime, *, before: int
) -> list[Revision]:
    """The values of years before `before` that were others at `moment`."""
    found = []
    for (year, base), known in versions.items():
        now, then = current.get((year, base)), version_at(known, moment)
        if year >= before or now is None or then is None:
            continue
        if then.value is None or then.value == now:
            continue
        corrected = max(one.begun for one in known)  # when what holds now was published
        found.append(Revision(year, base, then.value, now, corrected))
    return found


def _with(observations: "Observations", revisions: Iterable[Revision]) -> "Observations":
    then = {(one.year, one.base_year): one.then for one in revisions}
    if not then:
        return observations
    return {
        period: replace(seen, value=then[period]) if period in then else seen
        for period, seen in observations.items()
    }


def _with_baseline(promise: Promise, revisions: Sequence[Revision]) -> Promise:
    """With the baseline and the base values as they were published then; what the plan itself
    reports never moves."""
    levels = {one.year: one for one in revisions if one.base_year is None}
    bases = {
        year: value if year in promise.reported_bases or year not in levels else levels[year].then
        for year, value in promise.bases.items()
    }
    baseline = promise.baseline
    if baseline is not None and baseline.year in levels and not promise.baseline_is_reported:
        baseline = Point(baseline.year, levels[baseline.year].then)
    return replace(promise, baseline=baseline, bases=bases)
