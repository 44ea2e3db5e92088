"""The form of a comparison: indicators by theme, cities as chips, years, and kinds of chart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.labels import label
from common.language import local_name
from common.listing import Option
from departments.rules.roles import RegionLevel
from indicators.assessments.forms import View, Wanted, first_view
from indicators.plans.rules.enums import Direction, Theme

if TYPE_CHECKING:
    from departments.models import Region
    from indicators.assessments.selectors.choices import ComparisonChoices
    from indicators.plans.models import Indicator

# More regions than these don't stand side by side in a line.
MOST_CHIPS = 12


@dataclass(frozen=True, slots=True)
class OptionGroup:
    label: str
    options: list[Option]


@dataclass(frozen=True, slots=True)
class ComparisonForm:
    """`chips` are boxes: every region, or where these are too many those that are chosen; then
    `more` are the others. None chosen means all cities. `every`: the address without a choice,
    empty where there is none."""

    indicators: list[OptionGroup]
    chips: list[OptionGroup]
    more: list[OptionGroup]
    every: str
    years: list[Option]
    views: list[Option]


def form_of(wanted: Wanted, choices: ComparisonChoices) -> ComparisonForm:
    """Every choice, with the state as chosen."""
    years = sorted({*choices.years, wanted.year}, reverse=True)
    regions = _regions(wanted, choices.regions)
    few = sum(len(group.options) for group in regions) <= MOST_CHIPS
    return ComparisonForm(
        indicators=_indicators(wanted, choices.indicators),
        chips=regions if few else _only(regions, chosen=True),
        more=[] if few else _only(regions, chosen=False),
        every=replace(wanted, regions=()).query if wanted.regions else "",
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


def _only(groups: Iterable[OptionGroup], *, chosen: bool) -> list[OptionGroup]:
    """The groups with the options that are chosen, or with those that aren't."""
    found = [
        OptionGroup(group.label, [one for one in group.options if one.selected is chosen])
        for group in groups
    ]
    return [group for group in found if group.options]


def _province(region: Region) -> Region:
    while region.parent is not None:
        region = region.parent
    return region


def _views(wanted: Wanted) -> list[Option]:
    """What says something of the indicator, or was asked for; first what is shown first."""
    indicator = wanted.indicator
    at_least = indicator.direction == Direction.AT_LEAST
    shares = pgettext("view", "完成率") if at_least else pgettext("view", "占上限")
    labels = {
        View.SHARE: shares,
        View.RANKING: _("当年排名"),
        View.TRAJECTORY: _("历年走势"),
        View.RATE: _("每年要求"),
    }
    silent = {
        View.SHARE: indicator.direction == Direction.NONE,
        View.RATE: not indicator.is_reduction,
    }
    order = sorted(labels, key=lambda view: view is not first_view(indicator))
    return [
        Option(view.value, labels[view], view is wanted.view)
        for view in order
        if view is wanted.view or not silent.get(view, False)
    ]
