"""Promises as plain rows: what thousands of assessments are made of."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

from django.db.models import CharField, DecimalField, Field, IntegerField, Max, QuerySet, Value

from common.decimals import DIGITS, PLACES, at_places
from departments.rules.successions import Lineage
from departments.selectors import lineage
from indicators.plans.models import PlanIndicator, Reported, Target
from indicators.plans.rules.breaks import Break
from indicators.plans.rules.enums import (
    Comparator,
    Direction,
    GoalKind,
    Nature,
    Origin,
    TargetForm,
)
from indicators.plans.rules.prices import NO_PRICES, Prices, prices_of
from indicators.plans.rules.promises import (
    Point,
    Promise,
    TargetData,
    base_values,
    choose_baseline,
)
from indicators.plans.rules.units import UnitData, convert
from indicators.plans.selectors.breaks import SeriesBreaks, series_breaks
from indicators.plans.selectors.units import units

Pair: TypeAlias = tuple[str, str]  # region, indicator
Columns: TypeAlias = tuple[Any, ...]  # a `PlanIndicatorColumns` that isn't named yet
Targets: TypeAlias = Mapping[int, Sequence[TargetData]]  # by plan indicator
Points: TypeAlias = Mapping[int, Sequence[Point]]
Known: TypeAlias = Mapping[Pair, Sequence[Point]]  # the published values of each pair

_COMPARATORS = {word.value: word for word in Comparator}
_KINDS = {word.value: word for word in GoalKind}
_FORMS = {word.value: word for word in TargetForm}
# What targets and reported values have in common, then what only targets have: what it is of a
# reported value, so that one query reads both.
_DATED = ("plan_indicator_id", "year", "base_year", "value", "value_places")
_CHAR: "Field[Any, Any]" = CharField()
_NUMBER: "Field[Any, Any]" = DecimalField(max_digits=DIGITS, decimal_places=PLACES)
_COUNT: "Field[Any, Any]" = IntegerField()
_OF_TARGETS: Mapping[str, Value] = {
    "comparator": Value("", _CHAR),
    "wording": Value("", _CHAR),
    "definition_note": Value("", _CHAR),
    "goal_kind": Value("", _CHAR),
    "form": Value("", _CHAR),
    "value_to": Value(None, _NUMBER),
    "value_to_places": Value(None, _COUNT),
    "aim": Value(None, _NUMBER),
    "aim_places": Value(None, _COUNT),
    "counts_from": Value(None, _COUNT),
}


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

    @property
    def pair(self) -> Pair:
        return (self.region, self.indicator)

    @property
    def unit(self) -> UnitData:
        """The catalogue's unit, in which limits and values are."""
        return self.promise.unit


@dataclass(frozen=True, slots=True)
class PromiseColumns:
    """The promises of a scope as they were read, before their published values are known."""

    columns: list[Columns]
    units: Mapping[str, UnitData]
    targets: Targets
    reported: Points
    breaks: SeriesBreaks
    lineage: Lineage

    @property
    def changing(self) -> set[str]:
        """The indicators whose level is promised as a change: their base years' values count."""
        named = map(PlanIndicatorColumns._make, self.columns)
        return {
            head.indicator_id
            for head in named
            if head.indicator__level_of_id is None
            and any(target.is_change for target in self.targets.get(head.pk, ()))
        }

    def rows(self, known: Known) -> list[PromiseRow]:
        """Each promise; `known` are the values from which the road to a first target may start."""
        return [_row(row, self, known) for row in self.columns]


def promise_rows(scope: QuerySet[PlanIndicator]) -> list[PromiseRow]:
    """The promises alone, without any value: what is required asks for no more. Five queries."""
    return read_promises(scope).rows({})


def read_promises(scope: QuerySet[PlanIndicator]) -> PromiseColumns:
    """The columns of the promises of `scope`, in the document's order. Five queries."""
    rows = in_order(scope).values_list(*PlanIndicatorColumns._fields)
    known = lineage()
    return PromiseColumns(list(rows), units(), *_dated(scope), series_breaks(known), known)


def in_order(scope: QuerySet[PlanIndicator]) -> QuerySet[PlanIndicator]:
    """Plan by plan, in the document's order."""
    return scope.order_by("plan__region_id", "plan__slug", "order", "pk")


def _dated(scope: QuerySet[PlanIndicator]) -> tuple[Targets, Points]:
    """The targets of each promise by year and base year, and what its plan reports. One query."""
    mine = scope.values("pk")
    aims = Target.objects.filter(plan_indicator__in=mine).order_by()
    past = Reported.objects.filter(plan_indicator__in=mine, base_year__isnull=True).order_by()
    rows = (
        aims.values_list(*_DATED, *_OF_TARGETS)
        .union(past.annotate(**_OF_TARGETS).values_list(*_DATED, *_OF_TARGETS), all=True)
        .order_by("plan_indicator_id", "year", "base_year")
    )
    targets: dict[int, list[TargetData]] = defaultdict(list)
    reported: dict[int, list[Point]] = defaultdict(list)
    for owner, year, base_year, stored, places, comparator, *others in rows:
        value = at_places(stored, places)
        if comparator:
            targets[owner].append(_target(value, comparator, year, base_year, *others))
        elif year is not None and value is not None:
            reported[owner].append(Point(year, value))
    return targets, reported


def _target(
    value: Decimal | None,
    comparator: str,
    year: int | None,
    base_year: int | None,
    wording: str,
    definition_note: str,
    goal_kind: str,
    form: str,
    *more: Any,
) -> TargetData:
    """A target from its columns; most are plain values, of which nothing `more` is known."""
    value_to, to_places, aim, aim_places, counts_from = more
    return TargetData(
        value,
        _COMPARATORS[comparator],
        year,
        base_year,
        wording,
        definition_note,
        _KINDS[goal_kind],
        _FORMS[form],
        at_places(value_to, to_places),
        at_places(aim, aim_places),
        counts_from,
    )


def target_data(target: Target) -> TargetData:
    """A target as the rules see it, in the unit that its plan prints."""
    return TargetData(
        value=target.printed_value,
        comparator=Comparator(target.comparator),
        year=target.year,
        base_year=target.base_year,
        wording=target.wording,
        definition_note=target.definition_note,
        goal_kind=GoalKind(target.goal_kind),
        form=TargetForm(target.form),
        value_to=target.printed_value_to,
        aim=target.printed_aim,
        counts_from=target.counts_from,
    )


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
        targets=read.targets.get(head.pk, ()),
        reported=read.reported.get(head.pk, ()),
        known=known.get((region, head.indicator_id), ()),
        breaks=read.breaks.of(region, head.indicator_id, head.indicator__level_of_id),
        prices=prices_of(head.indicator__price_basis, head.indicator__level_of__price_basis),
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
    prices: Prices = NO_PRICES,
    breaks: tuple[Break, ...] = (),
) -> Promise:
    """A promise from its columns. `targets` and `reported` are as printed, in `printed_unit`.

    The road of a floor starts at the value of the plan's base period, the year before its own,
    or the nearest before: the one that the plan reports, else the one of `known`. A change starts
    at the value of its own base year, an increment at nothing.
    """
    mine = tuple(_in_unit(one, printed_unit, unit) for one in targets)
    past = [Point(one.year, convert(one.value, printed_unit, unit)) for one in reported]
    changes = {one.base_year for one in mine if one.is_change and one.base_year is not None}
    starts = is_reduction or changes or any(one.form is TargetForm.INCREMENT for one in mine)
    return Promise(
        direction=Direction(direction),
        nature=Nature(nature),
        unit=unit,
        targets=mine,
        is_reduction=is_reduction,
        baseline=None if starts else choose_baseline(past, known, before=since),
        since=since,
        tolerance=tolerance,
        bases={} if is_reduction else base_values(changes, past, known),
        prices=prices,
        breaks=breaks,
    )


def _in_unit(target: TargetData, printed: UnitData, unit: UnitData) -> TargetData:
    """The target in the catalogue's unit. A change is a percentage, whatever the unit."""
    if printed == unit or target.value is None or target.is_change:
        return target
    value, value_to, aim = (
        None if number is None else convert(number, printed, unit)
        for number in (target.value, target.value_to, target.aim)
    )
    return replace(target, value=value, value_to=value_to, aim=aim)
