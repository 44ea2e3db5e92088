"""The overview as a table, binding indicators first.

A few cities stand side by side, a row an indicator; many stand below one another by province, a
column an indicator.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.figures import number, with_minus
from common.labels import label
from indicators.assessments.rules.statuses import Status
from indicators.assessments.selectors.assessments import Cell, City, Column, Overview
from indicators.plans.rules.enums import Nature, Theme

# Beyond this many cities what a verdict rests on is fetched when it is pointed at or in focus.
MOST_WITH_REASONS = 60
# As many cities as stand side by side on a laptop.
MOST_SIDE_BY_SIDE = 10


# In a mould, where address, value and card of a cell go: private characters, in no text.
_ADDRESS, _VALUE, _CARD = "\ue000", "\ue001", "\ue002"
_EMPTY = "<td></td>"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A cell in the words of the page. `opening`, `closing`: its markup around its card."""

    city: City
    column: Column
    cell: Cell
    label: str
    opening: SafeString
    closing: SafeString


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator with every city's verdict, in the order of the cities; None: no promise."""

    column: Column
    verdicts: list[Verdict | None]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading."""

    label: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Line:
    """One city with its verdict on every indicator, in the order of the groups.

    `late`: its tasks that are past their date.
    """

    city: City
    late: int
    verdicts: list[Verdict | None]

    @property
    def cells(self) -> SafeString:
        """The whole row where nothing is said of its verdicts: eleven thousand cells, joined."""
        cells = (_EMPTY if one is None else one.opening + one.closing for one in self.verdicts)
        return mark_safe("".join(cells))


@dataclass(frozen=True, slots=True)
class Province:
    """A province over its cities."""

    name: str
    name_en: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Matrix:
    """What the overview shows."""

    overview: Overview
    provinces: list[Province]
    groups: list[Group]

    @property
    def lines(self) -> list[Line]:
        return [line for province in self.provinces for line in province.lines]

    @property
    def verdicts(self) -> list[Verdict]:
        return [one for line in self.lines for one in line.verdicts if one is not None]

    @property
    def is_long(self) -> bool:
        """Whether the cities stand below one another."""
        return len(self.overview.cities) > MOST_SIDE_BY_SIDE

    @property
    def with_reasons(self) -> bool:
        return len(self.overview.cities) <= MOST_WITH_REASONS

    @property
    def width(self) -> int:
        """How many columns a long table has: the city, its four sums and the indicators."""
        return 5 + len(self.overview.indicators)

    @property
    def sentence(self) -> str:
        return _sentence(self.overview)

    @property
    def legend(self) -> list[Status]:
        return list(Status)


def matrix(shown: Overview, late: Mapping[str, int]) -> Matrix:
    """The table of an overview; `late` counts each city's tasks that are past their date."""
    labels = {status: label(status) for status in Status}
    pages = {
        city.code: f"{reverse('city', args=[city.code])}?year={shown.year}" for city in shown.cities
    }

    @cache
    def mould(status: Status, nature: Nature, demo: bool) -> tuple[str, SafeString]:
        """What all cells of a kind share: the template is rendered for each kind, not each cell."""
        kind = {"status": status, "label": labels[status], "nature": nature.value, "demo": demo}
        holes = {"address": _ADDRESS, "value": _VALUE, "card": _CARD}
        written = render_to_string("siwei/_verdict.html", {**kind, **holes}).strip()
        opening, closing = written.split(_CARD)
        return opening, mark_safe(closing)

    def verdict(city: City, column: Column) -> Verdict | None:
        cell = city.cells.get(column.code)
        if cell is None:
            return None
        actual = cell.actual
        value = "" if actual is None else with_minus(number(actual))
        address = f"{pages[city.code]}#{column.code}"
        opening, closing = mould(cell.status, cell.nature, cell.demo)
        return Verdict(
            city=city,
            column=column,
            cell=cell,
            label=labels[cell.status],
            # Codes, digits and a year: nothing in them needs escaping.
            opening=mark_safe(opening.replace(_ADDRESS, address, 1).replace(_VALUE, value, 1)),
            closing=closing,
        )

    groups = [
        Group(
            label,
            [Row(column, [verdict(city, column) for city in shown.cities]) for column in columns],
        )
        for label, columns in _headings(shown.indicators)
    ]
    rows = [row for group in groups for row in group.rows]
    lines = [
        Line(city, late.get(city.code, 0), [row.verdicts[index] for row in rows])
        for index, city in enumerate(shown.cities)
    ]
    by_province = (
        list(group) for _code, group in groupby(lines, key=lambda line: line.city.province)
    )
    provinces = [
        Province(those[0].city.province_name, those[0].city.province_name_en, those)
        for those in by_province
    ]
    return Matrix(shown, provinces, groups)


def _headings(columns: list[Column]) -> list[tuple[str, list[Column]]]:
    """The binding indicators first, the others by theme."""
    binding = [column for column in columns if column.is_constraint]
    others = [column for column in columns if not column.is_constraint]
    themes = [
        (label(theme), [column for column in others if column.theme == theme.value])
        for theme in Theme
    ]
    headings = [(_("约束性指标（至少一市为约束性）"), binding), *themes]
    return [(label, rows) for label, rows in headings if rows]


def _sentence(shown: Overview) -> str:
    """The year in words: how many binding promises there are, and how they stand."""
    counts: dict[Status, int] = dict.fromkeys(Status, 0)
    for city in shown.cities:
        for status, count in city.constraints.counts.items():
            counts[status] += count
    total = sum(counts.values())
    parts = [
        _("%(number)d 项%(status)s") % {"number": number, "status": label(status)}
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
