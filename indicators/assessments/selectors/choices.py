"""What a comparison can be about."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from departments.models import Region
from departments.selectors import lineage, regions, with_parents
from indicators.plans.models import Indicator, PlanIndicator
from indicators.plans.selectors.plans import catalogue
from indicators.plans.selectors.years import years_available


@dataclass(frozen=True, slots=True)
class ComparisonChoices:
    """The indicators that some region promises, in the catalogue's order; the regions with any
    promise, with their parents, by code; the years of all plans, ascending."""

    indicators: list[Indicator]
    regions: list[Region]
    years: Sequence[int]


def comparison_choices() -> ComparisonChoices:
    """Every choice there is; a region by the code that it has today. Six queries."""
    promising = PlanIndicator.objects.order_by().values_list("region", flat=True).distinct()
    known = lineage()
    with_promises = Region.objects.filter(pk__in={known.current(code) for code in promising})
    return ComparisonChoices(
        indicators=list(catalogue().filter(plan_indicators__isnull=False).distinct()),
        regions=list(with_parents(with_promises).order_by("code")),
        years=years_available(),
    )


def named_regions(codes: Collection[str]) -> list[Region]:
    """The regions of these codes; no query for no codes."""
    return list(regions().filter(code__in=codes)) if codes else []
