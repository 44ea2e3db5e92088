"""In which order the page of a city lists its promises: what is broken first, or as is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from common.collation import sound
from indicators.assessments.rules.attainment import relative_gap
from indicators.assessments.rules.statuses import Status
from indicators.plans.rules.enums import Nature

if TYPE_CHECKING:
    from collections.abc import Iterable

    from siwei.pages.viewmodels.city_promises import PromiseInYear

# Breached, missed or behind, missing; then near the limit, kept; last what isn't judged.
GROUPS = (
    (Status.BREACHED,),
    (Status.MISSED, Status.BEHIND),
    (Status.NO_DATA,),
    (Status.NEAR_LIMIT,),
    (Status.MET, Status.ON_TRACK),
    (Status.NOT_DUE, Status.NOT_ASSESSABLE),
)

# By the names of `indicators.assessments.filters.CITY_COLUMNS`. Units differ, so a gap is
# compared as a share of its limit.
CITY_ORDER: Mapping[str, Callable[[PromiseInYear], Any]] = {
    "indicator": lambda row: sound(row.series.row.printed_name),
    "status": lambda row: row.assessment.status.rank,
    "gap": lambda row: relative_gap(row.assessment),
}


def in_groups(rows: Iterable[PromiseInYear]) -> list[list[PromiseInYear]]:
    """The groups that aren't empty; within each the worst first, then what binds, then as the
    plans have it."""
    every = list(rows)
    found = [
        sorted((row for row in every if row.assessment.status in group), key=_weight)
        for group in GROUPS
    ]
    return [group for group in found if group]


def _weight(row: PromiseInYear) -> tuple[int, bool]:
    return -row.assessment.status.rank, row.series.row.nature is not Nature.CONSTRAINT
