"""Promises and published values as plain rows: what thousands of assessments are made of.

Read by columns, not by models, and by a fixed number of queries: the overview of a nation holds
eleven thousand cells. Only published values are read; nobody's assessment rests on others.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from indicators.models import Actual, Indicator, PlanIndicator, Reported
from indicators.models import Target as TargetRow
from indicators.rules.assessment import Assessment, Observations, Observed, assess
from indicators.rules.limits import Point, Promise, Target
from indicators.rules.words import Comparator, Nature, ObsStatus, Origin
from indicators.selectors.promises import make_promise
from siwei.lib.decimals import at_places

Pair: TypeAlias = tuple[str, str]  # region, indicator
Columns: TypeAlias = tuple[Any, ...]  # a `Head` that isn't named yet
Targets: TypeAlias = Mapping[int, Sequence[Target]]  # by plan indicator
Points: TypeAlias = Mapping[int, Sequence[Point]]

_COMPARATORS = {word.value: word for word in Comparator}
_OBS = {word.value: word for word in ObsStatus}
_NOTHING: Observations = {}


class Head(NamedTuple):
    """规划指标 as it is read: every field is named by its column.

    Thousands are kept as plain tuples, which the garbage collector passes over, and named one
    at a time.
    """

    pk: int
    plan_id: int
    plan__slug: str
    plan__year: int
    plan__region_id: str
    region_id: str
    indicator_id: str
    indicator__level_of_id: str | None
    indicator__direction: str
    indicator__unit: str
    nature: str
    origin: str
    serial: str
    printed_name: str
    printed_unit: str
    definition_note: str


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """规划指标 as an assessment shows it, and what the rules make of it.

    `plan` is the slug, `plan_pk` its primary key; `level_of` the level of a reduction.
    """

    pk: int
    plan: str
    plan_pk: int
    plan_year: int
    plan_region: str
    region: str
    indicator: str
    level_of: str | None
    nature: Nature
    origin: Origin
    serial: str
    printed_name: str
    definition_note: str
    promise: Promise

    @property
    def pair(self) -> Pair:
        return (self.region, self.indicator)

    @property
    def unit(self) -> str:
        """The catalogue's unit, in which limits and values are."""
        return self.promise.unit


@dataclass(frozen=True, slots=True)
class Ledger:
    """The promises of a scope in the document's order, with the published values they need."""

    rows: list[PromiseRow]
    observations: Mapping[Pair, Observations]

    def observed(self, row: PromiseRow) -> Observations:
        return self.observations.get(row.pair, _NOTHING)

    def levels(self, row: PromiseRow) -> Mapping[int, Decimal] | None:
        """Of a reduction the values of its level, by year."""
        if row.level_of is None:
            return None
        seen = self.observations.get((row.region, row.level_of), _NOTHING)
        return {year: one.value for (year, _), one in seen.items() if one.value is not None}

    def assess(self, row: PromiseRow, year: int, *, as_of: int) -> Assessment:
        """The verdict on one promise in `year`; `as_of` is the last year that is over."""
        return assess(row.promise, year, self.observed(row), levels=self.levels(row), as_of=as_of)


def ledger(scope: QuerySet[PlanIndicator], *, year: int | None = None) -> Ledger:
    """The promises of `scope`, with every published value, or only those that `year` needs.

    `year` needs its own values; of reductions those of the base years, by which they are
    chained, and the levels of both; of a floor before its first target the baseline. That is
    enough for status, limit and reason; the pace (trend, projection) needs every year.
    Seven queries at most.
    """
    rows, targets, reported = _promised(scope)
    if not rows:
        return Ledger([], {})
    wanted = [_values_of(rows)]
    if year is not None:
        bases = {one.base_year for many in targets.values() for one in many}
        wanted = _needed(wanted[0], scope, year, {base for base in bases if base is not None})
    observations = _read(wanted)
    return Ledger([_row(row, targets, reported, observations) for row in rows], observations)


def promise_rows(scope: QuerySet[PlanIndicator]) -> list[PromiseRow]:
    """The promises alone, without any value: what is required asks for no more. Three queries."""
    rows, targets, reported = _promised(scope)
    return [_row(row, targets, reported, {}) for row in rows]


def _promised(scope: QuerySet[PlanIndicator]) -> tuple[list[Columns], Targets, Points]:
    rows = in_order(scope).values_list(*Head._fields)
    return list(rows), _targets(scope), _reported(scope)


def in_order(scope: QuerySet[PlanIndicator]) -> QuerySet[PlanIndicator]:
    """Plan by plan, in the document's order."""
    return scope.order_by("plan__region_id", "plan__slug", "order", "pk")


def _targets(scope: QuerySet[PlanIndicator]) -> Targets:
    rows = (
        TargetRow.objects.filter(plan_indicator__in=scope.values("pk"))
        .order_by("plan_indicator_id", "year", "base_year")
        .values_list(
            "plan_indicator_id",
            "value",
            "value_places",
            "comparator",
            "year",
            "base_year",
            "wording",
        )
    )
    found: dict[int, list[Target]] = defaultdict(list)
    for owner, value, places, comparator, year, base_year, wording in rows:
        found[owner].append(
            Target(at_places(value, places), _COMPARATORS[comparator], year, base_year, wording)
        )
    return found


def _reported(scope: QuerySet[PlanIndicator]) -> Points:
    rows = Reported.objects.filter(
        plan_indicator__in=scope.values("pk"), base_year__isnull=True
    ).values_list("plan_indicator_id", "year", "value", "value_places")
    found: dict[int, list[Point]] = defaultdict(list)
    for owner, year, stored, places in rows:
        value = at_places(stored, places)
        if year is not None and value is not None:
            found[owner].append(Point(year, value))
    return found


def _values_of(rows: Iterable[Columns]) -> QuerySet[Actual]:
    """Every published value of the regions, of the indicators and the levels behind them."""
    regions: set[str] = set()
    indicators: set[str] = set()
    for head in map(Head._make, rows):
        regions.add(head.region_id)
        indicators.add(head.indicator_id)
        if head.indicator__level_of_id is not None:
            indicators.add(head.indicator__level_of_id)
    return Actual.objects.filter(
        region__in=regions, indicator__in=indicators, published_at__isnull=False
    ).order_by()


def _needed(
    values: QuerySet[Actual], scope: QuerySet[PlanIndicator], year: int, bases: Collection[int]
) -> list[QuerySet[Actual]]:
    """The values that `year` needs. What stands in its own year tells of further base years.

    Apart, so that the database finds each by an index.
    """
    reported_bases = (
        values.filter(year=year, base_year__isnull=False)
        .values_list("base_year", flat=True)
        .distinct()
    )
    links = {*bases, *(base for base in reported_bases if base is not None)} - {year}
    linking = Q(base_year__isnull=False) | Q(indicator__in=_levels())
    return [
        values.filter(year=year),
        values.filter(linking, year__in=links),
        Actual.objects.filter(pk__in=_baselines(scope, year), published_at__isnull=False),
    ]


def _levels() -> QuerySet[Indicator, Any]:
    return Indicator.objects.filter(level_of__isnull=False).values("level_of")


def _baselines(scope: QuerySet[PlanIndicator], year: int) -> QuerySet[PlanIndicator, Any]:
    """The latest value before the plan, of floors whose first target is still to come."""
    valued = TargetRow.objects.filter(plan_indicator=OuterRef("pk"), value__isnull=False)
    before = Actual.objects.filter(
        region=OuterRef("region"),
        indicator=OuterRef("indicator"),
        base_year__isnull=True,
        year__lt=OuterRef("plan__year"),
        published_value__isnull=False,
    ).order_by("-year")
    floors = PlanIndicator.objects.filter(
        Exists(valued.filter(year__gt=year).exclude(comparator=Comparator.AT_MOST.value)),
        ~Exists(valued.filter(Q(year__isnull=True) | Q(year__lte=year))),
        pk__in=scope.values("pk"),
        indicator__level_of__isnull=True,
    )
    return floors.values(baseline=Subquery(before.values("pk")[:1]))


def _read(actuals: Iterable[QuerySet[Actual]]) -> Mapping[Pair, Observations]:
    columns = (
        "region_id",
        "indicator_id",
        "year",
        "base_year",
        "published_value",
        "published_places",
        "published_obs_status",
        "published_note",
        "demo",
    )
    rows = chain.from_iterable(many.order_by().values_list(*columns) for many in actuals)
    found: dict[Pair, dict[tuple[int, int | None], Observed]] = defaultdict(dict)
    for region, indicator, year, base_year, value, places, obs_status, note, demo in rows:
        found[region, indicator][year, base_year] = Observed(
            at_places(value, places), _OBS[obs_status], demo, note
        )
    return found


def _row(
    row: Columns,
    targets: Targets,
    reported: Points,
    observations: Mapping[Pair, Observations],
) -> PromiseRow:
    head = Head._make(row)
    seen = observations.get((head.region_id, head.indicator_id), _NOTHING)
    promise = make_promise(
        direction=head.indicator__direction,
        nature=head.nature,
        unit=head.indicator__unit,
        printed_unit=head.printed_unit,
        is_reduction=head.indicator__level_of_id is not None,
        since=head.plan__year,
        targets=targets.get(head.pk, ()),
        reported=reported.get(head.pk, ()),
        known=[Point(year, one.value) for (year, _), one in seen.items() if one.value is not None],
    )
    return PromiseRow(
        pk=head.pk,
        plan=head.plan__slug,
        plan_pk=head.plan_id,
        plan_year=head.plan__year,
        plan_region=head.plan__region_id,
        region=head.region_id,
        indicator=head.indicator_id,
        level_of=head.indicator__level_of_id,
        nature=promise.nature,
        origin=Origin(head.origin),
        serial=head.serial,
        printed_name=head.printed_name,
        definition_note=head.definition_note,
        promise=promise,
    )
