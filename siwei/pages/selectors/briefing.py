"""What a director has to know of a province or a city: what is broken, behind, missing and late,
and what changed since a day. The page and the report in Word are made of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from common.moments import Moment
from departments.models import Region
from departments.people import ancestors_of
from departments.rules.roles import RegionLevel
from departments.rules.successions import Lineage
from departments.selectors import regions_within, with_parents
from indicators.actuals.models import ReportingYear
from indicators.actuals.rules.enums import ObsStatus
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.completeness import Key, required_keys
from indicators.assessments.rules.assessment import Assessment
from indicators.assessments.rules.statuses import Status
from indicators.assessments.selectors.published_promises import published_promises
from indicators.assessments.selectors.series import Series, series
from indicators.plans.models import PlanIndicator, PlanIndicatorDepartment
from indicators.plans.rules.enums import Nature
from indicators.plans.selectors.promise_rows import PromiseRow
from siwei.pages.rules.briefing import Missing, missing, worst_first
from siwei.pages.selectors.changes import Asked, ChangeList, changes
from tasks.selectors.late import LateMilestone, late_milestones

_Judged: TypeAlias = tuple[PromiseRow, Assessment, Series | None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A promise with the verdict of the year. `answering`: the departments that the plan names for
    it. `is_required`: whether the plan needs a value of the year. `series`: all its years, where
    they were asked for."""

    region: Region
    row: PromiseRow
    assessment: Assessment
    answering: tuple[str, ...]
    is_required: bool
    series: Series | None = None

    @property
    def status(self) -> Status:
        return self.assessment.status

    @property
    def is_constraint(self) -> bool:
        return self.row.nature is Nature.CONSTRAINT

    @property
    def gap(self) -> Decimal | None:
        return self.assessment.gap

    @property
    def limit(self) -> Decimal | None:
        return None if self.assessment.limit is None else self.assessment.limit.value

    @property
    def value_key(self) -> ActualKey:
        """Of the published value that is judged, or from which it was chained."""
        a = self.assessment
        base = a.base_year if a.linked_base is None else a.linked_base
        return ActualKey(self.row.region, self.row.indicator, a.year, base)

    @property
    def is_missing(self) -> bool:
        """Whether a value is wanted of which nothing is published."""
        a = self.assessment
        if a.actual is not None or a.status is Status.NOT_DUE:
            return False
        if a.observed is not None and a.observed.obs_status is ObsStatus.NOT_APPLICABLE:
            return False
        return a.status is Status.NO_DATA or self.is_required

    @property
    def is_awaited(self) -> bool:
        """Whether a value is wanted of which nothing is published, before it can be judged."""
        a = self.assessment
        if a.observed is not None and a.observed.obs_status is ObsStatus.NOT_APPLICABLE:
            return False
        return a.status is Status.NOT_DUE and a.actual is None and self.is_required


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Every promise of a region and of what lies in it, in one year.

    `due_on`: the day by which the province wants the values of the year, None where it set none.
    `promised`: whether anything is promised at all, though other plans may have taken its place.
    """

    region: Region
    year: int
    rows: list[Verdict]
    due_on: date | None
    lineage: Lineage
    promised: bool

    def of(self, *statuses: Status) -> list[Verdict]:
        """Those with one of these statuses, the worst first."""
        return worst_first(one for one in self.rows if one.status in statuses)

    @property
    def crossed(self) -> list[Verdict]:
        """The red lines that were crossed."""
        return self.of(Status.BREACHED)

    @property
    def missed(self) -> list[Verdict]:
        """The other goals that the plans state and that weren't reached."""
        return self.of(Status.MISSED)

    @property
    def behind(self) -> list[Verdict]:
        return self.of(Status.BEHIND)

    @property
    def missing(self) -> list[Verdict]:
        return [one for one in self.rows if one.is_missing]

    @property
    def awaited(self) -> list[Verdict]:
        return [one for one in self.rows if one.is_awaited]

    def why_missing(self, one: Verdict, *, today: date) -> Missing:
        seen = one.assessment.observed
        ended = one.assessment.withdrawn
        explained = seen is not None and seen.obs_status is ObsStatus.NOT_AVAILABLE
        said = seen.published_at if seen is not None and explained else None
        return missing(
            due_on=self.due_on,
            today=today,
            withdrawn_on=None if ended is None else timezone.localdate(ended.at),
            explained_on=None if said is None else timezone.localdate(said),
        )


@dataclass(frozen=True, slots=True)
class Briefing:
    """`late`: the milestones that are late, the longest first. `changed`: what changed before the
    public since the day, the newest first, and not all of it where it is `older` too."""

    verdicts: Verdicts
    late: list[LateMilestone]
    since: datetime
    changed: ChangeList


def briefing(
    region: Region,
    year: int,
    *,
    since: datetime,
    most_changes: int,
    known: Lineage,
    moment: Moment,
    user: AbstractBaseUser | AnonymousUser | None,
    with_series: bool = False,
) -> Briefing:
    """The briefing on `region`. A fixed number of queries."""
    codes = _codes(region, known)
    found = verdicts(region, year, known=known, today=moment.today, with_series=with_series)
    changed = changes(
        Asked(since, regions=[region.code]),
        now=moment.instant,
        today=moment.today,
        limit=most_changes,
        known=known,
    )
    reader = None if moment.at else user
    late = late_milestones(codes, reader, today=moment.today)
    return Briefing(found, late, since, changed)


def verdicts(
    region: Region, year: int, *, known: Lineage, today: date, with_series: bool = False
) -> Verdicts:
    """Every verdict of `year` on what is promised in `region`, by any of its codes: of a province
    what it and its cities promise, of a city also its counties. A fixed number of queries."""
    read = _judged_over_years if with_series else _judged
    every = read(_scope(region, known), year, today)
    judged = [one for one in every if one[0].counts_in(year)]
    rows = [row for row, _verdict, _series in judged]
    required = required_keys(rows, [year])
    answering = _answering({row.pk for row in rows})
    places = with_parents(Region.objects.all()).in_bulk({row.region for row in rows})
    found = [
        Verdict(
            places[row.region],
            row,
            verdict,
            answering.get(row.pk, ()),
            _is_required(row, verdict, required.get((row.region, year), set())),
            over_years,
        )
        for row, verdict, over_years in judged
    ]
    found.sort(key=lambda one: (one.region.code != region.code, one.region.code))
    return Verdicts(region, year, found, due_day(region, year), known, bool(every))


def _judged(scope: QuerySet[PlanIndicator], year: int, today: date) -> list[_Judged]:
    """Only what the year needs is read."""
    published = published_promises(scope, year=year)
    return [
        (row, published.assess(row, year, last_over=today.year - 1), None) for row in published.rows
    ]


def _judged_over_years(scope: QuerySet[PlanIndicator], year: int, today: date) -> list[_Judged]:
    return [(one.row, one.at(year), one) for one in series(scope, today=today)]


def due_day(region: Region, year: int) -> date | None:
    """The day by which the region's province wants the values of `year`. One query."""
    days = ReportingYear.objects.filter(province=ancestors_of(region)[-1], year=year)
    return days.values_list("due_on", flat=True).first()


def _codes(region: Region, known: Lineage) -> list[str]:
    """The region and what lies in it, by every code."""
    inside = regions_within(known.series(region.code)).values_list("code", flat=True)
    return sorted(known.all_of(inside))


def _scope(region: Region, known: Lineage) -> QuerySet[PlanIndicator]:
    codes = known.series(region.code)
    if region.level != RegionLevel.PROVINCE:
        inside = regions_within(codes).order_by().values("pk")
        return PlanIndicator.objects.filter(Q(region__in=inside) | Q(plan__region__in=codes))
    cities = Q(region__parent__in=codes, region__level=RegionLevel.CITY.value)
    return PlanIndicator.objects.filter(Q(region__in=codes) | cities)


def _answering(promises: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """The departments that the plans name, by promise, in their order. One query."""
    rows = (
        PlanIndicatorDepartment.objects.filter(plan_indicator__in=promises)
        .order_by("plan_indicator", "order", "pk")
        .values_list("plan_indicator", "department__name")
    )
    found: dict[int, tuple[str, ...]] = {}
    for promise, name in rows:
        found[promise] = (*found.get(promise, ()), name)
    return found


def _is_required(row: PromiseRow, verdict: Assessment, required: Collection[Key]) -> bool:
    return (row.region, row.indicator, verdict.year, verdict.base_year) in required
