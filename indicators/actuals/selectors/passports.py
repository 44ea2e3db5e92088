"""The passports of published values: which version of which record a number in a file is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from common.tables import Passport, Stamped
from departments.rules.successions import NO_LINEAGE, Lineage
from departments.selectors import lineage
from indicators.actuals.models import Actual
from indicators.actuals.rules.keys import ActualKey


@dataclass(frozen=True, slots=True)
class Passports:
    """Published values with their passports, by the key that their region has today."""

    values: Mapping[ActualKey, Stamped] = field(default_factory=dict)
    lineage: Lineage = NO_LINEAGE

    def stamped(self, key: ActualKey, value: Decimal | None) -> Decimal | Stamped | None:
        """`value` with the passport of `key`, where that is what is published of it.

        A number that was computed from it, or is another one by now, has none.
        """
        region = self.lineage.current(key.region)
        found = self.values.get(ActualKey(region, key.indicator, key.year, key.base_year))
        return found if found is not None and found.value == value else value


def passports(
    *, regions: Collection[str], indicators: Collection[str], years: Collection[int]
) -> Passports:
    """Of every published value of these regions, under all their codes, of these indicators and
    years. Two queries.

    Where two codes of a region have a value of the same year, that of the newer code counts.
    """
    known = lineage()
    rows = Actual.objects.filter(
        region__in=known.all_of(sorted(regions)) if known else regions,
        indicator__in=indicators,
        year__in=years,
        published_value__isnull=False,
    ).order_by()
    found: dict[ActualKey, tuple[int, Stamped]] = {}
    for row in rows.only(
        *("region", "indicator", "year", "base_year"),
        *("published_value", "published_places", "published_version"),
    ):
        value = row.printed_published_value
        if value is None or row.published_version is None:
            continue
        region, age = known.current(row.region_id), known.age(row.region_id)
        key = ActualKey(region, row.indicator_id, row.year, row.base_year)
        if key not in found or age < found[key][0]:
            passport = Passport(str(row.key), row.published_version)
            found[key] = (age, Stamped(value, passport))
    return Passports({key: stamped for key, (_age, stamped) in found.items()}, known)
