"""Plan indicators as the rules see them: in the catalogue's unit, with the road's baseline."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from indicators.models import PlanIndicator
from indicators.rules.limits import Point, Promise, Target, choose_baseline
from indicators.rules.units import convert
from indicators.rules.words import Comparator, Direction, Nature

Levels: TypeAlias = Mapping[tuple[str, str], Sequence[Point]]


@dataclass(frozen=True, slots=True)
class Promised:
    """A plan indicator (with `targets`, `reported` prefetched) and what the rules make of it."""

    row: PlanIndicator
    promise: Promise

    @property
    def pair(self) -> tuple[str, str]:
        return (self.row.region_id, self.row.indicator_id)


def promised(rows: Iterable[PlanIndicator], levels: Levels) -> list[Promised]:
    """Each of `rows` (from `selectors.plans.plan_indicators`) as a promise; no queries.

    `levels`: for (region, indicator) the published values of that pair, from which the road
    to a first target may start.
    """
    return [Promised(row, _promise(row, levels)) for row in rows]


def horizons(rows: Iterable[PlanIndicator]) -> dict[int, int]:
    """For each plan (by pk) the last year that any of its targets names."""
    last: dict[int, int] = defaultdict(int)
    for row in rows:
        for target in row.targets.all():
            last[row.plan_id] = max(last[row.plan_id], target.year or row.plan.year)
    return last


def _promise(row: PlanIndicator, levels: Levels) -> Promise:
    unit = row.indicator.unit
    targets = tuple(
        Target(
            value=None
            if target.printed_value is None
            else convert(target.printed_value, row.printed_unit, unit),
            comparator=Comparator(target.comparator),
            year=target.year,
            base_year=target.base_year,
            wording=target.wording,
        )
        for target in row.targets.all()
    )
    return Promise(
        direction=Direction(row.indicator.direction),
        nature=Nature(row.nature),
        unit=unit,
        targets=targets,
        is_reduction=row.indicator.is_reduction,
        baseline=_baseline(row, targets, levels),
        since=row.plan.year,
    )


def _baseline(row: PlanIndicator, targets: Sequence[Target], levels: Levels) -> Point | None:
    """The value of the plan's base period, the year before its own, or the nearest before."""
    if row.indicator.is_reduction:
        return None
    unit = row.indicator.unit
    reported = [
        Point(one.year, convert(one.printed_value, row.printed_unit, unit))
        for one in row.reported.all()
        if one.year is not None and one.printed_value is not None
    ]
    known = levels.get((row.region_id, row.indicator_id), ())
    return choose_baseline(reported, known, before=row.plan.year)
