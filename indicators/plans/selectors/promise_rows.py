"""Promises as plain rows: what thousands of assessments are made of."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

from django.db.models import Max, QuerySet

from common.decimals import at_places
from departments.rules.successions import Lineage
from departments.selectors import lineage
from indicators.plans.models import PlanIndicator, Reported, Target
from indicators.plans.rules.breaks import Break
from indicators.plans.rules.enums import Direction, Nature, Origin
from indicators.plans.rules.in_force import amended, ended_in
from indicators.plans.rules.prices import NO_PRICES, Prices, prices_of
from indicators.plans.rules.promises import (
    Point,
    Promise,
    TargetData,
    base_values,
    choose_baseline,
)
from indicators.plans.rules.units import UnitData, convert
from indicators.plans.selectors.amendments import (
    NOTHING_LATER,
    LaterDocuments,
    judged,
    later_documents,
)
from indicators.plans.selectors.breaks import SeriesBreaks, series_breaks
from indicators.plans.selectors.target_rows import OF_TARGETS, TARGET_COLUMNS, in_unit, target_of
from indicators.plans.selectors.units import units

Pair: TypeAlias = tuple[str, str]  # region, indicator
Columns: TypeAlias = tuple[Any, ...]  # a `PlanIndicatorColumns` that isn't named yet
Targets: TypeAlias = Mapping[int, Sequence[TargetData]]  # by plan indicator
Points: TypeAlias = Mapping[int, Sequence[Point]]
Known: TypeAlias = Mapping[Pair, Sequence[Point]]  # the published values of each pair


class PlanIndicatorColumns(NamedTuple):
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
    indicator__price_basis: str
    indicator__level_of__price_basis: str | None
    indicator__direction: str
    indicator__unit_id: str
    indicator__tolerance: Decimal | None
    indicator__may_be_negative: bool
    unit_id: str
    nature: str
    origin: str
    serial: str
    printed_name: str
    definition_note: str


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """规划指标 as an assessment shows it, and what the rules make of it.

    `plan` is the slug, `plan_pk` its primary key; `level_of` the level of a reduction. `region` is
    the code under which its series goes on today; the plan may have named it by an older one.
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

    def counts_in(self, year: int) -> bool:
        """Whether it still holds in `year`: no other plan has taken the place of its own."""
        return ended_in(self.promise, year) is None

    @property
    def pair(self) -> Pair:
        return (self.region, self.indicator)

    @property
    def unit(self) -> UnitData:
        """The catalogue's unit, in which limits and values are."""
        return self.promise.unit


@dataclass(frozen=True, slots=True)
class PromiseColumns:
    """The promises of a scope as they were read, before their published values are known.

    `later`: what other documents say of their targets and plans.
    """

    columns: list[Columns]
    units: Mapping[str, UnitData]
    targets: Targets
    reported: Points
    breaks: SeriesBreaks
    lineage: Lineage
    later: LaterDocuments

    @property
    def changing(self) -> set[str]:
        """The indicators whose level is promised as a change: their base years' values count.

        By their own plan, or by a document that amends or sets a target of it.
        """
        named = map(PlanIndicatorColumns._make, self.columns)
        return {
            head.indicator_id
            for head in named
            if head.indicator__level_of_id is None
            and any(self._changes(target) for target in self.targets.get(head.pk, ()))
        }

    def _changes(self, target: TargetData) -> bool:
        return any(one.is_change for one in amended(target, self.later.targets))

    @property
    def base_years(self) -> set[int]:
        """The years from which any of the targets counts."""
        own = (one for many in self.targets.values() for one in many)
        given = (one.target for one in self.later.targets.values())
        return {one.base_year for one in (*own, *given) if one.base_year is not None}

    def by_pair(self) -> dict[Pair, "PromiseColumns"]:
        """The promises on each region and indicator apart."""
        columns: dict[Pair, list[Columns]] = defaultdict(list)
        for one in self.columns:
            head = PlanIndicatorColumns._make(one)
            columns[self.lineage.current(head.region_id), head.indicator_id].append(one)
        return {pair: replace(self, columns=some) for pair, some in columns.items()}

    def rows(self, known: Known) -> list[PromiseRow]:
        """Each promise; `known` are the values from which the road to a first target may start."""
        return [_row(row, self, known) for row in self.columns]


def promise_rows(scope: QuerySet[PlanIndicator]) -> list[PromiseRow]:
    """The promises alone, without any value: what is required asks for no more. Seven queries."""
    return read_promises(scope).rows({})


def read_promises(scope: QuerySet[PlanIndicator]) -> PromiseColumns:
    """The columns of the promises of `scope`, in the document's order. Seven queries."""
    rows = list(in_order(scope).values_list(*PlanIndicatorColumns._fields))
    known, current = units(), lineage()
    later = later_documents(scope.order_by().values("region"), known)
    targets, reported = _dated(scope)
    return PromiseColumns(rows, known, targets, reported, series_breaks(current), current, later)


def in_order(scope: QuerySet[PlanIndicator]) -> QuerySet[PlanIndicator]:
    """What is judged by itself (`judged`), plan by plan, in the document's order."""
    return judged(scope).order_by("plan__region_id", "plan__slug", "order", "pk")


def _dated(scope: QuerySet[PlanIndicator]) -> tuple[Targets, Points]:
    """The targets of each promise by year and base year, and what its plan reports. One query."""
    mine = scope.values("pk")
    aims = Target.objects.filter(plan_indicator__in=mine).order_by()
    past = Reported.objects.filter(plan_indicator__in=mine, base_year__isnull=True).order_by()
    columns = ("plan_indicator_id", *TARGET_COLUMNS)
    rows = (
        aims.values_list(*columns)
        .union(past.annotate(**OF_TARGETS).values_list(*columns), all=True)
        .order_by("plan_indicator_id", "year", "base_year")
    )
    targets: dict[int, list[TargetData]] = defaultdict(list)
    reported: dict[int, list[Point]] = defaultdict(list)
    for owner, *row in rows:
        one = target_of(row)
        if one is not None:
            targets[owner].append(one)
            continue
        _pk, stored, places, year, *_others = row
        value = at_places(stored, places)
        if year is not None and value is not None:
            reported[owner].append(Point(year, value))
    return targets, reported


def _row(row: Columns, read: PromiseColumns, known: Known) -> PromiseRow:
    head = PlanIndicatorColumns._make(row)
    region = read.lineage.current(head.region_id)
    promise = make_promise(
        direction=head.indicator__direction,
        nature=head.nature,
        unit=read.units[head.indicator__unit_id],
        printed_unit=read.units[head.unit_id],
        is_reduction=head.indicator__level_of_id is not None,
        since=head.plan__year,
        tolerance=head.indicator__tolerance,
        may_be_negative=head.indicator__may_be_negative,
        targets=read.targets.get(head.pk, ()),
        reported=read.reported.get(head.pk, ()),
        known=known.get((region, head.indicator_id), ()),
        breaks=read.breaks.of(region, head.indicator_id, head.indicator__level_of_id),
        prices=prices_of(head.indicator__price_basis, head.indicator__level_of__price_basis),
        plan=head.plan_id,
        later=read.later,
    )
    return PromiseRow(
        pk=head.pk,
        plan=head.plan__slug,
        plan_pk=head.plan_id,
        plan_year=head.plan__year,
        plan_region=head.plan__region_id,
        region=region,
        indicator=head.indicator_id,
        level_of=head.indicator__level_of_id,
        nature=promise.nature,
        origin=Origin(head.origin),
        serial=head.serial,
        printed_name=head.printed_name,
        definition_note=head.definition_note,
        promise=promise,
    )


def horizons(plans: Collection[int]) -> dict[int, int | None]:
    """For each of `plans` (by pk) the last year that any of its targets names. One query."""
    rows = Target.objects.filter(plan_indicator__plan__in=plans).order_by()
    return dict(rows.values_list("plan_indicator__plan").annotate(last=Max("year")))


def make_promise(
    *,
    direction: str,
    nature: str,
    unit: UnitData,
    printed_unit: UnitData,
    is_reduction: bool,
    since: int,
    tolerance: Decimal | None,
    targets: Iterable[TargetData],
    reported: Iterable[Point],
    known: Sequence[Point],
    plan: int,
    may_be_negative: bool = False,
    prices: Prices = NO_PRICES,
    breaks: tuple[Break, ...] = (),
    later: LaterDocuments = NOTHING_LATER,
) -> Promise:
    """A promise from its columns. `targets` and `reported` are as printed, in `printed_unit`.

    The road of a floor starts at the value of the plan's base period, the year before its own,
    or the nearest before: the one that the plan reports, else the one of `known`. A change starts
    at the value of its own base year, an increment at nothing. `later`: what other documents have
    amended, or set, and whether one took the place of `plan` (its pk). A target that amends
    another promise's is judged there alone.
    """
    own = (in_unit(one, printed_unit, unit) for one in targets if one.pk not in later.amending)
    mine = tuple(each for one in own for each in amended(one, later.targets))
    past = [Point(one.year, convert(one.value, printed_unit, unit)) for one in reported]
    changes = {one.base_year for one in mine if one.is_change and one.base_year is not None}
    return Promise(
        direction=Direction(direction),
        nature=Nature(nature),
        unit=unit,
        targets=mine,
        is_reduction=is_reduction,
        baseline=None if is_reduction else choose_baseline(past, known, before=since),
        since=since,
        tolerance=tolerance,
        bases={} if is_reduction else base_values(changes, past, known),
        prices=prices,
        breaks=breaks,
        ended=later.plans.get(plan),
        baseline_is_reported=any(point.year < since for point in past),
        may_be_negative=may_be_negative,
        reported_bases=frozenset(point.year for point in past if point.year in changes),
    )
