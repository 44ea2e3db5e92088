"""What the indicators of values are called, on every page and in every sentence alike: what the
plan of the region prints, or the catalogue's name where several of its plans print others."""

from collections.abc import Iterable, Mapping

from indicators.actuals.models import Actual
from indicators.actuals.rules.findings import IndicatorName
from indicators.actuals.selectors.actuals import SeenActual
from indicators.plans.models import Indicator
from indicators.plans.selectors.names import printed_names
from indicators.plans.selectors.promise_rows import Pair


def called(indicator: Indicator, region: str, printed: Mapping[Pair, str]) -> IndicatorName:
    """What `indicator` is called in `region`; `printed` as `printed_names` reads it."""
    name = printed.get((region, indicator.code), indicator.name)
    return IndicatorName(name, indicator.name_en)


def names_of(rows: Iterable[Actual | SeenActual]) -> dict[int, IndicatorName]:
    """What the indicator of each row is called, by the row's pk. One query, none for no rows."""
    known = list(rows)
    printed = printed_names({row.key.region for row in known}) if known else {}
    return {row.pk: called(row.indicator, row.key.region, printed) for row in known}
