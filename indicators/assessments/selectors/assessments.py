"""Is the promise kept: the verdicts of one year at a glance, cities × indicators.

They rest on published values alone, whoever asks (`selectors.published_promises`).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from departments.models import Region
from departments.rules.roles import RegionLevel
from indicators.actuals.selectors.completeness import Completeness, completeness_of
from indicators.assessments.rules.assessment import Assessment
from indicators.assessments.rules.statuses import Status
from indicators.assessments.selectors.published_promises import published_promises
from indicators.assessments.wording import explain
from indicators.plans.models import Indicator, PlanIndicator
from indicators.plans.rules.enums import Nature
from indicators.plans.rules.limits import Limit
from indicators.plans.rules.units import UnitData
from indicators.plans.selectors.promise_rows import PromiseRow
from indicators.plans.selectors.years import years_available


@dataclass(frozen=True, slots=True)
class OverviewCell:
    """The verdict on one promise in the overview's year.

    `others`: the same region's other promises of the same indicator, by another plan; the
    cell shows the one that asks for the most attention. `judged` has no trend or projection:
    the overview reads no other years (`series.of_region` does).
    """

    row: PromiseRow
    judged: Assessment
    others: tuple["OverviewCell", ...] = ()

    @property
    def status(self) -> Status:
        return self.judged.status

    @property
    def nature(self) -> Nature:
        return self.row.nature

    @property
    def is_constraint(self) -> bool:
        return self.row.nature is Nature.CONSTRAINT

    @property
    def limit(self) -> Limit | None:
        return self.judged.limit

    @property
    def actual(self) -> Decimal | None:
        return self.judged.actual

    @property
    def gap(self) -> Decimal | None:
        return self.judged.gap

    @property
    def demo(self) -> bool:
        return self.judged.demo

    @property
    def preliminary(self) -> bool:
        return self.judged.preliminary

    @property
    def reason(self) -> str:
        return explain(self.judged)


@dataclass(frozen=True, slots=True)
class StatusCounts:
    """How many promises stand how: by the plan's own word, and by the system's estimate."""

    counts: Mapping[Status, int]

    @property
    def kept(self) -> int:
        """Kept by the plan's own word: met, or near the limit."""
        return sum(number for status, number in self.counts.items() if status.is_kept)

    @property
    def on_track(self) -> int:
        return self.counts.get(Status.ON_TRACK, 0)

    @property
    def judged(self) -> int:
        """Those that have a value and a limit, the plan's or an estimate."""
        return sum(number for status, number in self.counts.items() if status.is_judged)

    @property
    def good(self) -> int:
        """Kept or on track: `good` of `judged`."""
        return self.kept + self.on_track


@dataclass(frozen=True, slots=True)
class OverviewIndicator:
    """An indicator of the overview. `is_constraint`: at least one city is bound by it."""

    code: str
    name: str
    name_en: str
    unit: UnitData
    theme: str
    is_constraint: bool


@dataclass(frozen=True, slots=True)
class OverviewCity:
    """A city of the overview with its verdicts by indicator."""

    code: str
    name: str
    name_en: str
    province: str
    province_name: str
    province_name_en: str
    cells: Mapping[str, OverviewCell]
    constraints: StatusCounts
    promises: StatusCounts
    completeness: Completeness

    @property
    def demo(self) -> bool:
        """Whether any verdict rests on a value invented for a demonstration."""
        return any(cell.demo for cell in self.cells.values())


@dataclass(frozen=True, slots=True)
class Overview:
    """Cities × indicators in one year. Indicators that bind somebody come first.

    `years` are those that can be asked for, from the first to the last of any plan.
    """

    year: int
    years: range
    indicators: list[OverviewIndicator]
    cities: list[OverviewCity]

    @property
    def last_year(self) -> int:
        return self.years[-1]

    @property
    def demo(self) -> bool:
        return any(city.demo for city in self.cities)


def overview(
    *,
    year: int,
    today: date,
    scope: QuerySet[PlanIndicator] | None = None,
    level: RegionLevel = RegionLevel.CITY,
) -> Overview:
    """The verdicts of `year` on what every city promises, of counties' promises none; or on what
    every region of another `level` promises itself.

    `scope` narrows it (`indicators.assessments.filters.OverviewFilter`); the completeness of a
    city is then that of the promises in scope. What another plan took the place of counts
    nowhere. A fixed number of queries: twenty-one.
    """
    published = published_promises(
        of_level(PlanIndicator.objects.all() if scope is None else scope, level), year=year
    )
    rows = [row for row in published.rows if row.counts_in(year)]
    done = completeness_of(rows, [year], published.lineage)
    by_city: dict[str, dict[str, OverviewCell]] = defaultdict(dict)
    for row in rows:
        cell = OverviewCell(row, published.assess(row, year, last_over=today.year - 1))
        known = by_city[row.region].get(row.indicator)
        by_city[row.region][row.indicator] = cell if known is None else _more_severe(known, cell)
    regions = Region.objects.filter(code__in=by_city).select_related("parent")
    cities = [
        _city(region, by_city[region.code], done[region.code, year])
        for region in regions.order_by("parent_id", "code")
    ]
    return Overview(year, years_available(), _indicators(rows), cities)


def of_cities(scope: QuerySet[PlanIndicator]) -> QuerySet[PlanIndicator]:
    """The promises of `scope` that cities make, not their counties."""
    return of_level(scope, RegionLevel.CITY)


def of_level(scope: QuerySet[PlanIndicator], level: RegionLevel) -> QuerySet[PlanIndicator]:
    """The promises of `scope` that regions of a level make themselves."""
    return scope.filter(region__level=level.value)


def _more_severe(first: OverviewCell, second: OverviewCell) -> OverviewCell:
    """The more severe of two verdicts; of two alike that of the newer plan."""
    front, back = sorted(
        (first, second), key=lambda cell: (cell.status.rank, cell.row.plan_year), reverse=True
    )
    return OverviewCell(
        front.row, front.judged, (*front.others, *back.others, replace(back, others=()))
    )


def _city(
    region: Region, cells: Mapping[str, OverviewCell], completeness: Completeness
) -> OverviewCity:
    every = [one for cell in cells.values() for one in (cell, *cell.others)]
    province = region.parent or region
    return OverviewCity(
        code=region.code,
        name=region.name,
        name_en=region.name_en,
        province=province.code,
        province_name=province.name,
        province_name_en=province.name_en,
        cells=cells,
        constraints=StatusCounts(Counter(cell.status for cell in every if cell.is_constraint)),
        promises=StatusCounts(Counter(cell.status for cell in every)),
        completeness=completeness,
    )


def _indicators(rows: Sequence[PromiseRow]) -> list[OverviewIndicator]:
    binding = {row.indicator for row in rows if row.nature is Nature.CONSTRAINT}
    used = Indicator.objects.select_related("unit").filter(code__in={row.indicator for row in rows})
    found = [
        OverviewIndicator(
            one.code, one.name, one.name_en, one.unit.rule, one.theme, one.code in binding
        )
        for one in used.order_by("order", "code")
    ]
    return sorted(found, key=lambda one: not one.is_constraint)
