"""Plan indicators as the rules see them: in the catalogue's unit, with the road's baseline."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max, OuterRef, QuerySet, Subquery

from common.decimals import at_places
from departments.rules.successions import NO_LINEAGE, Lineage
from indicators.actuals.models import Actual
from indicators.actuals.rules.keys import ActualKey
from indicators.plans.models import PlanIndicator, Target
from indicators.plans.rules.foremost import foremost_limit
from indicators.plans.rules.limits import Limit
from indicators.plans.rules.promises import Point, Promise
from indicators.plans.rules.required import required_period
from indicators.plans.selectors.amendments import LaterDocuments, later_documents
from indicators.plans.selectors.names import agreed
from indicators.plans.selectors.promise_rows import Pair, make_promise
from indicators.plans.selectors.target_rows import target_data


@dataclass(frozen=True, slots=True)
class Promised:
    """A plan indicator (with `targets`, `reported` prefetched) and what the rules make of it.

    `region` is the code under which its series goes on today. Not `judged` where all of its
    targets amend those of other documents: the amended promise carries on with them.
    """

    row: PlanIndicator
    promise: Promise
    region: str
    judged: bool = True

    @property
    def pair(self) -> Pair:
        return (self.region, self.row.indicator_id)


class Promises:
    """What plans say of values: every promise of `rows`, in their order, and which limits what.

    `rows` come with `targets` and `reported` prefetched, as those of `plan_indicators` do.
    `published`: the published values from which the road to a first target may start; one query
    where the caller hasn't read them. What plans say of an older code of a region, they say of it.
    Two more queries say what later documents amend.
    """

    def __init__(
        self,
        rows: Iterable[PlanIndicator],
        published: Mapping[Pair, Sequence[Point]] | None = None,
        lineage: Lineage = NO_LINEAGE,
    ) -> None:
        found, self._lineage = list(rows), lineage
        known = _published(found) if published is None else published
        later = later_documents({row.region_id for row in found})
        self.all = [
            Promised(row, _promise(row, region, known, later), region, _is_judged(row, later))
            for row in found
            for region in (lineage.current(row.region_id),)
        ]
        self._by_pair: dict[Pair, list[Promised]] = defaultdict(list)
        for one in self.all:
            self._by_pair[one.pair].append(one)

    def of(self, key: ActualKey) -> Sequence[Promised]:
        """The promises that speak of the indicator of `key` in its region."""
        return self._by_pair.get((self._lineage.current(key.region), key.indicator), ())

    @property
    def printed_names(self) -> Mapping[Pair, str]:
        """What they call each indicator of a region, where all of them agree."""
        rows = (one.row for one in self.all)
        return agreed(
            (code, row.indicator_id, row.printed_name)
            for row in rows
            for code in self._lineage.series(row.region_id)
        )

    def limiting(self, key: ActualKey) -> tuple[Promised, Limit] | None:
        """The promise that limits the value of `key`, and the limit of its year."""
        mine = {id(one.promise): one for one in self.of(key) if one.judged}
        promises = (one.promise for one in mine.values())
        found = foremost_limit(promises, key.year, key.base_year)
        return (mine[id(found[0])], found[1]) if found else None


def with_horizons(rows: QuerySet[PlanIndicator]) -> QuerySet[PlanIndicator]:
    """The same rows, each with the last year that any target of its plan names (`horizon`), as
    `required` wants it: a plan speaks of other regions, too."""
    targets = Target.objects.filter(plan_indicator__plan=OuterRef("plan")).order_by()
    last = targets.values("plan_indicator__plan").annotate(last=Max("year")).values("last")
    return rows.annotate(horizon=Subquery(last))  # type: ignore[no-redef]  # declared there


def required(promises: Sequence[Promised], year: int) -> Iterator[tuple[Promised, ActualKey]]:
    """The promises that need an actual of `year`, with its key. Two plans may need the same.

    Their rows are of `with_horizons`.
    """
    for one in promises:
        horizon = one.row.horizon or one.row.plan.year
        period = required_period(one.promise, year, horizon=horizon)
        if period is not None and one.judged:
            yield one, ActualKey(*one.pair, *period)


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


def _is_judged(row: PlanIndicator, later: LaterDocuments) -> bool:
    targets = {target.pk for target in row.targets.all()}
    return not targets or not targets <= later.amending


def _promise(
    row: PlanIndicator,
    region: str,
    known: Mapping[Pair, Sequence[Point]],
    later: LaterDocuments,
) -> Promise:
    return make_promise(
        direction=row.indicator.direction,
        nature=row.nature,
        unit=row.indicator.unit.rule,
        printed_unit=row.unit.rule,
        is_reduction=row.indicator.is_reduction,
        since=row.plan.year,
        tolerance=row.indicator.tolerance,
        may_be_negative=row.indicator.may_be_negative,
        targets=[target_data(target) for target in row.targets.all()],
        reported=[
            Point(one.year, one.printed_value)
            for one in row.reported.all()
            if one.year is not None and one.printed_value is not None
        ],
        known=known.get((region, row.indicator_id), ()),
        plan=row.plan_id,
        later=later,
    )
