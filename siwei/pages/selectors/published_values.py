"""The published values around a year, by the code that their region has today."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from common.decimals import at_places
from departments.rules.successions import Lineage
from indicators.actuals.models import Actual
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.surroundings import Own
from indicators.plans.selectors.promise_rows import Pair


@dataclass(frozen=True, slots=True)
class CitedValue:
    """A published value that somebody refers to. `demo`: it is invented."""

    key: ActualKey
    value: Decimal
    demo: bool


@dataclass(frozen=True, slots=True)
class PublishedValues:
    """`values`: what is published. `versions`: by which version of which record (its pk).
    `demo`: which of them are invented. `years`: of which years anything is published of an
    indicator of a region."""

    values: Mapping[ActualKey, Decimal]
    versions: Mapping[ActualKey, tuple[int, int]]
    demo: frozenset[ActualKey]
    years: Mapping[Pair, frozenset[int]]

    def cited(self, keys: Iterable[ActualKey]) -> tuple[CitedValue, ...]:
        """Those of the keys of which a value is published."""
        return tuple(
            CitedValue(key, self.values[key], key in self.demo)
            for key in keys
            if key in self.values
        )

    def of_year(self, year: int) -> list[ActualKey]:
        return [key for key in self.values if key.year == year]

    def years_of(self, pair: Pair) -> frozenset[int]:
        return self.years.get(pair, frozenset())

    def own(self) -> Iterator[Own]:
        """As the checks want them: what is published is taken for the working value, too."""
        return ((key, value, value) for key, value in self.values.items())


def published_values(
    regions: Collection[str], year: int, *, before: int, bases: Collection[int], known: Lineage
) -> PublishedValues:
    """Of these regions, under all their codes, the values of `year` and of so many years `before`
    it, of the year after it, and of the `bases` from which reductions count. One query.

    Where two codes of a region have a value of the same year, that of the newer code counts.
    """
    around = Q(year__range=(year - before, year + 1)) | Q(year__in=bases)
    rows = Actual.objects.filter(
        around, region__in=known.all_of(sorted(regions)), published_value__isnull=False
    ).order_by()
    columns = ("region_id", "indicator_id", "year", "base_year")
    shown = ("published_value", "published_places", "pk", "published_version", "demo")
    found = sorted(rows.values_list(*columns, *shown), key=lambda row: -known.age(row[0]))
    values: dict[ActualKey, Decimal] = {}
    versions: dict[ActualKey, tuple[int, int]] = {}
    demo: dict[ActualKey, bool] = {}
    years: dict[Pair, set[int]] = defaultdict(set)
    # Older codes first: what stands under a newer one takes their place.
    for region, indicator, at, base, stored, places, pk, version, invented in found:
        value = at_places(stored, places)
        if value is None or version is None:
            continue
        key = ActualKey(known.current(region), indicator, at, base)
        values[key], versions[key], demo[key] = value, (pk, version), invented
        years[key.region, indicator].add(at)
    return PublishedValues(
        values,
        versions,
        frozenset(key for key, invented in demo.items() if invented),
        {pair: frozenset(some) for pair, some in years.items()},
    )
