"""What the rows of a file are about: regions, and indicators with their units and names."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from departments.models import Region
from indicators.actuals.models import Actual
from indicators.actuals.rules.findings import IndicatorName
from indicators.actuals.rules.keys import ActualKey, is_key, parse_key
from indicators.actuals.selectors.names import called
from indicators.plans.models import Indicator
from indicators.plans.selectors.names import printed_names
from siwei.exchange.rules.rows import StagedRow


@dataclass(frozen=True, slots=True)
class NamedRows:
    """By their codes; `names` by region and indicator, as its plans print them."""

    regions: Mapping[str, Region]
    indicators: Mapping[str, Indicator]
    names: Mapping[tuple[str, str], IndicatorName]


def named_rows(rows: Iterable[StagedRow]) -> NamedRows:
    """What `rows` are about. Three queries, none where none of them is about anything known."""
    return named_keys({parse_key(row.key) for row in rows if is_key(row.key)})


def named_keys(keys: Collection[ActualKey]) -> NamedRows:
    """The same of the values with these keys."""
    if not keys:
        return NamedRows({}, {}, {})
    regions = Region.objects.in_bulk({key.region for key in keys})
    found = Indicator.objects.select_related("unit")
    indicators = found.in_bulk({key.indicator for key in keys})
    printed = printed_names({key.region for key in keys})
    names = {
        (key.region, key.indicator): called(indicators[key.indicator], key.region, printed)
        for key in keys
        if key.indicator in indicators
    }
    return NamedRows(regions, indicators, names)


def stands_beside_demo(rows: Iterable[StagedRow]) -> bool:
    """Whether a value that is stored beside one of `rows` is invented for a demonstration. One
    query, none where nothing is stored."""
    keys = {parse_key(row.key) for row in rows if row.before and is_key(row.key)}
    if not keys:
        return False
    invented = Actual.objects.filter(
        demo=True,
        region__in={key.region for key in keys},
        indicator__in={key.indicator for key in keys},
        year__in={key.year for key in keys},
    )
    found = invented.values_list("region", "indicator", "year", "base_year")
    return any(ActualKey(*row) in keys for row in found)
