"""What the choices of a filter form offer: value and label in the language of the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from common.labels import options
from common.language import local_name

if TYPE_CHECKING:
    from enum import StrEnum

    from departments.models import Region
    from indicators.plans.models import Indicator, Plan, PlanIndicator

Options = list[tuple[str, str]]


class OfRegion(Protocol):
    @property
    def region(self) -> Region: ...


def enumeration(members: type[StrEnum]) -> Options:
    """Every member of an enumeration, in its order."""
    return options(members)


def region_options(rows: Sequence[OfRegion]) -> Options:
    """The regions of the rows, each once, by code."""
    regions = {row.region.code: row.region for row in rows}
    return [(code, local_name(region)) for code, region in sorted(regions.items())]


def plan_options(rows: Sequence[PlanIndicator]) -> Options:
    """The plans of the promises, each once, in their order."""
    return plans_as_options([row.plan for row in rows])


def plans_as_options(plans: Sequence[Plan]) -> Options:
    return list({plan.slug: (plan.slug, plan.title) for plan in plans}.values())


def indicator_options(rows: Sequence[PlanIndicator]) -> Options:
    """The indicators of the promises, each once, in the catalogue's order."""
    found = {row.indicator.code: row.indicator for row in rows}
    ordered = sorted(found.values(), key=lambda indicator: indicator.order)
    return [(one.code, local_name(one)) for one in ordered]


def named(things: Sequence[Region | Indicator]) -> Options:
    """Regions or indicators by their codes, in the order given."""
    return [(one.code, local_name(one)) for one in things]


def year_options(years: Sequence[int]) -> Options:
    """The years (ascending), the latest first."""
    return [(str(year), str(year)) for year in reversed(years)]
