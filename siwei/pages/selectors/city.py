"""What the page of a city reads: how its promises stand, and what its plans hold."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from departments.models import Region
from departments.people import ancestors_of
from indicators.actuals.models import Actual, ReportingYear
from indicators.actuals.rules.findings import IndicatorName
from indicators.actuals.selectors.actuals import PublishedView, published
from indicators.actuals.selectors.completeness import Completeness, completeness_of
from indicators.actuals.selectors.names import called
from indicators.assessments.selectors.series import Series, of_region
from indicators.plans.models import PlanIndicator
from indicators.plans.selectors import plans as select
from indicators.plans.selectors.names import agreed
from tasks.models import Task
from tasks.selectors import tasks

NEWS_DAYS = 90
MOST_NEWS = 5


@dataclass(frozen=True, slots=True)
class News:
    """A value that was published lately, and what its indicator is called there."""

    actual: PublishedView
    name: IndicatorName


@dataclass(frozen=True, slots=True)
class CityYear:
    """A city in one year. `series`: each promise over the years, its counties' too.

    `completeness`: of its own promises; None where there are none. `news`: what was published
    lately. `beside`: what it published of the year though no plan promises it. `due_on`: the day
    by which the province wants the values of the year, if that is over.
    """

    series: list[Series]
    completeness: Completeness | None
    news: list[News]
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
    printed = agreed((row.region, row.indicator, row.printed_name) for row in own)
    news = [
        News(one, called(one.indicator, region.code, printed))
        for one in _news(region, today)[:MOST_NEWS]
    ]
    promised = {row.indicator for row in own}
    return CityYear(
        found, done, news, _beside(region, year, promised), _passed(region, year, today)
    )


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


def _news(region: Region, today: date) -> QuerySet[Actual, PublishedView]:
    since = today - timedelta(days=NEWS_DAYS)
    return (
        published()
        .filter(region=region, published_at__date__gte=since)
        .order_by("-published_at", "pk")
    )
