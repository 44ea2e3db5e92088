"""What the plans of a region call an indicator."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from departments.rules.successions import NO_LINEAGE, Lineage
from indicators.plans.models import PlanIndicator
from indicators.plans.selectors.promise_rows import Pair


def printed_names(regions: Iterable[str], lineage: Lineage = NO_LINEAGE) -> Mapping[Pair, str]:
    """For each region and indicator the name that its plans print, by whatever code of `lineage`
    they name the region. One query.

    Where several plans print different names there is none: there it is called as in the
    catalogue.
    """
    asked: dict[str, list[str]] = defaultdict(list)
    for region in set(regions):
        for code in lineage.series(region):
            asked[code].append(region)
    rows = PlanIndicator.objects.filter(region__in=asked).order_by()
    named = rows.values_list("region", "indicator", "printed_name")
    return agreed((region, of, name) for code, of, name in named for region in asked[code])


def agreed(names: Iterable[tuple[str, str, str]]) -> Mapping[Pair, str]:
    """Of (region, indicator, printed name) the name of each pair on which all agree."""
    found: dict[Pair, set[str]] = defaultdict(set)
    for region, indicator, name in names:
        found[region, indicator].add(name)
    return {pair: next(iter(those)) for pair, those in found.items() if len(those) == 1}
