"""Promises and published values as plain rows: what thousands of assessments are made of.

Read by columns, not by models, and by a fixed number of queries: the overview of a nation holds
eleven thousand cells. Only published values are read; nobody's assessment rests on others.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import reduce
from itertools import chain
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from common.decimals import at_places
from common.records.models import Publication
from departments.rules.successions import NO_LINEAGE, Lineage
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import ObsStatus
from indicators.actuals.selectors.actuals import withdrawal_of
from indicators.assessments.rules.assessment import Assessment, Observations, Observed, assess
from indicators.assessments.rules.revisions import Period, Version, Versions, as_judged
from indicators.plans.models import Indicator, PlanIndicator, Target
from indicators.plans.rules.enums import Comparator, GoalKind
from indicators.plans.rules.promises import Point
from indicators.plans.rules.required import base_year_in
from indicators.plans.selectors.promise_rows import (
    Columns,
    Pair,
    PlanIndicatorColumns,
    PromiseColumns,
    PromiseRow,
    read_promises,
)

_OBS = {word.value: word for word in ObsStatus}
_NOTHING: Observations = {}


@dataclass(frozen=True, slots=True)
class PublishedPromises:
    """The promises of a scope in the document's order, with the published values they need.

    `versions`: of the values that were published more than once, each publication. `lineage`: by
    which the regions have the codes of today. `read`: the promises before their values were known.
    """

    rows: list[PromiseRow]
    observations: Mapping[Pair, Observations]
    versions: Mapping[Pair, Versions] = field(default_factory=dict)
    lineage: Lineage = NO_LINEAGE
    read: PromiseColumns | None = None

    def observed(self, row: PromiseRow) -> Observations:
        return self.observations.get(row.pair, _NOTHING)

    def levels(self, row: PromiseRow) -> Mapping[int, Decimal] | None:
        """Of a reduction the values of its level, by year."""
        if row.level_of is None:
            return None
        seen = self.observations.get((row.region, row.level_of), _NOTHING)
        return {year: one.value for (year, _), one in seen.items() if one.value is not None}

    def apart(self) -> Mapping[Pair, PromiseColumns]:
        """The promises on each region and indicator by themselves, for `supposing`."""
        assert self.read is not None
        return self.read.by_pair()

    def supposing(
        self, promised: PromiseColumns, pair: Pair, period: Period, seen: Observed
    ) -> "PublishedPromises":
        """What is `promised` of `pair` alone, as if `seen` were published of it for `period`, too.

        The values are those of `pair` and of its level: no other is asked for.
        """
        mine = {pair: {**self.observations.get(pair, _NOTHING), period: seen}}
        rows = promised.rows(points_of(mine))
        levels = {(row.region, row.level_of) for row in rows if row.level_of is not None}
        known = {level: self.observations.get(level, _NOTHING) for level in levels}
        return replace(self, rows=rows, observations={**known, **mine})

    def assess(self, row: PromiseRow, year: int, *, last_over: int) -> Assessment:
        """The verdict on one promise in `year`; `last_over` is the last year that is over.

        It rests on other values as they were when that of `year` was published.
        """
        promise, seen, levels = row.promise, self.observed(row), self.levels(row)
        level = (row.region, row.level_of or "")
        if row.pair not in self.versions and level not in self.versions:
            return assess(promise, year, seen, levels=levels, last_over=last_over)
        own_level = self.observations.get(level, _NOTHING).get((year, None))
        known = as_judged(
            promise,
            year,
            base_year_in(promise, year),
            seen,
            levels,
            self.versions.get(row.pair, {}),
            self.versions.get(level, {}),
            None if own_level is None else own_level.published_at,
        )
        return assess(
            known.promise,
            year,
            known.observations,
            levels=known.levels,
            last_over=last_over,
            revisions=known.revisions,
        )


def promises_on(pairs: Collection[Pair], lineage: Lineage) -> QuerySet[PlanIndicator]:
    """What is promised of `pairs`, which name regions by their codes of today; plans may name them
    by any of `lineage`."""
    each = (Q(region__in=lineage.series(region), indicator=code) for region, code in sorted(pairs))
    return PlanIndicator.objects.filter(reduce(or_, each, Q(pk__in=[])))


def published_promises(
    scope: QuerySet[PlanIndicator], *, year: int | None = None
) -> PublishedPromises:
    """The promises of `scope`, with every published value, or only those that `year` needs.

    `year` needs its own values; of reductions those of the base years, by which they are
    chained, and the levels of both; of levels whose change is promised those of the base years;
    of a floor before its first target the baseline. That is enough for status, limit and reason;
    the pace (trend, projection) needs every year. Values under an older code of a region are
    those of the region. Twelve queries at most, and some more where a value was withdrawn, or a
    region has older codes.
    """
    promises = read_promises(scope)
    rows = promises.columns
    if not rows:
        return PublishedPromises([], {}, lineage=promises.lineage, read=promises)
    wanted = [_values_of(rows, promises.lineage)]
    if year is not None:
        values, older = wanted[0], _codes_of_series(rows, promises.lineage)
        wanted = _needed(values, scope, year, promises.base_years, promises.changing)
        # What may be the baseline of another code isn't looked for among its thousands.
        wanted += [values.filter(region__in=older)] if older else []
    observations = _read(wanted, promises.lineage)
    versions = _versions(wanted, observations, year, promises.lineage)
    found = promises.rows(points_of(observations))
    return PublishedPromises(found, observations, versions, promises.lineage, promises)


def _versions(
    actuals: Sequence[QuerySet[Actual]],
    observations: Mapping[Pair, Observations],
    year: int | None,
    lineage: Lineage,
) -> Mapping[Pair, Versions]:
    """Every publication of the values that were corrected, of other years than `year`.

    They are few: only what ended is read. One query.
    """
    # One set, not one condition or another: for these the database would read the whole country.
    first, *more = (many.order_by().values("pk") for many in actuals[0 if year is None else 1 :])
    among = first.union(*more) if more else first
    ended = (
        Publication.objects.filter(record__actual__in=among, ended_at__isnull=False)
        .order_by("record", "version")
        .values_list(
            "record__actual__region_id",
            "record__actual__indicator_id",
            "record__actual__year",
            "record__actual__base_year",
            "content",  # whole: SQLite would make a float of a number that is asked for alone
            "published_at",
            "ended_at",
        )
    )
    found: dict[Pair, dict[Period, list[Version]]] = defaultdict(lambda: defaultdict(list))
    for region, indicator, at, base, content, begun, until in ended:
        said = None if content["value"] is None else Decimal(content["value"])
        pair = (lineage.current(region), indicator)
        found[pair][at, base].append(Version(said, begun, until))
    for pair, periods in found.items():
        for period, known in periods.items():
            now = observations.get(pair, _NOTHING).get(period)
            if now is not None and now.published_at is not None:
                known.append(Version(now.value, now.published_at))
    return found


def points_of(observations: Mapping[Pair, Observations]) -> Mapping[Pair, Sequence[Point]]:
    """The values alone, from which the road to a first target may start."""
    return {
        pair: [Point(year, one.value) for (year, _), one in seen.items() if one.value is not None]
        for pair, seen in observations.items()
    }


def _codes_of_series(rows: Iterable[Columns], lineage: Lineage) -> set[str]:
    """The codes of the regions that have several."""
    if not lineage:
        return set()
    regions = {PlanIndicatorColumns._make(row).region_id for row in rows}
    found = (lineage.series(region) for region in regions)
    return {code for series in found if len(series) > 1 for code in series}


def _values_of(rows: Iterable[Columns], lineage: Lineage) -> QuerySet[Actual]:
    """Every published value of the regions, of the indicators and the levels behind them."""
    regions: set[str] = set()
    indicators: set[str] = set()
    for head in map(PlanIndicatorColumns._make, rows):
        regions.add(head.region_id)
        indicators.add(head.indicator_id)
        if head.indicator__level_of_id is not None:
            indicators.add(head.indicator__level_of_id)
    # What was withdrawn comes with it, so that the verdict can say so.
    return Actual.objects.filter(
        Q(published_at__isnull=False) | Q(withdrawn_at__isnull=False),
        region__in=lineage.all_of(sorted(regions)) if lineage else regions,
        indicator__in=indicators,
    ).order_by()


def _needed(
    values: QuerySet[Actual],
    scope: QuerySet[PlanIndicator],
    year: int,
    bases: Collection[int],
    changing: Collection[str],
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
    if changing:
        linking |= Q(indicator__in=changing)
    return [
        values.filter(year=year),
        values.filter(linking, year__in=links),
        Actual.objects.filter(pk__in=_baselines(scope, year), published_at__isnull=False),
    ]


def _levels() -> QuerySet[Indicator, Any]:
    return Indicator.objects.filter(level_of__isnull=False).values("level_of")


def _baselines(scope: QuerySet[PlanIndicator], year: int) -> QuerySet[PlanIndicator, Any]:
    """The latest value before the plan, of floors whose first target is still to come.

    Of what another document amends or sets too: which target is the first depends on the year.
    """
    valued = Target.objects.filter(plan_indicator=OuterRef("pk"), value__isnull=False).exclude(
        goal_kind=GoalKind.UNDATED.value
    )
    before = Actual.objects.filter(
        region=OuterRef("region"),
        indicator=OuterRef("indicator"),
        base_year__isnull=True,
        year__lt=OuterRef("plan__year"),
        published_value__isnull=False,
    ).order_by("-year")
    ahead = Q(
        Exists(valued.filter(year__gt=year).exclude(comparator=Comparator.AT_MOST.value))
    ) & ~Q(Exists(valued.filter(Q(year__isnull=True) | Q(year__lte=year))))
    replaced = Target.objects.filter(plan_indicator=OuterRef("pk"), amended_by__isnull=False)
    floors = PlanIndicator.objects.filter(
        ahead | Q(Exists(replaced)),
        pk__in=scope.values("pk"),
        indicator__level_of__isnull=True,
    )
    return floors.values(baseline=Subquery(before.values("pk")[:1]))


def _read(actuals: Iterable[QuerySet[Actual]], lineage: Lineage) -> Mapping[Pair, Observations]:
    """The values by the code that their region has today. Where two codes have one of the same
    year, that of the newer code counts."""
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
        "published_at",
        "withdrawn_at",
    )
    some = list(actuals)
    rows = chain.from_iterable(many.order_by().values_list(*columns) for many in some)
    found: dict[Pair, dict[tuple[int, int | None], Observed]] = defaultdict(dict)
    older: list[tuple[str, str, tuple[int, int | None], Observed]] = []
    any_withdrawn = False

    def keep(region: str, indicator: str, period: tuple[int, int | None], seen: Observed) -> None:
        if lineage.became(region) is None:
            found[region, indicator][period] = seen
        else:
            older.append((region, indicator, period, seen))

    for region, indicator, year, base_year, *said, ended in rows:
        if ended is not None:
            any_withdrawn = True
            continue
        value, places, obs_status, note, demo, at = said
        seen = Observed(at_places(value, places), _OBS[obs_status], demo, note, published_at=at)
        keep(region, indicator, (year, base_year), seen)
    if any_withdrawn:
        # There are few of them, so only they are read with the reason.
        ended = (
            many.filter(withdrawn_at__isnull=False).select_related("region__parent__parent__parent")
            for many in some
        )
        for row in chain.from_iterable(ended):
            seen = Observed(None, ObsStatus.MISSING, row.demo, withdrawn=withdrawal_of(row))
            keep(row.region_id, row.indicator_id, (row.year, row.base_year), seen)
    # The newest of the older codes first.
    older.sort(key=lambda one: lineage.age(one[0]))
    for region, indicator, period, seen in older:
        found[lineage.current(region), indicator].setdefault(period, seen)
    return found
