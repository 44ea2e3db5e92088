"""Plan indicators as the rules see them: in the catalogue's unit, with the road's baseline."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from django.db.models import Max

from indicators.models import Actual, PlanIndicator
from indicators.models import Target as TargetRow
from indicators.rules.keys import ActualKey
from indicators.rules.limits import (
    Limit,
    Point,
    Promise,
    Target,
    choose_baseline,
    foremost_limit,
)
from indicators.rules.required import required_period
from indicators.rules.units import convert
from indicators.rules.words import Comparator, Direction, Nature
from siwei.lib.decimals import at_places

Pair: TypeAlias = tuple[str, str]  # region, indicator


@dataclass(frozen=True, slots=True)
class Promised:
    """A plan indicator (with `targets`, `reported` prefetched) and what the rules make of it."""

    row: PlanIndicator
    promise: Promise

    @property
    def pair(self) -> Pair:
        return (self.row.region_id, self.row.indicator_id)


class Promises:
    """What plans say of values: every promise of `rows`, in their order, and which limits what.

    `rows` are of `selectors.plans.plan_indicators`. One query beside theirs: the published
    values from which the road to a first target may start.
    """

    def __init__(self, rows: Iterable[PlanIndicator]) -> None:
        found = list(rows)
        known = _published(found)
        self.all = [Promised(row, _promise(row, known)) for row in found]
        self._by_pair: dict[Pair, list[Promised]] = defaultdict(list)
        for one in self.all:
            self._by_pair[one.pair].append(one)

    def of(self, key: ActualKey) -> Sequence[Promised]:
        """The promises that speak of the indicator of `key` in its region."""
        return self._by_pair.get((key.region, key.indicator), ())

    def limiting(self, key: ActualKey) -> tuple[Promised, Limit] | None:
        """The promise that limits the value of `key`, and the limit of its year."""
        mine = {id(one.promise): one for one in self.of(key)}
        found = foremost_limit((one.promise for one in self.of(key)), key.year, key.base_year)
        return (mine[id(found[0])], found[1]) if found else None


def horizons(plans: Collection[int]) -> dict[int, int | None]:
    """For each of `plans` (by pk) the last year that any of its targets names. One query."""
    rows = TargetRow.objects.filter(plan_indicator__plan__in=plans).order_by()
    return dict(rows.values_list("plan_indicator__plan").annotate(last=Max("year")))


def required(promises: Sequence[Promised], year: int) -> Iterator[tuple[Promised, ActualKey]]:
    """The promises that need an actual of `year`, with its key. Two plans may need the same."""
    last = horizons({one.row.plan_id for one in promises})
    for one in promises:
        horizon = last.get(one.row.plan_id) or one.row.plan.year
        period = required_period(one.promise, year, horizon=horizon)
        if period is not None:
            yield one, ActualKey(*one.pair, *period)


def make_promise(
    *,
    direction: str,
    nature: str,
    unit: str,
    printed_unit: str,
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


def _published(rows: Iterable[PlanIndicator]) -> Mapping[Pair, Sequence[Point]]:
    """For (region, indicator) of `rows` the published values of that pair."""
    pairs = {(row.region_id, row.indicator_id) for row in rows}
    values = Actual.objects.filter(
        region__in={region for region, _indicator in pairs},
        indicator__in={indicator for _region, indicator in pairs},
        base_year__isnull=True,
        published_value__isnull=False,
    ).values_list("region", "indicator", "year", "published_value", "published_places")
    found: dict[Pair, list[Point]] = defaultdict(list)
    for region, indicator, year, stored, places in values:
        if (value := at_places(stored, places)) is not None:
            found[region, indicator].append(Point(year, value))
    return found


def _promise(row: PlanIndicator, known: Mapping[Pair, Sequence[Point]]) -> Promise:
    return make_promise(
        direction=row.indicator.direction,
        nature=row.nature,
        unit=row.indicator.unit,
        printed_unit=row.printed_unit,
        is_reduction=row.indicator.is_reduction,
        since=row.plan.year,
        targets=[
            Target(
                value=target.printed_value,
                comparator=Comparator(target.comparator),
                year=target.year,
                base_year=target.base_year,
                wording=target.wording,
            )
            for target in row.targets.all()
        ],
        reported=[
            Point(one.year, one.printed_value)
            for one in row.reported.all()
            if one.year is not None and one.printed_value is not None
        ],
        known=known.get((row.region_id, row.indicator_id), ()),
    )
