"""How the promises of each city stand in one year, counted, and kept until they stand otherwise."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from common.kept import KeptByPart
from departments.selectors import lineage
from indicators.actuals.selectors.completeness import filled_of
from indicators.assessments.rules.statuses import Status
from indicators.assessments.selectors.assessments import of_cities
from indicators.assessments.selectors.published_promises import published_promises
from indicators.plans.models import PlanIndicator
from indicators.plans.rules.enums import Nature


@dataclass(slots=True)
class CityCounts:
    """The verdicts of one city. `required` values are wanted of the year, of which `filled` are
    entered. `demo`: whether any verdict rests on a value invented for a demonstration."""

    constraints: Counter[Status] = field(default_factory=Counter)
    others: Counter[Status] = field(default_factory=Counter)
    required: int = 0
    filled: int = 0
    demo: bool = False


# A year with each theme and each nature that people look at; 333 cities take some 300 kB.
_KEPT = KeptByPart[CityCounts](most=24)


def city_counts(
    *, year: int, today: date, scope: QuerySet[PlanIndicator]
) -> Mapping[str, CityCounts]:
    """By the code of each city that promises something in `scope`; not to be changed.

    The same to everybody: published values alone are judged, and how many are entered is public.
    One query where nothing was written; where only values were, their cities are counted anew.
    """
    promised = of_cities(scope)
    try:
        sql, parameters = promised.query.sql_with_params()
    except EmptyResultSet:
        return {}

    def counted(codes: Collection[str] | None) -> Mapping[str, CityCounts]:
        if codes is None:
            return _counted(promised, year, today.year - 1)
        known = lineage()
        series = known.all_of({known.current(code) for code in codes})
        return _counted(promised.filter(region__in=series), year, today.year - 1)

    return _KEPT.get((year, today, sql, parameters), counted)


def _counted(
    promised: QuerySet[PlanIndicator], year: int, last_over: int
) -> Mapping[str, CityCounts]:
    published = published_promises(promised, year=year)
    rows = [row for row in published.rows if row.counts_in(year)]
    found: dict[str, CityCounts] = {}
    for row in rows:
        city = found.setdefault(row.region, CityCounts())
        verdict = published.assess(row, year, last_over=last_over)
        counts = city.constraints if row.nature is Nature.CONSTRAINT else city.others
        counts[verdict.status] += 1
        city.demo = city.demo or verdict.demo
    for region, (required, filled) in filled_of(rows, year, published.lineage).items():
        found[region].required, found[region].filled = required, filled
    return found
