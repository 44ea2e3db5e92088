"""How the counties of a city stand in one year: a row a county, a column an indicator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.labels import label
from indicators.assessments.rules.statuses import Status
from indicators.plans.viewmodels.counties import LEAST_COUNTIES

if TYPE_CHECKING:
    from departments.models import Region
    from siwei.pages.viewmodels.city_promises import PromiseInYear


@dataclass(frozen=True, slots=True)
class CountyInYear:
    """One county: for each column what was promised for it, by each plan that promises it."""

    region: Region
    cells: list[list[PromiseInYear]]


@dataclass(frozen=True, slots=True)
class CountyStanding:
    """`heads`: for each column the first promise of its indicator, which names it."""

    heads: list[PromiseInYear]
    rows: list[CountyInYear]

    @property
    def sentence(self) -> str:
        """How all of them stand: 3 个县（市、区）：5 项达标、1 项待填报."""
        counts = Counter(
            cell.assessment.status for row in self.rows for those in row.cells for cell in those
        )
        parts = [
            _("%(number)d 项%(status)s") % {"number": counts[status], "status": label(status)}
            for status in Status
            if counts[status]
        ]
        known = {"number": len(self.rows), "parts": _("、").join(parts)}
        return (
            ngettext(
                "%(number)d 个县（市、区）：%(parts)s。",
                "%(number)d 个县（市、区）：%(parts)s。",
                len(self.rows),
            )
            % known
        )


def in_county_table(rows: Iterable[PromiseInYear]) -> list[PromiseInYear]:
    """The promises that stand in the counties' table: of indicators that several counties have."""
    found = [row for row in rows if row.region is not None]
    counted = Counter(row.series.row.indicator for row in found)
    return [row for row in found if counted[row.series.row.indicator] >= LEAST_COUNTIES]


def county_standing(rows: Iterable[PromiseInYear]) -> CountyStanding | None:
    """The table of these promises of one city; None where it would be empty."""
    found = in_county_table(rows)
    heads: dict[str, PromiseInYear] = {}
    regions: dict[str, Region] = {}
    cells: dict[tuple[str, str], list[PromiseInYear]] = {}
    for row in found:
        code, indicator = row.series.row.region, row.series.row.indicator
        heads.setdefault(indicator, row)
        if row.region is not None:
            regions.setdefault(code, row.region)
        cells.setdefault((code, indicator), []).append(row)
    table = [
        CountyInYear(region, [cells.get((code, indicator), []) for indicator in heads])
        for code, region in regions.items()
    ]
    return CountyStanding(list(heads.values()), table) if table else None
