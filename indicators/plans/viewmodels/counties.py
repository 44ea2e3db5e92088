"""What a plan promises for its counties as one table: a row a county, a column a figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicators.plans.viewmodels.table import MAX_PLACES

if TYPE_CHECKING:
    from departments.models import Region
    from indicators.plans.models import PlanIndicator, Reported, Target

# What is promised for one county alone is no table.
LEAST_COUNTIES = 2


@dataclass(frozen=True, slots=True)
class PeriodHead:
    """The head of a column: a year, or none for a goal without one."""

    year: int | None
    base_year: int | None
    kind: str

    @property
    def reported(self) -> bool:
        return self.kind == "reported"

    @property
    def standing(self) -> bool:
        return self.kind == "standing"


@dataclass(frozen=True, slots=True)
class IndicatorHead:
    """The head of an indicator's columns. `promise`: the first that names it."""

    promise: PlanIndicator
    periods: list[PeriodHead]


@dataclass(frozen=True, slots=True)
class CountyCell:
    """What is promised, or reported, for a county in one column."""

    targets: list[Target]
    reported: list[Reported]


@dataclass(frozen=True, slots=True)
class CountyRow:
    region: Region
    cells: list[CountyCell]


@dataclass(frozen=True, slots=True)
class CountyTable:
    """`places`: the most decimals of its values, by which a column stands on its points."""

    heads: list[IndicatorHead]
    rows: list[CountyRow]
    places: int


def of_counties(
    promises: Iterable[PlanIndicator], is_county: Callable[[PlanIndicator], bool]
) -> list[PlanIndicator]:
    """Those of the promises that make a table: an indicator, promised for several counties."""
    found = [row for row in promises if is_county(row)]
    counted = Counter(row.indicator_id for row in found)
    return [row for row in found if counted[row.indicator_id] >= LEAST_COUNTIES]


def county_table(promises: Sequence[PlanIndicator]) -> CountyTable | None:
    """The promises (of `of_counties`) in their order; None where there are none."""
    if not promises:
        return None
    by_indicator: dict[str, list[PlanIndicator]] = {}
    by_region: dict[str, list[PlanIndicator]] = {}
    for row in promises:
        by_indicator.setdefault(row.indicator_id, []).append(row)
        by_region.setdefault(row.region_id, []).append(row)
    heads = [IndicatorHead(rows[0], _periods(rows)) for rows in by_indicator.values()]
    values = [one for row in promises for one in (*row.targets.all(), *row.reported.all())]
    return CountyTable(
        heads,
        [_row(rows, heads) for rows in by_region.values()],
        min(MAX_PLACES, max((one.value_places or 0 for one in values), default=0)),
    )


def _periods(rows: Iterable[PlanIndicator]) -> list[PeriodHead]:
    """The columns of an indicator: by year, those without one last."""
    found: set[PeriodHead] = set()
    for row in rows:
        found |= {period_of(one) for one in row.targets.all()}
        found |= {period_of(one) for one in row.reported.all()}
    return sorted(found, key=lambda one: (one.year or 9999, one.base_year or 0, one.kind))


def period_of(one: Target | Reported) -> PeriodHead:
    """Which column a target or a reported value stands in."""
    kind = "reported" if one.is_reported else getattr(one, "goal_kind", "")
    return PeriodHead(one.year, one.base_year, str(kind))


def _row(rows: Sequence[PlanIndicator], heads: Sequence[IndicatorHead]) -> CountyRow:
    mine = {row.indicator_id: row for row in rows}
    return CountyRow(
        rows[0].region,
        [
            _cell(mine.get(head.promise.indicator_id), period)
            for head in heads
            for period in head.periods
        ],
    )


def _cell(row: PlanIndicator | None, period: PeriodHead) -> CountyCell:
    if row is None:
        return CountyCell([], [])
    return CountyCell(
        [one for one in row.targets.all() if period_of(one) == period],
        [one for one in row.reported.all() if period_of(one) == period],
    )
