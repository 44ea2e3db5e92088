"""The published values of a report's year, with what their passports need."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.actuals import published
from indicators.actuals.selectors.completeness import Key
from indicators.actuals.selectors.history import versions
from siwei.pages.selectors.briefing import Verdict, Verdicts


@dataclass(frozen=True, slots=True)
class ReportedValue:
    """What is published of a value, by the version that published it. `pk` is the actual's."""

    pk: int
    key: ActualKey
    version: int
    value: Decimal | None
    source: str
    published_on: date


# By the code that the region has today.
Values = Mapping[Key, ReportedValue]


def reported_values(found: Verdicts) -> Values:
    """What is published of the year by all regions of the verdicts. Where two codes of a region
    have a value, that of the newer one counts. One query."""
    known = found.lineage
    codes = known.all_of(sorted({one.row.region for one in found.rows}))
    rows = [
        ReportedValue(
            one.pk,
            one.key,
            one.version,
            one.value,
            one.source,
            timezone.localdate(one.updated_at),
        )
        for one in published().filter(region__in=codes, year=found.year)
    ]
    # Older codes first: what stands under a newer one takes their place.
    rows.sort(key=lambda one: -known.age(one.key.region))
    return {
        (known.current(one.key.region), one.key.indicator, one.key.year, one.key.base_year): one
        for one in rows
    }


def value_of(one: Verdict, values: Values) -> ReportedValue | None:
    """The published value that the verdict judges, or from which it was chained."""
    a = one.assessment
    base = a.base_year if a.linked_base is None else a.linked_base
    return values.get((one.row.region, one.row.indicator, a.year, base))


def explanations(of: Collection[Verdict], values: Values) -> Mapping[int, str]:
    """How whoever entered them explained these values, by the pk of the actual: as it was when the
    version that is published was approved. Not public: only for who reads the working state.
    One query, none without values."""
    known = [value for one in of if (value := value_of(one, values)) is not None]
    if not known:
        return {}
    found = versions({one.pk: one.version for one in known})
    return {pk: one.after.explanation.strip() for pk, one in found.items()}
