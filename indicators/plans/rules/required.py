"""Which values a plan needs in a year: one for every promise that can be held against a number."""

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
    last = horizon if None in years else max(year for year in years if year is not None)
    if not promise.since <= year <= last:
        return None
    if not promise.is_reduction:
        return year, None
    base_year = base_year_in(promise, year)
    return None if base_year is None else (year, base_year)


def base_year_in(promise: Promise, year: int) -> int | None:
    """The base year against which a reduction of `year` is reported; None for anything else."""
    if not promise.is_reduction:
        return None
    limit = limit_in(promise, year)
    return limit.base_year if isinstance(limit, Limit) else None
