"""The cities of the overview as a table, binding indicators first.

A few cities stand side by side, a row an indicator; many stand below one another by province, a
column an indicator.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from common.figures import number, with_minus
from common.labels import label
from indicators.assessments.rules.statuses import Status
from indicators.plans.rules.enums import Theme
from siwei.pages.viewmodels.sentences import binding_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from indicators.assessments.selectors.assessments import (
        Overview,
        OverviewCell,
        OverviewCity,
        OverviewIndicator,
    )

# As many cities as stand side by side on a laptop. Of more, what a verdict rests on is fetched
# when it is pointed at or in focus: it costs more than the verdicts themselves.
MOST_SIDE_BY_SIDE = 10


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """The verdict on one promise in the words of the page, leading to `address`.

    `withdrawn`: the value that was published, where it was withdrawn; else empty.
    """

    city: OverviewCity
    indicator: OverviewIndicator
    cell: OverviewCell
    label: str
    value: str
    withdrawn: str
    address: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One indicator with every city's verdict, in the order of the cities; None: no promise."""

    indicator: OverviewIndicator
    cells: list[MatrixCell | None]


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    """Indicators under one heading."""

    label: str
    rows: list[MatrixRow]


@dataclass(frozen=True, slots=True)
class MatrixCity:
    """One city with its verdict on every indicator, in the order of the groups.

    `late`: its tasks that are past their date.
    """

    city: OverviewCity
    late: int
    cells: list[MatrixCell | None]


@dataclass(frozen=True, slots=True)
class MatrixProvince:
    """A province over its cities."""

    name: str
    name_en: str
    cities: list[MatrixCity]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The table: its rows are the `groups` of a few cities, the `provinces` of many."""

    overview: Overview
    provinces: list[MatrixProvince]
    groups: list[MatrixGroup]

    @property
    def cities(self) -> list[MatrixCity]:
        return [city for province in self.provinces for city in province.cities]

    @property
    def cells(self) -> list[MatrixCell]:
        return [cell for city in self.cities for cell in city.cells if cell is not None]

    @property
    def is_long(self) -> bool:
        """Whether the cities stand below one another."""
        return len(self.overview.cities) > MOST_SIDE_BY_SIDE

    @property
    def width(self) -> int:
        """How many columns a long table has: the city, its four sums and the indicators."""
        return 5 + len(self.overview.indicators)

    @property
    def sentence(self) -> str:
        counts: Counter[Status] = Counter()
        for city in self.overview.cities:
            counts.update(city.constraints.counts)
        return binding_sentence(self.overview.year, len(self.overview.cities), counts)

    @property
    def legend(self) -> list[Status]:
        return list(Status)

    @property
    def any_withdrawn(self) -> bool:
        """Whether the key has to say what a value that is struck through means."""
        return any(cell.withdrawn for cell in self.cells)

    @property
    def any_preliminary(self) -> bool:
        """Whether the key has to say what marks a preliminary value."""
        return any(cell.cell.preliminary for cell in self.cells)


def matrix(shown: Overview, late: Mapping[str, int]) -> Matrix:
    """The table of an overview; `late` counts each city's tasks that are past their date."""
    labels = {status: label(status) for status in Status}
    pages = {
        city.code: f"{reverse('city', args=[city.code])}?year={shown.year}" for city in shown.cities
    }

    def matrix_cell(city: OverviewCity, indicator: OverviewIndicator) -> MatrixCell | None:
        cell = city.cells.get(indicator.code)
        if cell is None:
            return None
        return MatrixCell(
            city=city,
            indicator=indicator,
            cell=cell,
            label=labels[cell.status],
            value=_figure(cell.actual),
            withdrawn=_figure(cell.judged.withdrawn.value) if cell.judged.withdrawn else "",
            address=f"{pages[city.code]}#{indicator.code}",
        )

    groups = [
        MatrixGroup(
            label,
            [MatrixRow(one, [matrix_cell(city, one) for city in shown.cities]) for one in ones],
        )
        for label, ones in _headings(shown.indicators)
    ]
    rows = [row for group in groups for row in group.rows]
    cities = [
        MatrixCity(city, late.get(city.code, 0), [row.cells[index] for row in rows])
        for index, city in enumerate(shown.cities)
    ]
    return Matrix(shown, _by_province(cities), groups)


def _figure(value: Decimal | None) -> str:
    return "" if value is None else with_minus(number(value))


def _by_province(cities: list[MatrixCity]) -> list[MatrixProvince]:
    """The cities, which come province by province, under their provinces."""
    by_code = (list(group) for _code, group in groupby(cities, key=lambda one: one.city.province))
    return [
        MatrixProvince(those[0].city.province_name, those[0].city.province_name_en, those)
        for those in by_code
    ]


def _headings(indicators: list[OverviewIndicator]) -> list[tuple[str, list[OverviewIndicator]]]:
    """The binding indicators first, the others by theme."""
    binding = [one for one in indicators if one.is_constraint]
    others = [one for one in indicators if not one.is_constraint]
    themes = [
        (label(theme), [one for one in others if one.theme == theme.value]) for theme in Theme
    ]
    headings = [(_("约束性指标（至少一市为约束性）"), binding), *themes]
    return [(label, ones) for label, ones in headings if ones]
