"""The provinces of the overview, or the cities of one, as a table: a row each, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Self

from common.ordering import in_order
from indicators.assessments.rules.statuses import Status
from siwei.pages.viewmodels.sentences import binding_sentence
from siwei.pages.viewmodels.status_counts import StatusCount

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from common.sorting import Order
    from indicators.assessments.selectors.assessments import OverviewCity, StatusCounts
    from indicators.assessments.selectors.provinces import OverviewProvince, ProvinceOverview
    from siwei.pages.viewmodels.matrix import Matrix, MatrixCity


@dataclass(frozen=True, slots=True)
class RegionSums:
    """What is counted of a region, or of all of them.

    `counts`: its promises by status, in the order of the table's; `judged`: its promises of all
    kinds that can be judged, of which `good` are kept or on track; `late`: its tasks that are past
    their date.
    """

    cities: int
    counts: list[StatusCount]
    good: int
    judged: int
    filled: int
    required: int
    late: int


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One region. `name`, `name_en`: as a page names any region."""

    code: str
    name: str
    name_en: str
    sums: RegionSums


@dataclass(frozen=True, slots=True)
class RegionTable:
    """The regions by code, and what they come to together.

    `statuses`: those that any promise counted has, the best first. `of_provinces`: its rows are
    provinces, of which the binding promises are counted; else cities, of which all are.
    """

    of_provinces: bool
    statuses: list[Status]
    rows: list[RegionRow]
    total: RegionSums

    def in_order(self, asked: Sequence[Order]) -> Self:
        """The same table, its rows in the order that was asked for."""
        return replace(self, rows=in_order(self.rows, asked, REGION_ORDER))


def _number_of(status: Status) -> Callable[[RegionRow], int]:
    return lambda row: sum(one.number for one in row.sums.counts if one.status is status)


# By the names of `indicators.assessments.filters.REGION_COLUMNS`.
REGION_ORDER: Mapping[str, Callable[[RegionRow], Any]] = {
    "code": lambda row: row.code,
    **{status.value: _number_of(status) for status in Status},
    "filled": lambda row: (
        Fraction(row.sums.filled, row.sums.required) if row.sums.required else None
    ),
    "late": lambda row: row.sums.late,
}


@dataclass(frozen=True, slots=True)
class ProvinceTable(RegionTable):
    """The provinces of the overview."""

    overview: ProvinceOverview

    @property
    def sentence(self) -> str:
        counts = {one.status: one.number for one in self.total.counts}
        return binding_sentence(self.overview.year, self.total.cities, counts)


def province_table(shown: ProvinceOverview, late: Mapping[str, int]) -> ProvinceTable:
    """The table; `late` counts each city's tasks that are past their date."""
    statuses = _used(one.constraints for one in shown.provinces)
    rows = [
        RegionRow(one.code, one.name, one.name_en, _sums([one], statuses, late))
        for one in shown.provinces
    ]
    total = _sums(shown.provinces, statuses, late)
    return ProvinceTable(True, statuses, rows, total, shown)


def city_table(shown: Matrix) -> RegionTable:
    """The cities of a province in numbers."""
    statuses = _used(one.city.promises for one in shown.cities)
    rows = [
        RegionRow(one.city.code, one.city.name, one.city.name_en, _city_sums([one], statuses))
        for one in shown.cities
    ]
    return RegionTable(False, statuses, rows, _city_sums(shown.cities, statuses))


def _used(promises: Iterable[StatusCounts]) -> list[Status]:
    counted: Counter[Status] = sum((Counter(one.counts) for one in promises), Counter())
    return [status for status in Status if counted[status]]


def _sums(
    provinces: list[OverviewProvince], statuses: list[Status], late: Mapping[str, int]
) -> RegionSums:
    cities = [city for one in provinces for city in one.cities]
    return RegionSums(
        cities=len(cities),
        counts=_counts([one.constraints for one in provinces], statuses),
        good=sum(one.promises.good for one in provinces),
        judged=sum(one.promises.judged for one in provinces),
        filled=sum(one.filled for one in provinces),
        required=sum(one.required for one in provinces),
        late=sum(late.get(city, 0) for city in cities),
    )


def _city_sums(rows: Sequence[MatrixCity], statuses: list[Status]) -> RegionSums:
    cities: list[OverviewCity] = [one.city for one in rows]
    return RegionSums(
        cities=len(cities),
        counts=_counts([one.promises for one in cities], statuses),
        good=sum(one.promises.good for one in cities),
        judged=sum(one.promises.judged for one in cities),
        filled=sum(one.completeness.filled for one in cities),
        required=sum(one.completeness.required for one in cities),
        late=sum(one.late for one in rows),
    )


def _counts(promises: Sequence[StatusCounts], statuses: list[Status]) -> list[StatusCount]:
    return [
        StatusCount(status, sum(one.counts.get(status, 0) for one in promises))
        for status in statuses
    ]
