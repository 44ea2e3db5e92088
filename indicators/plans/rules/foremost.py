"""Which of several limits stands beside one value, where more than one plan speaks of it."""

from collections.abc import Iterable

from indicators.plans.rules.enums import LimitBasis, Nature
from indicators.plans.rules.limits import Limit, limit_in
from indicators.plans.rules.promises import Promise


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
