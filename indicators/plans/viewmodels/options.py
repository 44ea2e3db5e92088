"""What the choices of a filter form offer: value and label in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from common.language import local_name
from common.options import Options, named

if TYPE_CHECKING:
    from departments.models import Region
    from indicators.plans.models import Plan, PlanIndicator


class OfRegion(Protocol):
    @property
    def region(self) -> Region: ...


def region_options(rows: Sequence[OfRegion]) -> Options:
    """The regions of the rows, each once, by code."""
    return regions_as_options({row.region.code: row.region for row in rows}.values())


def regions_as_options(regions: Iterable[Region]) -> Options:
    """The regions, by code."""
    return sorted((region.code, local_name(region)) for region in regions)


def plan_options(rows: Sequence[PlanIndicator]) -> Options:
    """The plans of the promises, each once, in their order."""
    return plans_as_options([row.plan for row in rows])


def plans_as_options(plans: Sequence[Plan]) -> Options:
    return list({plan.slug: (plan.slug, plan.title) for plan in plans}.values())


def indicator_options(rows: Sequence[PlanIndicator]) -> Options:
    """The indicators of the promises, each once, in the catalogue's order."""
    found = {row.indicator.code: row.indicator for row in rows}
    ordered = sorted(found.values(), key=lambda indicator: indicator.order)
    return named(ordered)


def year_options(years: Sequence[int]) -> Options:
    """The years (ascending), the latest first."""
    return [(str(year), str(year)) for year in reversed(years)]
