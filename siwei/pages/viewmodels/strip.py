"""A card a city: what is breached, missed, missing and late, and which red lines are breached."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from indicators.assessments.rules.statuses import Status
from siwei.pages.viewmodels.status_counts import StatusCount, troubles, worst

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indicators.assessments.selectors.assessments import OverviewCity
    from siwei.pages.viewmodels.matrix import Matrix, MatrixCity, MatrixProvince
    from siwei.pages.viewmodels.matrix_cell import MatrixCell


@dataclass(frozen=True, slots=True)
class CityCard:
    """One city at a glance, of all its promises.

    `worst`: its most severe status. `troubles`: what is breached, missed, behind and missing.
    `breached`: its breached red lines. `late`: its tasks that are past their date.
    """

    city: OverviewCity
    province: MatrixProvince
    worst: Status | None
    troubles: list[StatusCount]
    breached: list[MatrixCell]
    late: int


@dataclass(frozen=True, slots=True)
class StatusGroup:
    """The verdicts on one city that are alike."""

    status: Status
    cells: list[MatrixCell]


def cards(shown: Matrix) -> list[CityCard]:
    """The cards of the cities, in the order of the table."""
    return [_card(one, province) for province in shown.provinces for one in province.cities]


def _card(one: MatrixCity, province: MatrixProvince) -> CityCard:
    counts = one.city.promises.counts
    return CityCard(one.city, province, worst(counts), troubles(counts), one.breached, one.late)


def by_severity(cells: Iterable[MatrixCell]) -> list[StatusGroup]:
    """The verdicts on a city under their statuses, the worst first."""

    def severity(cell: MatrixCell) -> int:
        return -cell.cell.status.rank

    ordered = sorted(cells, key=severity)
    found = (list(group) for _rank, group in groupby(ordered, key=severity))
    return [StatusGroup(group[0].cell.status, group) for group in found]
