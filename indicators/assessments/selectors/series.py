"""Promises over the years: the road from the baseline to the last target, and what happened."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.core.exceptions import EmptyResultSet
from django.db.models import Q, QuerySet

from common.kept import KeptByPart
from departments.rules.successions import Lineage
from departments.selectors import lineage
from indicators.assessments.rules.assessment import Assessment
from indicators.assessments.rules.statuses import Status
from indicators.assessments.selectors.published_promises import (
    PublishedPromises,
    published_promises,
)
from indicators.plans.models import Plan, PlanIndicator
from indicators.plans.rules.enums import LimitBasis
from indicators.plans.rules.limits import Limit
from indicators.plans.selectors.promise_rows import PromiseRow, in_order


@dataclass(frozen=True, slots=True)
class YearPoint:
    """One year of a promise: what is known, what limits it, and the verdict."""

    year: int
    assessment: Assessment

    @property
    def actual(self) -> Decimal | None:
        return self.assessment.actual

    @property
    def limit(self) -> Limit | None:
        return self.assessment.limit

    @property
    def basis(self) -> LimitBasis | None:
        return None if self.assessment.limit is None else self.assessment.limit.basis

    @property
    def status(self) -> Status:
        return self.assessment.status

    @property
    def demo(self) -> bool:
        return self.assessment.demo


@dataclass(frozen=True, slots=True)
class Series:
    """One promise with every published value: assessed in any year, drawn over all of them.

    `first` and `last`: the years from the first that is known (a value, the baseline, a base
    year) to the last target's, or to the last value's where that is later. `last_over`: the last
    year that is over.
    """

    row: PromiseRow
    first: int
    last: int
    last_over: int
    _published: PublishedPromises = field(repr=False, compare=False)
    _assessed: dict[int, Assessment] = field(default_factory=dict, repr=False, compare=False)

    def at(self, year: int) -> Assessment:
        """The verdict in `year`, with trend and projection; of any year."""
        known = self._assessed.get(year)
        if known is None:
            known = self._published.assess(self.row, year, last_over=self.last_over)
            if self.first <= year <= self.last:
                self._assessed[year] = known
        return known

    def points(self) -> list[YearPoint]:
        """Every year from `first` to `last`."""
        return [YearPoint(year, self.at(year)) for year in range(self.first, self.last + 1)]

    @property
    def demo(self) -> bool:
        """Whether any of its values is invented for a demonstration."""
        return any(seen.demo for seen in self._published.observed(self.row).values())


def series(scope: QuerySet[PlanIndicator], *, today: date) -> list[Series]:
    """Every promise of `scope` in the document's order, over all years. Six queries."""
    published = published_promises(scope)
    return [_series(row, published, today.year - 1) for row in published.rows]


# One indicator in every city of a nation takes some megabytes.
_KEPT = KeptByPart[list[Series]](most=4)


def kept_series(scope: QuerySet[PlanIndicator], *, today: date) -> list[Series]:
    """The same as `series`; each region's is kept until its own values change. Two queries where
    nothing was written."""
    try:
        sql, parameters = scope.query.sql_with_params()
    except EmptyResultSet:
        return []

    def by_region(codes: Collection[str] | None) -> Mapping[str, list[Series]]:
        mine = scope
        if codes is not None:
            known = lineage()
            mine = scope.filter(region__in=known.all_of({known.current(code) for code in codes}))
        found = defaultdict(list)
        for one in series(mine, today=today):
            found[one.row.region].append(one)
        return found

    kept = _KEPT.get((today, sql, parameters), by_region)
    known = {one.row.pk: one for some in kept.values() for one in some}
    return [known[pk] for pk in in_order(scope).values_list("pk", flat=True) if pk in known]


def of_region(region: str, *, today: date, known: Lineage | None = None) -> list[Series]:
    """What its plans promise for `region` and its counties, and others for it; by whatever code
    they name it. Eleven queries, one less where the lineage is `known`."""
    codes = (lineage() if known is None else known).series(region)
    # The plans by their keys: across a join the database would look at every promise there is.
    plans = list(Plan.objects.filter(region__in=codes).values_list("pk", flat=True))
    mine = Q(region__in=codes) | Q(plan__in=plans)
    return series(PlanIndicator.objects.filter(mine), today=today)


def _series(row: PromiseRow, published: PublishedPromises, last_over: int) -> Series:
    years = {row.plan_year, *(year for year, _base in published.observed(row))}
    for target in row.promise.targets:
        years |= {year for year in (target.year, target.base_year) if year is not None}
    if row.promise.baseline is not None:
        years.add(row.promise.baseline.year)
    return Series(row, min(years), max(years), last_over, published)
