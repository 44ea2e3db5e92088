"""What waits for a reviewer: submitted values, and what a decision on each has to know."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import F, Min, Q, QuerySet, Window, prefetch_related_objects
from django.utils import timezone

from common.records.models import Evidence, HistoryRow
from departments.models import Region
from departments.people import person_of
from departments.rules.permissions import REVIEW, OwnWork, Person, Subject, own_work, scope_of
from departments.selectors import reached
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action, ActualState
from indicators.actuals.rules.findings import Finding, IndicatorName
from indicators.actuals.rules.history import WorkingChange
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.history import (
    files,
    last_sent_back,
    with_decisions,
    with_files,
    working_change,
)
from indicators.actuals.selectors.permitted import permitted
from indicators.actuals.selectors.promises import Promised
from indicators.actuals.selectors.subjects import with_submitter
from indicators.actuals.selectors.surroundings import Surroundings
from indicators.plans.models import Indicator
from indicators.plans.rules.breaks import Break
from indicators.plans.rules.limits import Limit

TRAIL = 5  # years before a submitted value that are shown with it


@dataclass(frozen=True, slots=True)
class Waiting:
    """A submitted value, and what is known around it.

    `limit` is that of `promised`; `own_work` what the reader did to it, so that somebody else
    has to decide. `moves_far`: it is farther from last year's value than its indicator moves within
    a year. `trail`: what is published of the years before, `breaks` where they are counted
    differently.
    """

    actual: Actual
    name: IndicatorName
    last_year: Actual | None
    promised: Promised | None
    limit: Limit | None
    findings: Sequence[Finding]
    evidence: Sequence[Evidence]
    actions: Sequence[Action]
    own_work: OwnWork | None
    moves_far: bool
    trail: Mapping[int, Decimal | None]
    breaks: Sequence[Break]

    @property
    def key(self) -> str:
        return str(self.actual.key)

    @property
    def shows_demo(self) -> bool:
        """Whether it or last year's value is invented for a demonstration."""
        return self.actual.demo or (self.last_year is not None and self.last_year.demo)

    @property
    def shown_limit(self) -> Decimal | None:
        """The limit as it stands beside the submitted value."""
        return None if self.limit is None else self.limit.beside(self.actual.printed_value)

    @property
    def change(self) -> Decimal | None:
        """Against last year: a share of it, but percentages in percentage points."""
        now = self.actual.printed_value
        before = self.last_year.printed_value if self.last_year else None
        if now is None or before is None:
            return None
        if self.in_points:
            return now - before
        return (now - before) / abs(before) if before else None

    @property
    def in_points(self) -> bool:
        return self.actual.indicator.unit.in_points

    @property
    def sent_back(self) -> HistoryRow | None:
        """The last time that a reviewer returned, reopened or retracted the value, unless it was
        approved since."""
        return last_sent_back(self.actual)

    @property
    def warnings(self) -> Sequence[Finding]:
        """What an approval has to confirm; a remark is only said."""
        return [one for one in self.findings if one.warns]

    @property
    def warned(self) -> bool:
        """Whether the checks ask about it."""
        return bool(self.warnings)

    @property
    def decidable(self) -> bool:
        return Action.APPROVE in self.actions


def queue(person: Person) -> QuerySet[Actual]:
    """The submitted values of the regions that `person` reviews, in no order yet.

    Also those that they submitted themselves, on which somebody else has to decide.
    """
    mine = reached(scope_of(person, REVIEW))
    return Actual.objects.filter(mine, state=ActualState.SUBMITTED.value).order_by("pk")


def oldest_first(rows: QuerySet[Actual]) -> QuerySet[Actual]:
    """Rows of `queue`: the year of a city that waits longest first, in each the oldest first."""
    return (
        rows.select_related("region", "indicator__unit", "submitted_by")
        .annotate(waits_since=Window(Min("submitted_at"), partition_by=[F("region"), F("year")]))
        .order_by("waits_since", "region", "year", "submitted_at", "pk")
    )


def waiting(*, user: AbstractBaseUser | AnonymousUser, page: Iterable[Actual]) -> list[Waiting]:
    """Each row of a page of `oldest_first` with its neighbours. A fixed number of queries."""
    actuals = list(page)
    prefetch_related_objects(actuals, with_files(), with_decisions())
    if not actuals:
        return []
    around = Surroundings((actual.key for actual in actuals), cited=True)
    before = _last_years(actuals)
    may = permitted(user=user, rows=actuals)
    person = person_of(user)
    return [_one(actual, around, before, may[actual.pk], person) for actual in actuals]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the queue can be narrowed to."""

    regions: list[Region]
    indicators: list[Indicator]
    years: list[int]


def choices(person: Person) -> Choices:
    """The regions, indicators and years of the values that wait for `person`."""
    rows = queue(person).order_by()
    regions = Region.objects.filter(code__in=rows.values("region"))
    indicators = Indicator.objects.filter(code__in=rows.values("indicator"))
    years = rows.order_by("-year").values_list("year", flat=True).distinct()
    return Choices(
        list(regions.order_by("code")), list(indicators.order_by("order", "code")), list(years)
    )


def values_at(wanted: Mapping[int, int]) -> dict[int, WorkingChange]:
    """The changes that led to earlier versions of actuals (by pk); one query at most."""
    if not wanted:
        return {}
    asked = Q(pk__in=[])
    for pk, number in wanted.items():
        asked |= Q(record__actual=pk, number=number)
    rows = HistoryRow.objects.filter(asked)
    return {row.actual: working_change(row) for row in rows.annotate(actual=F("record__actual"))}


def _one(
    actual: Actual,
    around: Surroundings,
    before: dict[ActualKey, Actual],
    actions: Sequence[Action],
    person: Person,
) -> Waiting:
    key = actual.key
    limited = around.limited_by(key)
    return Waiting(
        actual=actual,
        name=around.name_of(key),
        last_year=before.get(ActualKey(key.region, key.indicator, key.year - 1, key.base_year)),
        promised=limited[0] if limited else None,
        limit=limited[1] if limited else None,
        findings=_findings(actual, around),
        evidence=files(actual),
        actions=actions,
        own_work=own_work(person.id, with_submitter(Subject(()), actual)),
        moves_far=around.moves_far(key, actual.printed_value),
        trail=around.published_in(key, range(key.year - TRAIL, key.year)),
        breaks=around.breaks_of(key),
    )


def _findings(actual: Actual, around: Surroundings) -> Sequence[Finding]:
    """What is asked about it as on the day on which it was submitted."""
    return around.findings_of(actual, timezone.localdate())


def _last_years(actuals: Sequence[Actual]) -> dict[ActualKey, Actual]:
    rows = Actual.objects.filter(
        region__in={actual.region_id for actual in actuals},
        indicator__in={actual.indicator_id for actual in actuals},
        year__in={actual.year - 1 for actual in actuals},
    )
    return {row.key: row for row in rows}
