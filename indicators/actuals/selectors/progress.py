"""How far each region is with a year: what is required, and in which state it stands."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q

from common.joined import Joined
from departments.models import Region
from departments.people import ancestors_of
from departments.rules.permissions import Scope
from departments.rules.regions import province_of
from departments.rules.roles import RegionLevel
from departments.rules.successions import Lineage, not_reported
from departments.selectors import lineage, reached, regions_in, with_parents
from indicators.actuals.models import Actual, ReportingYear
from indicators.actuals.rules.enums import ActualState, ObsStatus
from indicators.actuals.selectors.completeness import Key, required_of
from indicators.plans.models import PlanIndicator
from indicators.plans.selectors.answering import in_scope, with_other_codes

_IN_WORK = (ActualState.DRAFT, ActualState.REOPENED, ActualState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Progress:
    """The required values of one region and year, counted by state.

    Beside their state, `in_correction` are published and being corrected, `withdrawn` were
    published and are so no longer.
    """

    region: Region
    year: int
    required: int = 0
    approved: int = 0
    submitted: int = 0
    returned: int = 0
    in_work: int = 0
    in_correction: int = 0
    withdrawn: int = 0

    @property
    def unfinished(self) -> int:
        """What the clerks still have to hand in."""
        return self.required - self.approved - self.submitted

    @property
    def missing(self) -> int:
        """Nobody has entered them, or what was entered was taken back."""
        return self.required - self.approved - self.submitted - self.returned - self.in_work

    @property
    def is_silent(self) -> bool:
        """Whether nothing of what is required was ever entered."""
        return self.required > 0 and self.missing == self.required


@dataclass(frozen=True, slots=True)
class YearProgress:
    """One year, and every city of it, also one that has entered nothing, or has no plan."""

    year: int
    is_open: bool
    is_over: bool
    regions: list[Progress]


def year_progress(*, scope: Scope, also: int | None, this_year: int) -> list[YearProgress]:
    """Every open year of what `scope` includes, and the year `also`; last year where none is open.
    The latest that is over comes first. A region has a row in a year that its province has opened.

    Twelve queries.
    """
    years_of = ReportingYear.objects.filter(_of_provinces(scope), is_open=True)
    opened = set(years_of.order_by().values_list("province_id", "year"))
    open_years = {year for _province, year in opened}
    more = {also} if also else set() if open_years else {this_year - 1}
    years = open_years | more
    known = {(one.region.code, one.year): one for one in progress(scope=scope, years=years)}
    # Thousands of counties that owe nothing are not shown.
    shown = Q(level=RegionLevel.CITY.value) | Q(code__in={code for code, _year in known})
    regions = list(regions_in(scope).filter(shown))
    return [
        YearProgress(
            year,
            year in open_years,
            year < this_year,
            [
                known.get((region.code, year)) or Progress(region, year)
                for region in regions
                if (year in more or (province_of(region.code), year) in opened)
                and (region.level == RegionLevel.CITY or (region.code, year) in known)
            ],
        )
        for year in sorted(years, key=lambda year: (year >= this_year, -year))
    ]


def _of_provinces(scope: Scope) -> Q:
    """The rows of a `province` in which `scope` reaches something."""
    provinces = {province_of(code) for code in scope.regions}
    named = ~Q(pk__in=[]) if scope.everywhere else Q(province__in=provinces)
    return named if scope.within is None else named & Q(province=province_of(scope.within))


def progress(*, scope: Scope, years: Collection[int]) -> list[Progress]:
    """The progress of every region that has to report, by region and year: of what `scope`
    includes. A region owes the values of the years in which it is there, under the code that it
    had then. Ten queries for any number of regions and years.
    """
    known = lineage()
    promises = PlanIndicator.objects.filter(in_scope(with_other_codes(scope, known)))
    wanted = _of_the_year(required_of(promises, years, known), known)
    rows = with_parents(Region.objects.filter(code__in={code for code, _year in wanted}))
    owing = {region.code: region for region in rows if scope.reaches(ancestors_of(region))}
    standings = _standings(scope, years)
    return [
        _count(region, year, keys, standings)
        for (code, year), keys in sorted(wanted.items())
        if (region := owing.get(code)) is not None
        and not_reported(code, year, region.validity, known) is None
    ]


def _of_the_year(
    wanted: Mapping[tuple[str, int], set[Key]], lineage: Lineage
) -> Mapping[tuple[str, int], set[Key]]:
    """What is required, by the code that each region had at the end of the year."""
    if not lineage:
        return wanted
    found: dict[tuple[str, int], set[Key]] = {}
    for (region, year), keys in wanted.items():
        code = lineage.in_year(region, year)
        found[code, year] = {(code, *key[1:]) for key in keys}
    return found


@dataclass(frozen=True, slots=True)
class _Standing:
    """How a value stands with its clerks, and with the public."""

    state: str
    is_published: bool
    is_withdrawn: bool

    @property
    def is_in_correction(self) -> bool:
        return self.is_published and self.state != ActualState.APPROVED


def _standings(scope: Scope, years: Collection[int]) -> dict[Key, _Standing]:
    """How each value stands that somebody entered. The database hands out those that are alike
    together: they are thirty times as many as there are regions."""
    entered = Actual.objects.filter(reached(scope), year__in=years).exclude(
        obs_status=ObsStatus.MISSING.value
    )
    alike = (
        entered.annotate(
            public=Q(published_at__isnull=False), withdrawn=Q(withdrawn_at__isnull=False)
        )
        .order_by()
        .values_list("region_id", "year", "base_year", "state", "public", "withdrawn")
        .annotate(indicators=Joined("indicator_id"))
    )
    found: dict[Key, _Standing] = {}
    for region, year, base_year, state, public, withdrawn, indicators in alike:
        standing = _Standing(state, public, withdrawn)
        for indicator in indicators.split(","):
            found[region, indicator, year, base_year] = standing
    return found


def _count(
    region: Region, year: int, wanted: Collection[Key], standings: dict[Key, _Standing]
) -> Progress:
    those = [standings[key] for key in wanted if key in standings]
    found = Counter(one.state for one in those)
    return Progress(
        region=region,
        year=year,
        required=len(wanted),
        approved=found[ActualState.APPROVED],
        submitted=found[ActualState.SUBMITTED],
        returned=found[ActualState.RETURNED],
        in_work=sum(found[state] for state in _IN_WORK),
        in_correction=sum(one.is_in_correction for one in those),
        withdrawn=sum(one.is_withdrawn for one in those),
    )
