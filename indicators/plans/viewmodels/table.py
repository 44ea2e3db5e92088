"""Promises as a table: a row a promise, a column a year, the standing limit last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicators.plans.rules.enums import GoalKind
from indicators.plans.rules.units import NamedUnit
from indicators.plans.viewmodels.duties import Duty, by_role

if TYPE_CHECKING:
    from indicators.plans.models import PlanIndicator, Reported, Target
    from indicators.plans.models.promises import Dated

MAX_PLACES = 4


@dataclass(frozen=True, slots=True)
class YearHead:
    """The head of a column; `reported` where it holds nothing but values of the past."""

    year: int
    reported: bool


@dataclass(frozen=True, slots=True)
class YearCell:
    """What one promise says of one year."""

    head: YearHead
    targets: list[Target]
    reported: list[Reported]


@dataclass(frozen=True, slots=True)
class PromiseTableRow:
    """One promise. `of_several`: other plans promise it for the region, too, in other rows."""

    promise: PlanIndicator
    cells: list[YearCell]
    standing: list[Target]
    duties: list[Duty]
    of_several: bool


@dataclass(frozen=True, slots=True)
class RowGroup:
    label: str
    rows: list[PromiseTableRow]


@dataclass(frozen=True, slots=True)
class PromiseTable:
    """`places`: the most decimals of its values, by which a column stands on its points.

    `undated`: a goal that names no year stands beside the standing limits. `unit`: the one that
    all rows share, or None. `columns` counts them all, for a
    head that spans the table.
    """

    years: list[YearHead]
    groups: list[RowGroup]
    standing: bool
    undated: bool
    places: int
    unit: NamedUnit | None
    with_duties: bool

    @property
    def columns(self) -> int:
        return 1 + (not self.unit) + len(self.years) + self.standing + self.with_duties


def promise_table(
    promises: Sequence[PlanIndicator],
    label: Callable[[PlanIndicator], str] = lambda promise: "",
    *,
    with_duties: bool = False,
) -> PromiseTable:
    """The promises (of `plan_indicators()`), in their order, gathered by label."""
    targets = [one for promise in promises for one in promise.targets.all()]
    dated: list[Dated] = [*targets, *(one for row in promises for one in row.reported.all())]
    aimed = {one.year for one in targets}
    years = [
        YearHead(year, year not in aimed) for year in sorted({d.year for d in dated if d.year})
    ]
    units = {one.unit_id: one.unit for one in promises}
    grouped: dict[str, list[PromiseTableRow]] = {}
    several = _of_several_plans(promises)
    for promise in promises:
        row = _row(promise, years, of_several=(promise.region_id, promise.indicator_id) in several)
        grouped.setdefault(label(promise), []).append(row)
    return PromiseTable(
        years=years,
        groups=[RowGroup(name, rows) for name, rows in grouped.items()],
        with_duties=with_duties,
        unit=next(iter(units.values())) if len(units) == 1 else None,
        standing=None in aimed,
        undated=any(one.goal_kind == GoalKind.UNDATED and one.value is not None for one in targets),
        places=min(MAX_PLACES, max((one.value_places or 0 for one in dated), default=0)),
    )


def duties(promise: PlanIndicator) -> list[Duty]:
    """Who answers for a promise."""
    return by_role((link.role, link.department) for link in promise.responsibilities.all())


def _of_several_plans(promises: Sequence[PlanIndicator]) -> set[tuple[str, str]]:
    """The regions and indicators that more than one plan has promises of."""
    found: dict[tuple[str, str], set[int]] = {}
    for one in promises:
        found.setdefault((one.region_id, one.indicator_id), set()).add(one.plan_id)
    return {pair for pair, plans in found.items() if len(plans) > 1}


def _row(promise: PlanIndicator, years: list[YearHead], *, of_several: bool) -> PromiseTableRow:
    targets, reported = promise.targets.all(), promise.reported.all()
    return PromiseTableRow(
        promise=promise,
        cells=[
            YearCell(
                head,
                [one for one in targets if one.year == head.year],
                [one for one in reported if one.year == head.year],
            )
            for head in years
        ],
        standing=[one for one in targets if one.year is None],
        duties=duties(promise),
        of_several=of_several,
    )
