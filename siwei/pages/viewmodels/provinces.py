"""The provinces of the overview as a table: a row a province, which leads to its cities."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicators.assessments.rules.statuses import Status
from siwei.pages.viewmodels.sentences import binding_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indicators.assessments.selectors.provinces import OverviewProvince, ProvinceOverview


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many binding promises stand so."""

    status: Status
    number: int


@dataclass(frozen=True, slots=True)
class ProvinceSums:
    """What is counted of a province, or of all of them.

    `counts`: its binding promises by status, in the order of the table's; `judged`: its promises
    of all kinds that can be judged, of which `good` are kept or on track; `late`: its tasks that
    are past their date.
    """

    cities: int
    counts: list[StatusCount]
    good: int
    judged: int
    filled: int
    required: int
    late: int


@dataclass(frozen=True, slots=True)
class ProvinceRow:
    """One province. `name`, `name_en`: as a page names any region."""

    code: str
    name: str
    name_en: str
    sums: ProvinceSums


@dataclass(frozen=True, slots=True)
class ProvinceTable:
    """The provinces by code, and what they come to together.

    `statuses`: those that any binding promise has, the best first.
    """

    overview: ProvinceOverview
    statuses: list[Status]
    rows: list[ProvinceRow]
    total: ProvinceSums

    @property
    def sentence(self) -> str:
        counts = {one.status: one.number for one in self.total.counts}
        return binding_sentence(self.overview.year, self.total.cities, counts)


def province_table(shown: ProvinceOverview, late: Mapping[str, int]) -> ProvinceTable:
    """The table; `late` counts each city's tasks that are past their date."""
    counted = sum((Counter(one.constraints.counts) for one in shown.provinces), Counter())
    statuses = [status for status in Status if counted[status]]
    rows = [
        ProvinceRow(one.code, one.name, one.name_en, _sums([one], statuses, late))
        for one in shown.provinces
    ]
    return ProvinceTable(shown, statuses, rows, _sums(shown.provinces, statuses, late))


def _sums(
    provinces: list[OverviewProvince], statuses: list[Status], late: Mapping[str, int]
) -> ProvinceSums:
    cities = [city for one in provinces for city in one.cities]
    return ProvinceSums(
        cities=len(cities),
        counts=[
            StatusCount(status, sum(one.constraints.counts.get(status, 0) for one in provinces))
            for status in statuses
        ],
        good=sum(one.promises.good for one in provinces),
        judged=sum(one.promises.judged for one in provinces),
        filled=sum(one.filled for one in provinces),
        required=sum(one.required for one in provinces),
        late=sum(late.get(city, 0) for city in cities),
    )
