"""The form of a comparison: indicators by theme, cities by province, years, and kinds of chart."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.labels import label
from common.language import local_name
from common.listing import Option
from departments.models import Region
from departments.rules.roles import RegionLevel
from indicators.assessments.forms import View, Wanted
from indicators.plans.models import PlanIndicator
from indicators.plans.rules.enums import Theme
from indicators.plans.selectors.plans import catalogue
from indicators.plans.selectors.years import years_available


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


def form_of(wanted: Wanted) -> ComparisonForm:
    """Every choice, with the state as chosen. Four queries."""
    years = sorted({*years_available(), wanted.year}, reverse=True)
    return ComparisonForm(
        indicators=_indicators(wanted),
        regions=_regions(wanted),
        years=[Option(str(year), str(year), year == wanted.year) for year in years],
        views=_views(wanted),
    )


def region_names(codes: Collection[str]) -> dict[str, str]:
    """The names of regions by their codes; no query for no codes."""
    if not codes:
        return {}
    return {one.code: local_name(one) for one in Region.objects.filter(code__in=codes)}


def _indicators(wanted: Wanted) -> list[OptionGroup]:
    """Those that some region promises, by theme in the catalogue's order."""
    promised = catalogue().filter(plan_indicators__isnull=False).distinct()
    groups: dict[str, list[Option]] = {theme.value: [] for theme in Theme}
    for one in promised:
        name = local_name(one)
        groups[one.theme].append(Option(one.code, name, one.code == wanted.indicator.code))
    return [
        OptionGroup(label(Theme(theme)), options) for theme, options in groups.items() if options
    ]


def _regions(wanted: Wanted) -> list[OptionGroup]:
    """Those with any promise: cities by province, then the counties."""
    with_promises = Region.objects.filter(pk__in=PlanIndicator.objects.values("region"))
    cities: dict[str, list[Option]] = {}
    counties: dict[str, list[Option]] = {}
    rows = with_promises.select_related("parent__parent").order_by("code")
    for one in rows:
        is_county = one.level == RegionLevel.COUNTY.value
        groups, heading = (
            (counties, label(RegionLevel.COUNTY))
            if is_county
            else (cities, local_name(_province(one)))
        )
        groups.setdefault(heading, []).append(
            Option(one.code, local_name(one), one.code in wanted.regions)
        )
    return [OptionGroup(heading, options) for heading, options in (cities | counties).items()]


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
