"""The form of a comparison: indicators by theme, cities by province, years, and kinds of chart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from common.labels import label
from common.language import local_name
from common.listing import Option
from departments.rules.roles import RegionLevel
from indicators.assessments.forms import View, Wanted
from indicators.plans.rules.enums import Theme

if TYPE_CHECKING:
    from departments.models import Region
    from indicators.assessments.selectors.choices import ComparisonChoices
    from indicators.plans.models import Indicator


@dataclass(frozen=True, slots=True)
class OptionGroup:
    label: str
    options: list[Option]


@dataclass(frozen=True, slots=True)
class ComparisonForm:
    """`regions` are chosen by boxes; none chosen means all cities."""

    indicators: list[OptionGroup]
    regions: list[OptionGroup]
    years: list[Option]
    views: list[Option]


def form_of(wanted: Wanted, choices: ComparisonChoices) -> ComparisonForm:
    """Every choice, with the state as chosen."""
    years = sorted({*choices.years, wanted.year}, reverse=True)
    return ComparisonForm(
        indicators=_indicators(wanted, choices.indicators),
        regions=_regions(wanted, choices.regions),
        years=[Option(str(year), str(year), year == wanted.year) for year in years],
        views=_views(wanted),
    )


def region_names(regions: Iterable[Region]) -> dict[str, str]:
    """The names of regions by their codes."""
    return {one.code: local_name(one) for one in regions}


def _indicators(wanted: Wanted, promised: Iterable[Indicator]) -> list[OptionGroup]:
    """By theme; within one in the order given."""
    groups: dict[str, list[Option]] = {theme.value: [] for theme in Theme}
    for one in promised:
        name = local_name(one)
        groups[one.theme].append(Option(one.code, name, one.code == wanted.indicator.code))
    return [
        OptionGroup(label(Theme(theme)), options) for theme, options in groups.items() if options
    ]


def _regions(wanted: Wanted, with_promises: Iterable[Region]) -> list[OptionGroup]:
    """Cities by province, then the counties, then the development zones."""
    cities: dict[str, list[Option]] = {}
    below: dict[RegionLevel, list[Option]] = {RegionLevel.COUNTY: [], RegionLevel.ZONE: []}
    for one in with_promises:
        options = below.get(RegionLevel(one.level))
        if options is None:
            options = cities.setdefault(local_name(_province(one)), [])
        options.append(Option(one.code, local_name(one), one.code in wanted.regions))
    named = cities | {label(level): options for level, options in below.items()}
    return [OptionGroup(heading, options) for heading, options in named.items() if options]


def _province(region: Region) -> Region:
    while region.parent is not None:
        region = region.parent
    return region


def _views(wanted: Wanted) -> list[Option]:
    labels = {
        View.TRAJECTORY: _("历年走势"),
        View.RANKING: _("当年排名"),
        View.RATE: _("每年要求"),
    }
    return [Option(view.value, name, view is wanted.view) for view, name in labels.items()]
