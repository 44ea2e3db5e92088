"""Promises as plain rows: what thousands of assessments are made of."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeAlias

from django.db.models import Max, QuerySet

from common.decimals import at_places
from indicators.plans.models import PlanIndicator, Reported
from indicators.plans.models import Target as TargetRow
from indicators.plans.models.units import UNIT_COLUMNS, unit_of
from indicators.plans.rules.enums import Comparator, Direction, Nature, Origin
from indicators.plans.rules.limits import Point, Promise, Target, choose_baseline
from indicators.plans.rules.units import Unit, convert

Pair: TypeAlias = tuple[str, str]  # region, indicator
Columns: TypeAlias = tuple[Any, ...]  # a `Head` that isn't named yet, and two units
Targets: TypeAlias = Mapping[int, Sequence[Target]]  # by plan indicator
Points: TypeAlias = Mapping[int, Sequence[Point]]
Known: TypeAlias = Mapping[Pair, Sequence[Point]]  # the published values of each pair

_COMPARATORS = {word.value: word for word in Comparator}
# Behind the columns of a `Head`: those of the catalogue's unit, then those of the printed one.
_OF_CATALOGUE = tuple(f"indicator__unit__{name}" for name in UNIT_COLUMNS)
_AS_PRINTED = tuple(f"unit__{name}" for name in UNIT_COLUMNS)


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
    nature: str
    origin: str
    serial: str
    printed_name: str
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
    def unit(self) -> Unit:
        """The catalogue's unit, in which limits and values are."""
        return self.promise.unit


@dataclass(frozen=True, slots=True)
class PromiseColumns:
    """The promises of a scope as they were read, before their published values are known."""

    columns: list[Columns]
    targets: Targets
    reported: Points

    def rows(self, known: Known) -> list[PromiseRow]:
        """Each promise; `known` are the values from which the road to a first target may start."""
        units: dict[str, Unit] = {}  # thousands of promises share a few
        return [_row(row, units, self.targets, self.reported, known) for row in self.columns]


def promise_rows(scope: QuerySet[PlanIndicator]) -> list[PromiseRow]:
    """The promises alone, without any value: what is required asks for no more. Three queries."""
    return read_promises(scope).rows({})


def read_promises(scope: QuerySet[PlanIndicator]) -> PromiseColumns:
    """The columns of the promises of `scope`, in the document's order. Three queries."""
    rows = in_order(scope).values_list(*Head._fields, *_OF_CATALOGUE, *_AS_PRINTED)
    return PromiseColumns(list(rows), _targets(scope), _reported(scope))


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


def head_of(row: Columns) -> Head:
    """The named columns of a promise."""
    return Head._make(row[: len(Head._fields)])


def _unit(columns: Columns, units: dict[str, Unit]) -> Unit:
    """The unit of these columns, each symbol made once."""
    found = units.get(columns[0])
    if found is None:
        found = units[columns[0]] = unit_of(*columns)
    return found


def _row(
    row: Columns,
    units: dict[str, Unit],
    targets: Targets,
    reported: Points,
    known: Known,
) -> PromiseRow:
    head = head_of(row)
    middle = len(row) - len(_AS_PRINTED)
    promise = make_promise(
        direction=head.indicator__direction,
        nature=head.nature,
        unit=_unit(row[len(Head._fields) : middle], units),
        printed_unit=_unit(row[middle:], units),
        is_reduction=head.indicator__level_of_id is not None,
        since=head.plan__year,
        targets=targets.get(head.pk, ()),
        reported=reported.get(head.pk, ()),
        known=known.get((head.region_id, head.indicator_id), ()),
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


def horizons(plans: Collection[int]) -> dict[int, int | None]:
    """For each of `plans` (by pk) the last year that any of its targets names. One query."""
    rows = TargetRow.objects.filter(plan_indicator__plan__in=plans).order_by()
    return dict(rows.values_list("plan_indicator__plan").annotate(last=Max("year")))


def make_promise(
    *,
    direction: str,
    nature: str,
    unit: Unit,
    printed_unit: Unit,
    is_reduction: bool,
    since: int,
    targets: Iterable[Target],
    reported: Iterable[Point],
    known: Sequence[Point],
) -> Promise:
    """A promise from its columns. `targets` and `reported` are as printed, in `printed_unit`.

    The road of a floor starts at the value of the plan's base period, the year before its own,
    or the nearest before: the one that the plan reports, else the one of `known`.
    """
    same = printed_unit == unit
    baseline = None
    if not is_reduction:
        told = [
            Point(one.year, one.value if same else convert(one.value, printed_unit, unit))
            for one in reported
        ]
        baseline = choose_baseline(told, known, before=since)
    return Promise(
        direction=Direction(direction),
        nature=Nature(nature),
        unit=unit,
        targets=tuple(
            one
            if same or one.value is None
            else replace(one, value=convert(one.value, printed_unit, unit))
            for one in targets
        ),
        is_reduction=is_reduction,
        baseline=baseline,
        since=since,
    )
