"""The overview as a table: a row an indicator, a column a city, binding indicators first."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.rules.statuses import Status
from indicators.rules.words import Theme
from indicators.selectors.assessments import Cell, City, Column, Overview
from siwei.lib.language import said

# Beyond this many cities a page of eleven thousand sentences would serve nobody.
MOST_WITH_REASONS = 60
# As many columns as stand side by side on a laptop; more scroll in a frame of their own.
MOST_SIDE_BY_SIDE = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator with every city's cell, in the order of the cities; None: not promised."""

    column: Column
    cells: list[tuple[City, Cell | None]]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading."""

    label: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Province:
    """A province over the columns of its cities."""

    name: str
    name_en: str
    span: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """What the overview shows. `late`: tasks past their date, by city."""

    overview: Overview
    provinces: list[Province]
    groups: list[Group]
    late: Mapping[str, int]
    with_reasons: bool

    @property
    def late_by_city(self) -> list[tuple[City, int]]:
        return [(city, self.late.get(city.code, 0)) for city in self.overview.cities]

    @property
    def is_wide(self) -> bool:
        return len(self.overview.cities) > MOST_SIDE_BY_SIDE

    @property
    def sentence(self) -> str:
        return _sentence(self.overview)

    @property
    def legend(self) -> list[Status]:
        return list(Status)


def matrix(shown: Overview, late: Mapping[str, int]) -> Matrix:
    """The table of an overview; `late` counts each city's tasks that are past their date."""
    groups = [
        Group(
            label,
            [
                Row(column, [(c, c.cells.get(column.code)) for c in shown.cities])
                for column in columns
            ],
        )
        for label, columns in _headings(shown.indicators)
    ]
    provinces = [
        Province(cities[0].province_name, cities[0].province_name_en, len(cities))
        for cities in (
            list(group) for _code, group in groupby(shown.cities, key=lambda city: city.province)
        )
    ]
    with_reasons = len(shown.cities) <= MOST_WITH_REASONS
    return Matrix(shown, provinces, groups, late, with_reasons)


def _headings(columns: list[Column]) -> list[tuple[str, list[Column]]]:
    """The binding indicators first, the others by theme."""
    binding = [column for column in columns if column.is_constraint]
    others = [column for column in columns if not column.is_constraint]
    themes = [
        (said(theme.label), [column for column in others if column.theme == theme.value])
        for theme in Theme
    ]
    headings = [(_("约束性指标（至少一市为约束性）"), binding), *themes]
    return [(label, rows) for label, rows in headings if rows]


def _sentence(shown: Overview) -> str:
    """The year in words: how many binding promises there are, and how they stand."""
    counts: dict[Status, int] = dict.fromkeys(Status, 0)
    for city in shown.cities:
        for status, number in city.constraints.counts.items():
            counts[status] += number
    total = sum(counts.values())
    parts = [
        _("%(number)d 项%(status)s") % {"number": number, "status": said(status.label)}
        for status, number in counts.items()
        if number
    ]
    cities = len(shown.cities)
    return ngettext(
        "%(year)d 年，%(cities)d 个城市：%(total)d 项约束性承诺中，%(parts)s。",
        "%(year)d 年，%(cities)d 个城市：%(total)d 项约束性承诺中，%(parts)s。",
        cities,
    ) % {
        "year": shown.year,
        "cities": cities,
        "total": total,
        "parts": _("、").join(parts) or _("还没有一项"),
    }
