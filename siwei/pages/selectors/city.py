"""What the page of a city reads: how its promises stand, and what its plans hold."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from departments.models import Region
from departments.people import ancestors_of
from indicators.actuals.models import ReportingYear
from indicators.actuals.selectors.actuals import PublishedView, published
from indicators.actuals.selectors.completeness import Completeness, completeness_of
from indicators.assessments.selectors.series import Series, of_region
from indicators.plans.models import PlanIndicator
from indicators.plans.selectors import plans as select
from tasks.models import Task
from tasks.selectors import tasks


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
class PlanContents:
    """The promises and the tasks of plans, by the pk of the plan; each in the document's order."""

    promises: Mapping[int, list[PlanIndicator]]
    tasks: Mapping[int, list[Task]]


def city_year(*, region: Region, year: int, today: date) -> CityYear:
    """What is known of `region` in `year`. A fixed number of queries."""
    found = of_region(region.code, today=today)
    own = [one.row for one in found if one.row.region == region.code]
    done = completeness_of(own, [year]).get((region.code, year)) if own else None
    promised = {row.indicator for row in own}
    return CityYear(found, done, _beside(region, year, promised), _passed(region, year, today))


def plan_contents(plans: Collection[int], *, today: date) -> PlanContents:
    """What these plans hold. A fixed number of queries, however many they are."""
    promises: dict[int, list[PlanIndicator]] = defaultdict(list)
    for row in select.plan_indicators().filter(plan__in=plans):
        promises[row.plan_id].append(row)
    work: dict[int, list[Task]] = defaultdict(list)
    for task in tasks(today=today).filter(plan__in=plans):
        work[task.plan_id].append(task)
    return PlanContents(promises, work)


def _beside(region: Region, year: int, promised: Collection[str]) -> list[PublishedView]:
    rows = published().filter(region=region, year=year).exclude(indicator__in=promised)
    return list(rows.order_by("indicator__order", "indicator_id", "base_year"))


def _passed(region: Region, year: int, today: date) -> date | None:
    """The day by which the values of `year` were due, if it is over."""
    days = ReportingYear.objects.filter(
        province=ancestors_of(region)[-1], year=year, due_on__lt=today
    )
    return days.values_list("due_on", flat=True).first()
