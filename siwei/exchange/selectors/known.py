"""What understanding a file asks of the database: names, units, base years."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from django.conf import settings
from django.utils.translation import override

from common.labels import label
from departments.models import Region
from departments.people import ancestors_of
from departments.rules.successions import Lineage, not_reported
from departments.selectors import lineage as read_lineage
from departments.selectors import with_parents
from indicators.actuals.rules.enums import ObsStatus
from indicators.actuals.rules.row_names import plain_name
from indicators.plans.models import Indicator, PlanIndicator, Target
from indicators.plans.selectors.units import unit_table
from siwei.exchange.rules.names import IndicatorIndex, NamedRegion, RegionIndex
from siwei.exchange.rules.template import TemplateFacts
from siwei.exchange.rules.understanding import Pair, Reader
from siwei.exchange.rules.values import Measured, ValueReader


def reader(facts: TemplateFacts | None) -> Reader:
    """What understands the rows of a file, `facts` where it is a template. Ten queries."""
    lineage = read_lineage()
    regions = list(with_parents(Region.objects.all()))
    validity = {one.code: one.validity for one in regions}
    indicators = {one.code: one for one in Indicator.objects.select_related("unit")}
    printed, printed_units = _printed(lineage)

    def is_there(code: str, year: int) -> bool:
        return not_reported(code, year, validity[code], lineage) is None

    def measured(region: str, indicator: str) -> Measured:
        one = indicators[indicator]
        units = printed_units.get((region, indicator), frozenset())
        return Measured(
            one.unit.rule,
            one.per_id,
            negative=one.is_reduction or one.may_be_negative,
            unit_needed=any(unit != one.unit_id for unit in units),
        )

    return Reader(
        regions=RegionIndex.of(
            NamedRegion(one.code, (one.name, one.name_en), ancestors_of(one)) for one in regions
        ),
        indicators=IndicatorIndex(
            {code: (one.name, one.name_en) for code, one in indicators.items()}, printed
        ),
        is_there=is_there,
        reductions=frozenset(code for code, one in indicators.items() if one.is_reduction),
        base_years=_base_years(lineage),
        measured=measured,
        values=ValueReader(unit_table(), *_statuses()),
        facts=facts,
    )


def _printed(
    lineage: Lineage,
) -> tuple[Mapping[str, Mapping[str, Collection[str]]], Mapping[Pair, Collection[str]]]:
    """What the plans of each region call each indicator, and the units in which they print it;
    whatever code of its series they name."""
    rows = PlanIndicator.objects.order_by().values_list(
        "region", "indicator", "printed_name", "unit"
    )
    names: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    units: dict[Pair, set[str]] = defaultdict(set)
    for code, indicator, name, unit in rows:
        for region in lineage.series(code):
            names[region][indicator].add(name)
            units[region, indicator].add(unit)
    return names, units


def _base_years(lineage: Lineage) -> Mapping[Pair, Collection[int]]:
    rows = (
        Target.objects.filter(base_year__isnull=False)
        .order_by()
        .values_list("plan_indicator__region", "plan_indicator__indicator", "base_year")
        .distinct()
    )
    found: dict[Pair, set[int]] = defaultdict(set)
    for code, indicator, base in rows:
        for region in lineage.series(code):
            if base is not None:
                found[region, indicator].add(base)
    return found


def _statuses() -> tuple[Mapping[str, ObsStatus], Mapping[str, ObsStatus]]:
    """What the reasons why there is no value, and all statuses, are called in every language."""
    every = dict(_labels())
    return {name: one for name, one in every.items() if one.needs_reason}, every


def _labels() -> Iterator[tuple[str, ObsStatus]]:
    for language, _name in settings.LANGUAGES:
        with override(language):
            for status in ObsStatus:
                if status is not ObsStatus.MISSING:
                    yield plain_name(label(status)), status
