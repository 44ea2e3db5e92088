"""What is stored of the values of a file, and what became of them since."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from common.chunks import chunks
from common.decimals import at_places
from common.records.models import HistoryRow
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import ActualKey

_SOME = 500  # regions whose values are read at once
_DECISIONS = (Action.APPROVE, Action.RETURN, Action.REOPEN, Action.RETRACT)


@dataclass(frozen=True, slots=True)
class StoredValue:
    """What stands in the columns of an actual that an import may change; `value` as printed."""

    pk: int
    version: int
    value: Decimal | None
    status: str
    source: str
    note: str
    explanation: str


def stored_values(keys: Iterable[ActualKey]) -> dict[ActualKey, StoredValue]:
    """Those of `keys` that are stored. A query for each five hundred regions."""
    wanted = set(keys)
    found = {}
    for some in _around(wanted):
        rows = some.values_list(
            *("region", "indicator", "year", "base_year", "pk", "version", "value", "value_places"),
            *("obs_status", "source", "note", "explanation"),
        )
        for region, code, year, base, pk, version, value, places, *texts in rows.iterator():
            key = ActualKey(region, code, year, base)
            if key in wanted:
                found[key] = StoredValue(pk, version, at_places(value, places), *texts)
    return found


def versions_of(keys: Iterable[ActualKey]) -> dict[str, int]:
    """The version of each of `keys` that is stored, by the key as text."""
    wanted = set(keys)
    found = {}
    for some in _around(wanted):
        rows = some.values_list("region", "indicator", "year", "base_year", "version")
        for region, code, year, base, version in rows.iterator():
            if (key := ActualKey(region, code, year, base)) in wanted:
                found[str(key)] = version
    return found


def actuals_of(keys: Collection[ActualKey]) -> dict[ActualKey, Actual]:
    """Those of `keys` that are stored, as rows."""
    wanted = set(keys)
    return {row.key: row for some in _around(wanted) for row in some if row.key in wanted}


def decided_since(known: Mapping[int, int]) -> set[int]:
    """The actuals (by pk) on which somebody decided after the version with this number."""
    found: set[int] = set()
    for some in chunks(list(known)):
        rows = HistoryRow.objects.filter(record__actual__in=some, action__in=_DECISIONS)
        for pk, number in rows.values_list("record__actual", "number"):
            if number > known[pk]:
                found.add(pk)
    return found


def _around(wanted: Collection[ActualKey]) -> Iterator[QuerySet[Actual, Any]]:
    """The values of the same regions, indicators and years, so many regions at a time."""
    what = Q(indicator__in={key.indicator for key in wanted}, year__in={key.year for key in wanted})
    for regions in chunks(sorted({key.region for key in wanted}), _SOME):
        yield Actual.objects.filter(what, region__in=regions)
