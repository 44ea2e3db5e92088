"""In which order the page of a city lists its promises: what is broken first."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
