"""What the page of a city reads: how its promises stand, and what its plans hold."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from departments.models import Region, RegionSuccession
from departments.people import ancestors_of
from departments.rules.successions import CONTINUING, Lineage
from indicators.actuals.models import Actual, ReportingYear
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.actuals import PublishedView, published
from indicators.actuals.selectors.completeness import Completeness, completeness_of
from indicators.assessments.selectors.series import Series, of_region
from indicators.plans.models import Indicator, PlanIndicator, Unit
from indicators.plans.selectors import plans as select
from tasks.models import Task
from tasks.selectors.tasks import tasks


@dataclass(frozen=True, slots=True)
class CityYear:
    """A city in one year. `series`: each promise over the years, its counties' too.

    `completeness`: of its own promises; None where there are none. `beside`: what it published of
    the year though no plan promises it. `due_on`: the day by which the province wants the values of
    the year, if that is over.
    """

    series: list[Series]
    completeness: Completeness | None
    beside: list[PublishedView]
    due_on: date | None


@dataclass(frozen=True, slots=True)
class ValueBeside:
    """The last published value of what a region was split from, or merged of or into."""

    region: Region
    name: Indicator
    key: ActualKey
    value: Decimal
    unit: Unit


def values_beside(
    successions: Iterable[RegionSuccession], codes: Collection[str]
) -> list[ValueBeside]:
    """The last published value of each indicator of the regions that were split from or merged
    with the one of these codes: beside it, never added to it. One query, none where there are no
    such regions."""
    others = {
        code
        for one in successions
        if one.rule.kind not in CONTINUING
        for code in (one.predecessor_id, one.successor_id)
        if code not in codes
    }
    if not others:
        return []
    rows = (
        Actual.objects.filter(region__in=others, published_value__isnull=False)
        .select_related("region", "indicator__unit")
        .order_by("region_id", "indicator__order", "indicator_id", "-year", "-base_year")
    )
    latest: dict[tuple[str, str], Actual] = {}
    for row in rows:
        latest.setdefault((row.region_id, row.indicator_id), row)
    return [
        ValueBeside(row.region, row.indicator, row.key, value, row.indicator.unit)
        for row in latest.values()
        if (value := row.printed_published_value) is not None
    ]


def city_year(*, region: Region, lineage: Lineage, year: int, today: date) -> CityYear:
    """What is known of `region` in `year`, under all its codes. A fixed number of queries."""
    codes = lineage.series(region.code)
    found = of_region(region.code, today=today, known=lineage)
    own = [one.row for one in found if one.row.region == region.code]
    done = completeness_of(own, [year], lineage).get((region.code, year)) if own else None
    promised = {row.indicator for row in own}
    return CityYear(found, done, _beside(codes, year, promised), _passed(region, year, today))


def promises_of(
    plans: Collection[int], codes: Collection[str]
) -> Mapping[int, list[PlanIndicator]]:
    """What these plans promise, and what others promise for the region with these `codes`: by the
    pk of the plan, each in the document's order. A fixed number of queries."""
    found: dict[int, list[PlanIndicator]] = defaultdict(list)
    wanted = Q(plan__in=plans) | Q(region__in=codes)
    for row in select.plan_indicators().filter(wanted).select_related("plan__region"):
        found[row.plan_id].append(row)
    return found


def tasks_of(plans: Collection[int], *, today: date) -> Mapping[int, list[Task]]:
    """The tasks of these plans, by the pk of the plan. A fixed number of queries."""
    found: dict[int, list[Task]] = defaultdict(list)
    for task in tasks(today=today).filter(plan__in=plans):
        found[task.plan_id].append(task)
    return found


def _beside(codes: Collection[str], year: int, promised: Collection[str]) -> list[PublishedView]:
    rows = published().filter(region__in=codes, year=year).exclude(indicator__in=promised)
    return list(rows.order_by("indicator__order", "indicator_id", "base_year"))


def _passed(region: Region, year: int, today: date) -> date | None:
    """The day by which the values of `year` were due, if it is over."""
    days = ReportingYear.objects.filter(
        province=ancestors_of(region)[-1], year=year, due_on__lt=today
    )
    return days.values_list("due_on", flat=True).first()
