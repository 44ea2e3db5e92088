"""How complete the values of a year are: what the plans require against what was handed in."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias, overload

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from common.figures import rounded
from common.sorting import Order, SortColumn, SortedRows, completed
from departments.models import Region
from departments.people import ancestors_of
from departments.rules.successions import Lineage
from departments.selectors import lineage, with_parents
from indicators.actuals.models import Actual, ReportingYear
from indicators.actuals.rules.enums import Action, ActualState, ObsStatus
from indicators.actuals.selectors.history import rows_of
from indicators.plans.models import PlanIndicator, Target
from indicators.plans.rules.required import is_required, required_period
from indicators.plans.selectors.promise_rows import PromiseRow, horizons, promise_rows

RATE_PLACES = 4
_OF_PAIRS: Mapping[str, SortColumn[tuple[str, int]]] = {
    "region": SortColumn(itemgetter(0)),
    "year": SortColumn(itemgetter(1), int),
}

# Region, indicator, year, base year: an `ActualKey` as a tuple, for the thousands of them.
Key: TypeAlias = tuple[str, str, int, int | None]


@dataclass(frozen=True, slots=True)
class Completeness:
    """The required values of one region and year, counted; each count contains the next but last.

    `filled`: a value, or the reason why there is none, was entered. `submitted`: it was handed
    in, or is published already. `approved`: it is published. `on_time`: it was first handed in
    by the day that the province set (what a plan itself reports counts as handed in); None
    where no day is set.
    """

    region: str
    year: int
    required: int
    filled: int
    submitted: int
    approved: int
    on_time: int | None

    @property
    def rate(self) -> Decimal | None:
        """The share that is filled, 0 to 1; None where nothing is required."""
        if self.required == 0:
            return None
        return rounded(Decimal(self.filled) / self.required, RATE_PLACES)


class _Entered(NamedTuple):
    """A value that somebody entered or that a plan reports: how far it has come, and when."""

    state: str
    is_published: bool
    handed_in: datetime | None


def completeness_of(
    rows: Iterable[PromiseRow], years: Collection[int], lineage: Lineage
) -> dict[tuple[str, int], Completeness]:
    """The completeness of every region that `rows` name, in each of `years`. Five queries.

    A region that has older codes is counted under today's, with what stands under any of them.
    """
    found = list(rows)
    required = required_keys(found, years)
    regions = {row.region for row in found}
    entered = _entered(regions, years, lineage)
    due = _due(regions, years)
    return {
        (region, year): _counted(
            region, year, required.get((region, year), ()), entered, due.get((region, year))
        )
        for region in regions
        for year in years
    }


def filled_of(
    rows: Sequence[PromiseRow], year: int, lineage: Lineage
) -> dict[str, tuple[int, int]]:
    """Of every region that `rows` name: how many values `year` requires, and how many of them are
    filled, as `completeness_of` counts them. Two queries."""
    required = required_keys(rows, [year])
    regions = {row.region for row in rows}
    filled = {key for key, _state, _is_published, _pk in _rows(regions, [year], lineage)}
    found = {}
    for region in regions:
        keys = required.get((region, year), set())
        found[region] = len(keys), len(keys & filled)
    return found


def completeness(
    *,
    scope: QuerySet[PlanIndicator],
    intervals: Sequence[tuple[int, int]],
    today: date,
    order: Sequence[Order] = (),
) -> "CompletenessList":
    """From the first plan's year of each region to this year; region by region and year by year,
    unless `order` names these otherwise.

    `intervals` narrows the years; none stands for all. What isn't looked at isn't counted.
    """
    return CompletenessList(scope, intervals, today, order)


class CompletenessList(Sequence[Completeness]):
    """A list that knows its length by one query, and counts only the rows that are asked for."""

    def __init__(
        self,
        scope: QuerySet[PlanIndicator],
        intervals: Sequence[tuple[int, int]],
        today: date,
        order: Sequence[Order],
    ) -> None:
        self._scope, self._intervals, self._today = scope, intervals, today
        self._order = completed(order, [Order(name) for name in _OF_PAIRS])

    @cached_property
    def _pairs(self) -> SortedRows[tuple[str, int]]:
        rows = (
            self._scope.order_by("region_id").values_list("region_id").annotate(Min("plan__year"))
        )
        firsts: dict[str, int] = {}
        for code, first in rows:
            region = self._lineage.current(code)
            firsts[region] = min(first, firsts.get(region, first))
        pairs = [
            (region, year)
            for region, first in firsts.items()
            for year in range(first, self._today.year + 1)
            if not self._intervals or any(low <= year <= high for low, high in self._intervals)
        ]
        return SortedRows(pairs, _OF_PAIRS, self._order)

    @cached_property
    def _lineage(self) -> Lineage:
        return lineage()

    def key_of(self, row: Completeness) -> tuple[Any, ...]:
        return self._pairs.key_of((row.region, row.year))

    def position_after(self, key: tuple[str, ...]) -> int:
        """How many rows stand up to that region and year. Raises `ValueError` for another key."""
        return self._pairs.position_after(key)

    def __len__(self) -> int:
        return len(self._pairs)

    @overload
    def __getitem__(self, index: int) -> Completeness: ...

    @overload
    def __getitem__(self, index: slice) -> list[Completeness]: ...

    def __getitem__(self, index: int | slice) -> Completeness | list[Completeness]:
        if isinstance(index, int):
            return self[index : index + 1][0]
        pairs = self._pairs[index]
        regions = {region for region, _year in pairs}
        rows = promise_rows(self._scope.filter(region__in=self._lineage.all_of(regions)))
        known = completeness_of(rows, {year for _region, year in pairs}, self._lineage)
        return [known[pair] for pair in pairs]


def required_keys(
    rows: Sequence[PromiseRow], years: Collection[int]
) -> Mapping[tuple[str, int], set[Key]]:
    """The values that the plans need, by region and year, each once. One query."""
    return _required(rows, years, horizons({row.plan_pk for row in rows}))


def _required(
    rows: Iterable[PromiseRow], years: Collection[int], last: Mapping[int, int | None]
) -> dict[tuple[str, int], set[Key]]:
    keys: dict[tuple[str, int], set[Key]] = defaultdict(set)
    for row in rows:
        horizon = last.get(row.plan_pk) or row.plan_year
        for year in years:
            period = required_period(row.promise, year, horizon=horizon)
            if period is not None:
                keys[row.region, year].add((row.region, row.indicator, *period))
    return keys


def required_of(
    scope: QuerySet[PlanIndicator], years: Collection[int], lineage: Lineage
) -> Mapping[tuple[str, int], set[Key]]:
    """What `required_keys` says of the promises of `scope`. Nine queries.

    Which years need a level follows from the years of its targets alone, and those are read
    without anything else of it: a country has ten thousand of them. Reductions, whose numbers
    decide on the base year, and what later documents speak of are looked at as promises.
    """
    spoken_of = Target.objects.filter(
        Q(amends__isnull=False)
        | Q(amended_by__isnull=False)
        | Q(plan_indicator__plan__superseded_by__isnull=False)
    )
    apart = Q(indicator__level_of__isnull=False) | Q(
        pk__in=spoken_of.order_by().values("plan_indicator")
    )
    promised = promise_rows(scope.filter(apart))
    valued = Q(targets__value__isnull=False)
    levels = list(
        scope.exclude(apart)
        .order_by()
        .values_list("plan_id", "plan__year", "region_id", "indicator_id")
        .annotate(
            last=Max("targets__year", filter=valued),
            standing=Count("targets", filter=valued & Q(targets__year__isnull=True)),
        )
    )
    last = horizons({row.plan_pk for row in promised} | {plan for plan, *_others in levels})
    keys = _required(promised, years, last)
    # Most plans of a country end in the same years.
    decided: dict[tuple[int, int | None, int, int], list[int]] = {}
    for plan, since, code, indicator, latest, standing in levels:
        horizon = last.get(plan) or since
        alike = (since, latest, standing, horizon)
        if alike not in decided:
            ends = {latest, None} if standing else {latest} - {None}
            decided[alike] = [
                year for year in years if is_required(ends, year, since=since, horizon=horizon)
            ]
        region = lineage.current(code)
        for year in decided[alike]:
            keys[region, year].add((region, indicator, year, None))
    return keys


def _entered(
    regions: Collection[str], years: Collection[int], lineage: Lineage
) -> Mapping[Key, _Entered]:
    # The first time: a correction later on doesn't make a value late.
    submitted = dict(
        rows_of(_actuals(regions, years, lineage).values("pk"))
        .filter(action=Action.SUBMIT.value)
        .order_by()
        .values_list("record__actual")
        .annotate(first=Min("at"))
    )
    return {
        key: _Entered(state, is_published, submitted.get(pk))
        for key, state, is_published, pk in _rows(regions, years, lineage)
    }


def _rows(
    regions: Collection[str], years: Collection[int], lineage: Lineage
) -> Iterator[tuple[Key, str, bool, int]]:
    """Key, state, whether it is public now, and pk of what was entered. Where two codes of a region
    have one, the newer one's comes last, and counts."""
    rows = (
        _actuals(regions, years, lineage)
        .annotate(is_public_now=Q(published_at__isnull=False))
        .order_by()
        .values_list(
            "pk", "region_id", "indicator_id", "year", "base_year", "state", "is_public_now"
        )
    )
    for row in sorted(rows, key=lambda row: -lineage.age(row[1])):
        pk, region, indicator, year, base_year, state, is_published = row
        yield (lineage.current(region), indicator, year, base_year), state, is_published, pk


def _actuals(
    regions: Collection[str], years: Collection[int], lineage: Lineage
) -> QuerySet[Actual]:
    # What is published stays, even if its correction took the value back for now: these counts
    # are public, and tell nobody of a correction that is under way.
    codes = lineage.all_of(regions)
    return Actual.objects.filter(region__in=codes, year__in=years).exclude(
        obs_status=ObsStatus.MISSING.value, published_at__isnull=True
    )


def _due(regions: Collection[str], years: Collection[int]) -> Mapping[tuple[str, int], date]:
    days = {
        (province, year): due_on
        for province, year, due_on in ReportingYear.objects.filter(year__in=years).values_list(
            "province_id", "year", "due_on"
        )
    }
    provinces = {
        region.code: ancestors_of(region)[-1]
        for region in with_parents(Region.objects.filter(code__in=regions))
    }
    return {
        (region, year): days[province, year]
        for region, province in provinces.items()
        for year in years
        if (province, year) in days
    }


def _counted(
    region: str,
    year: int,
    required: Collection[Key],
    entered: Mapping[Key, _Entered],
    due_on: date | None,
) -> Completeness:
    known = [entered[key] for key in required if key in entered]
    submitted = [one for one in known if one.is_published or one.state == ActualState.SUBMITTED]
    return Completeness(
        region=region,
        year=year,
        required=len(required),
        filled=len(known),
        submitted=len(submitted),
        approved=sum(one.is_published for one in known),
        on_time=None if due_on is None else sum(_in_time(one, due_on) for one in submitted),
    )


def _in_time(one: _Entered, due_on: date) -> bool:
    return one.handed_in is None or timezone.localdate(one.handed_in) <= due_on
