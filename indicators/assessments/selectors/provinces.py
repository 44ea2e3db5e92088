"""Is the promise kept, of a whole nation: the verdicts of one year, counted by province.

Of many cities nobody reads each verdict: they are counted as they are made.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from departments.models import Region
from departments.rules.roles import RegionLevel
from departments.rules.successions import Lineage
from indicators.assessments.rules.statuses import Status
from indicators.assessments.selectors.assessments import StatusCounts
from indicators.assessments.selectors.city_counts import CityCounts, city_counts
from indicators.plans.models import PlanIndicator
from indicators.plans.selectors.years import years_available


@dataclass(frozen=True, slots=True)
class OverviewProvince:
    """What the cities of a province promise, counted. `cities`: their codes.

    `required` values are wanted of the year, of which `filled` are entered.
    """

    code: str
    name: str
    name_en: str
    cities: list[str]
    constraints: StatusCounts
    promises: StatusCounts
    required: int
    filled: int


@dataclass(frozen=True, slots=True)
class ProvinceOverview:
    """The provinces in one year, by code. `years` are those that can be asked for.

    `demo`: whether any verdict rests on a value invented for a demonstration.
    """

    year: int
    years: range
    provinces: list[OverviewProvince]
    demo: bool

    @property
    def last_year(self) -> int:
        return self.years[-1]


def cities_by_province(scope: QuerySet[PlanIndicator], lineage: Lineage) -> dict[str, list[str]]:
    """The codes of the cities that promise something in `scope`, by that of their province; each
    by the code that it has today.

    One query, and one more where a city has older codes.
    """
    cities = Region.objects.filter(level=RegionLevel.CITY.value)
    promising = cities.filter(pk__in=scope.values("region")).order_by("parent_id", "code")
    rows = list(promising.values_list("code", "parent_id"))
    if renamed := {now for code, _ in rows if (now := lineage.current(code)) != code}:
        rows = [(code, above) for code, above in rows if lineage.became(code) is None]
        rows += cities.filter(pk__in=renamed).values_list("code", "parent_id")
        rows = sorted(set(rows), key=lambda row: (row[1] or "", row[0]))
    found: dict[str, list[str]] = {}
    for code, province in rows:
        found.setdefault(province or code, []).append(code)
    return found


def province_overview(
    *, year: int, today: date, scope: QuerySet[PlanIndicator], cities: Mapping[str, list[str]]
) -> ProvinceOverview:
    """The verdicts of `year` on what the cities of `scope` promise, counted by province. `cities`:
    those of `cities_by_province(scope)`.

    What another plan took the place of counts nowhere. What was counted of a city is kept until
    something is written on which it rests: then five queries, else sixteen at most.
    """
    counts = city_counts(year=year, today=today, scope=scope)
    cities = _promising(cities, counts)
    named = Region.objects.filter(code__in=cities).order_by("code")
    provinces = [
        _province(one, cities[one.code], [counts[city] for city in cities[one.code]])
        for one in named
    ]
    demo = any(one.demo for one in counts.values())
    return ProvinceOverview(year, years_available(), provinces, demo)


def _promising(
    by_province: Mapping[str, list[str]], promising: Collection[str]
) -> dict[str, list[str]]:
    """The cities among `promising`, by province; no province without one."""
    found = {
        province: [city for city in cities if city in promising]
        for province, cities in by_province.items()
    }
    return {province: cities for province, cities in found.items() if cities}


def _province(region: Region, cities: list[str], counts: Sequence[CityCounts]) -> OverviewProvince:
    constraints = sum((one.constraints for one in counts), Counter[Status]())
    others = sum((one.others for one in counts), Counter[Status]())
    return OverviewProvince(
        code=region.code,
        name=region.name,
        name_en=region.name_en,
        cities=cities,
        constraints=StatusCounts(constraints),
        promises=StatusCounts(constraints + others),
        required=sum(one.required for one in counts),
        filled=sum(one.filled for one in counts),
    )
