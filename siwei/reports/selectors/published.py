"""What was published of values, version by version, and what they are called."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from common.chunks import chunks
from common.records.models import Publication
from common.records.rules.publications import Ending
from departments.models import Region
from indicators.actuals.rules.content import KIND
from indicators.actuals.rules.findings import IndicatorName
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.names import called
from indicators.plans.models import Indicator
from indicators.plans.rules.units import NamedUnit
from indicators.plans.selectors.names import printed_names
from siwei.reports.rules.verifying import PublishedVersion


@dataclass(frozen=True, slots=True)
class NamedValue:
    """What a value is called: its region in both languages, its indicator, its unit."""

    region: Region
    indicator: IndicatorName
    unit: NamedUnit


@dataclass(frozen=True, slots=True)
class Published:
    """Of each value that was ever published all its public versions; and which of them were
    invented for a demonstration."""

    versions: Mapping[ActualKey, list[PublishedVersion]]
    demo: frozenset[ActualKey]


def published_versions(keys: Collection[ActualKey]) -> Published:
    """What every version of the values of `keys` said while it was public. Drafts, submissions
    and corrections under way are no publications: nothing here tells of them.

    One query for each thousand of keys.
    """
    by_text = {str(key): key for key in keys}
    versions: dict[ActualKey, list[PublishedVersion]] = {}
    demo = set()
    for some in chunks(sorted(by_text)):
        rows = Publication.objects.filter(record__kind=KIND, record__key__in=some)
        columns = ("version", "content", "published_at", "ended_at", "ended_by")
        found = rows.order_by("record", "version").values_list(
            "record__key", "record__actual__demo", *columns
        )
        for text, is_demo, version, content, published_at, ended_at, ended_by in found:
            key, value = by_text[text], content["value"]
            one = PublishedVersion(
                version=version,
                value=None if value is None else Decimal(value),
                obs_status=content["obs_status"],
                published_at=published_at,
                ended_at=ended_at,
                ended_by=Ending(ended_by) if ended_by else None,
            )
            versions.setdefault(key, []).append(one)
            if is_demo:
                demo.add(key)
    return Published(versions, frozenset(demo))


def indicator_codes() -> list[str]:
    """The codes of the catalogue. One query."""
    return list(Indicator.objects.order_by("code").values_list("code", flat=True))


def named_values(keys: Collection[ActualKey]) -> Mapping[ActualKey, NamedValue]:
    """What each value is called, where its region and its indicator are known. Three queries, but
    for chunks."""
    codes = {key.region for key in keys}
    regions = Region.objects.in_bulk(codes)
    wanted = {key.indicator for key in keys}
    indicators = Indicator.objects.select_related("unit").in_bulk(wanted)
    printed = printed_names(regions) if regions else {}
    return {
        key: NamedValue(region, called(indicator, key.region, printed), indicator.unit)
        for key in keys
        if (region := regions.get(key.region)) and (indicator := indicators.get(key.indicator))
    }
