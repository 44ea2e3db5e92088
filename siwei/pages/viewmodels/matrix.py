"""The cities of the overview as a table, binding indicators first.

A few cities stand side by side, a row an indicator; many stand below one another by province, a
column an indicator. What only one city promises stands apart: nothing is beside it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from common.labels import label
from indicators.assessments.rules.statuses import Status
from indicators.plans.rules.enums import Nature, Theme
from siwei.pages.viewmodels.matrix_cell import MatrixCell, matrix_cell
from siwei.pages.viewmodels.sentences import binding_sentence
from siwei.pages.viewmodels.status_counts import StatusCount, status_counts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indicators.assessments.rules.comparability import Note
    from indicators.assessments.selectors.assessments import (
        Overview,
        OverviewCell,
        OverviewCity,
        OverviewIndicator,
    )
    from indicators.assessments.selectors.caveats import ValueKey

# As many cities as stand side by side on a laptop. Of more, what a verdict rests on is fetched
# when it is pointed at or in focus: it costs more than the verdicts themselves.
MOST_SIDE_BY_SIDE = 7


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One indicator with every city's verdict, in the order of the cities; None: no promise."""

    indicator: OverviewIndicator
    cells: list[MatrixCell | None]

    @property
    def nature(self) -> Nature | None:
        """The nature of the promise in every city; None where cities differ."""
        natures = {cell.cell.nature for cell in self.cells if cell is not None}
        return natures.pop() if len(natures) == 1 else None

    @property
    def caveat(self) -> str:
        """Why no value of the row is simply like another, where that is so: said once, of the
        indicator, and by no mark in the cells."""
        told = [cell for cell in self.promised if cell.caveat]
        return told[0].caveat if told and not any(cell.marked for cell in told) else ""

    @property
    def promised(self) -> list[MatrixCell]:
        """The verdicts on the cities that promise it."""
        return [cell for cell in self.cells if cell is not None]


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    """Indicators under one heading."""

    label: str
    rows: list[MatrixRow]


@dataclass(frozen=True, slots=True)
class MatrixCity:
    """One city with its verdicts on the indicators of the groups, in their order.

    `late`: its tasks that are past their date. `breached`: its breached red lines, those that no
    other city has and those of another plan too.
    """

    city: OverviewCity
    late: int
    cells: list[MatrixCell | None]
    breached: list[MatrixCell]


@dataclass(frozen=True, slots=True)
class MatrixProvince:
    """A province over its cities."""

    code: str
    name: str
    name_en: str
    cities: list[MatrixCity]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The table: its rows are the `groups` of a few cities, the `provinces` of many.

    `alone`: the indicators that only one of several cities promises.
    """

    overview: Overview
    provinces: list[MatrixProvince]
    groups: list[MatrixGroup]
    alone: list[MatrixRow]

    @property
    def cities(self) -> list[MatrixCity]:
        return [city for province in self.provinces for city in province.cities]

    @property
    def rows(self) -> list[MatrixRow]:
        """Every indicator, those that stand apart last."""
        return [*(row for group in self.groups for row in group.rows), *self.alone]

    @property
    def cells(self) -> list[MatrixCell]:
        """Every verdict that the table shows."""
        return [cell for row in self.rows for cell in row.promised]

    @property
    def alone_cells(self) -> list[MatrixCell]:
        return [cell for row in self.alone for cell in row.promised]

    @property
    def alone_counts(self) -> list[StatusCount]:
        """How the promises that stand apart stand, the worst first: it is said before they are
        opened."""
        return status_counts(Counter(cell.cell.status for cell in self.alone_cells))

    @property
    def is_long(self) -> bool:
        """Whether the cities stand below one another."""
        return len(self.overview.cities) > MOST_SIDE_BY_SIDE

    @property
    def width(self) -> int:
        """How many columns a long table has: the city, its four sums and the indicators."""
        return 5 + sum(len(group.rows) for group in self.groups)

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

    @property
    def any_estimate(self) -> bool:
        """Whether the key has to say how an estimated limit looks."""
        return any(cell.is_estimate for cell in self.cells)

    @property
    def any_caveat(self) -> bool:
        """Whether the key has to say what marks a value that isn't like the others of its row."""
        return any(cell.caveat for cell in self.cells)


def matrix(
    shown: Overview,
    late: Mapping[str, int],
    caveats: Mapping[ValueKey, Sequence[Note]] | None = None,
) -> Matrix:
    """The table of an overview; `late` counts each city's tasks that are past their date, `caveats`
    says which values aren't like those beside them."""
    known = caveats or {}
    pages = {
        city.code: f"{reverse('city', args=[city.code])}?year={shown.year}" for city in shown.cities
    }

    def told(
        city: OverviewCity,
        indicator: OverviewIndicator,
        cell: OverviewCell,
        *,
        differs: bool = False,
        marked: bool = True,
    ) -> MatrixCell:
        notes = known.get((city.code, indicator.code), ())
        page = pages[city.code]
        return matrix_cell(
            city, indicator, cell, page=page, notes=notes, differs=differs, marked=marked
        )

    def row(indicator: OverviewIndicator) -> MatrixRow:
        found = [(city, city.cells.get(indicator.code)) for city in shown.cities]
        differs = len({cell.nature for _city, cell in found if cell is not None}) > 1
        valued = [city for city, cell in found if cell is not None and cell.actual is not None]
        marked = not all((city.code, indicator.code) in known for city in valued)
        cells = [
            None if cell is None else told(city, indicator, cell, differs=differs, marked=marked)
            for city, cell in found
        ]
        return MatrixRow(indicator, cells)

    together, alone = _apart(shown)
    groups = [MatrixGroup(label, [row(one) for one in ones]) for label, ones in _headings(together)]
    rest = [row(one) for one in alone]
    rows = [row for group in groups for row in group.rows]
    indicators = {one.code: one for one in shown.indicators}
    cities = [
        MatrixCity(
            city,
            late.get(city.code, 0),
            [row.cells[index] for row in rows],
            [
                told(city, indicators[code], one)
                for code, cell in city.cells.items()
                for one in (cell, *cell.others)
                if one.status is Status.BREACHED
            ],
        )
        for index, city in enumerate(shown.cities)
    ]
    return Matrix(shown, _by_province(cities), groups, rest)


def _apart(shown: Overview) -> tuple[list[OverviewIndicator], list[OverviewIndicator]]:
    """The indicators that several cities promise, and those of one alone. Where nothing would stand
    together, as of a single city, nothing stands apart."""
    promising = Counter(code for city in shown.cities for code in city.cells)
    together = [one for one in shown.indicators if promising[one.code] > 1]
    alone = [one for one in shown.indicators if promising[one.code] == 1]
    return (together, alone) if together else (alone, [])


def _by_province(cities: list[MatrixCity]) -> list[MatrixProvince]:
    """The cities, which come province by province, under their provinces."""
    by_code = (list(group) for _code, group in groupby(cities, key=lambda one: one.city.province))
    return [
        MatrixProvince(
            those[0].city.province,
            those[0].city.province_name,
            those[0].city.province_name_en,
            those,
        )
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
