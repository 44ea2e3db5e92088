"""Which values a plan needs in a year: one for every promise that can be held against a number."""

from collections.abc import Collection

from indicators.plans.rules.in_force import ended_in, targets_in_force
from indicators.plans.rules.limits import Limit, limit_in
from indicators.plans.rules.promises import Promise


def required_period(promise: Promise, year: int, *, horizon: int) -> tuple[int, int | None] | None:
    """The year and the base year of the actual that the plan needs of `year`, or None.

    From the plan's own year to the last target's; a standing limit needs one every year up
    to `horizon`, the last year that any target of the plan names. A promise in words alone
    needs none, nor does one that another plan has taken the place of.
    """
    targets = targets_in_force(promise, year)
    years = [target.year for target in targets if target.value is not None]
    if not years or promise.since is None or ended_in(promise, year) is not None:
        return None
    if not is_required(years, year, since=promise.since, horizon=horizon):
        return None
    if not promise.is_reduction:
        return year, None
    base_year = base_year_in(promise, year)
    return None if base_year is None else (year, base_year)


def is_required(targets: Collection[int | None], year: int, *, since: int, horizon: int) -> bool:
    """Whether a plan of the year `since` needs a value of `year`, by the years of its targets that
    have a value; None stands for a standing limit. Of a level this decides."""
    if not targets:
        return False
    last = horizon if None in targets else max(one for one in targets if one is not None)
    return since <= year <= last


def base_year_in(promise: Promise, year: int) -> int | None:
    """The base year against which a reduction of `year` is reported; None for anything else."""
    if not promise.is_reduction:
        return None
    limit = limit_in(promise, year)
    return limit.base_year if isinstance(limit, Limit) else None
