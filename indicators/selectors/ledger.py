"""Promises and published values as plain rows: what thousands of assessments are made of.

Read by columns, not by models, and by a fixed number of queries: the overview of a nation holds
eleven thousand cells. Only published values are read; nobody's assessment rests on others.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any, TypeAlias

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from indicators.models import Actual, Indicator, PlanIndicator, Reported
from indicators.models import Target as TargetRow
from indicators.rules.assessment import Assessment, Observations, Observed, assess
from indicators.rules.limits import Point, Promise, Target
from indicators.rules.words import Comparator, Nature, ObsStatus, Origin
from indicators.selectors.promises import make_promise
from siwei.lib.decimals import at_places

Pair: TypeAlias = tuple[str, str]  # region, indicator
Head: TypeAlias = tuple[Any, ...]  # the columns of _HEAD
Targets: TypeAlias = Mapping[int, Sequence[Target]]  # by plan indicator
Points: TypeAlias = Mapping[int, Sequence[Point]]

_COMPARATORS = {word.value: word for word in Comparator}
_OBS = {word.value: word for word in ObsStatus}
_NOTHING: Observations = {}
_HEAD = (
    "pk",
    "plan_id",
    "plan__slug",
    "plan__year",
    "plan__region_id",
    "region_id",
    "indicator_id",
    "indicator__level_of_id",
    "indicator__direction",
    "indicator__unit",
    "nature",
    "origin",
    "serial",
    "printed_name",
    "printed_unit",
    "definition_note",
)


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
    heads, targets, reported = _promised(scope)
    if not heads:
        return Ledger([], {})
    wanted = [_values_of(heads)]
    if year is not None:
        bases = {one.base_year for many in targets.values() for one in many}
        wanted = _needed(wanted[0], scope, year, {base for base in bases if base is not None})
    observations = _read(wanted)
    return Ledger([_row(head, targets, reported, observations) for head in heads], observations)


def promise_rows(scope: QuerySet[PlanIndicator]) -> list[PromiseRow]:
    """The promises alone, without any value: what is required asks for no more. Three queries."""
    heads, targets, reported = _promised(scope)
    return [_row(head, targets, reported, {}) for head in heads]


def _promised(scope: QuerySet[PlanIndicator]) -> tuple[list[Head], Targets, Points]:
    return list(in_order(scope).values_list(*_HEAD)), _targets(scope), _reported(scope)


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


def _values_of(heads: Iterable[Head]) -> QuerySet[Actual]:
    """Every published value of the regions, of the indicators and the levels behind them."""
    regions: set[str] = set()
    indicators: set[str] = set()
    for *_plan, region, indicator, level_of, _, _, _, _, _, _, _, _ in heads:
        regions.add(region)
        indicators.update((indicator,) if level_of is None else (indicator, level_of))
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
    head: Head,
    targets: Targets,
    reported: Points,
    observations: Mapping[Pair, Observations],
) -> PromiseRow:
    (pk, plan_pk, plan, plan_year, plan_region, region, indicator, level_of) = head[:8]
    (direction, unit, nature, origin, serial, name, printed_unit, definition_note) = head[8:]
    seen = observations.get((region, indicator), _NOTHING)
    promise = make_promise(
        direction=direction,
        nature=nature,
        unit=unit,
        printed_unit=printed_unit,
        is_reduction=level_of is not None,
        since=plan_year,
        targets=targets.get(pk, ()),
        reported=reported.get(pk, ()),
        known=[Point(year, one.value) for (year, _), one in seen.items() if one.value is not None],
    )
    return PromiseRow(
        pk=pk,
        plan=plan,
        plan_pk=plan_pk,
        plan_year=plan_year,
        plan_region=plan_region,
        region=region,
        indicator=indicator,
        level_of=level_of,
        nature=promise.nature,
        origin=Origin(origin),
        serial=serial,
        printed_name=name,
        definition_note=definition_note,
        promise=promise,
    )
