"""What a region has to enter for a year: the rows of the grid, and how far it is."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q

from departments.models import Region
from departments.people import lineage_of
from departments.rules.permissions import EDIT, Matter, Person, may
from departments.rules.roles import RegionLevel, Role
from indicators.models import Actual, Evidence, PlanIndicator, ReportingYear, Revision
from indicators.rules.keys import ActualKey
from indicators.rules.limits import Limit, NoLimit, Point, limit_in
from indicators.rules.rates import derived_reduction
from indicators.rules.words import Action, ObsStatus
from indicators.selectors.matters import possible_actions
from indicators.selectors.plans import plan_indicators
from indicators.selectors.promises import Promised, promised, required


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One required value: what is promised, what is entered, and what this person may do."""

    promised: Promised
    key: ActualKey
    actual: Actual | None
    last_year: Actual | None
    limit: Limit | NoLimit
    derived: Decimal | None
    evidence: Sequence[Evidence]
    actions: Sequence[Action]

    @property
    def last_reason(self) -> str:
        """Why the reviewer last returned or reopened the value; empty where nobody did."""
        if self.actual is None:
            return ""
        return next((one.reason for one in self.actual.revisions.all()), "")

    @property
    def filled(self) -> bool:
        return self.actual is not None and self.actual.obs_status != ObsStatus.MISSING

    @property
    def editable(self) -> bool:
        return Action.SAVE in self.actions

    @property
    def submittable(self) -> bool:
        return Action.SUBMIT in self.actions and self.filled


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of one region and year, in the order of its plans.

    `others`: values of the year that no plan requires, such as levels behind a reduction.
    """

    region: Region
    year: int
    is_open: bool
    due_on: date | None
    rows: list[EntryRow] = field(default_factory=list)
    others: list[Actual] = field(default_factory=list)

    @property
    def last_year(self) -> int:
        return self.year - 1

    @property
    def shows_demo(self) -> bool:
        """Whether any value of it is invented for a demonstration."""
        shown = [one for row in self.rows for one in (row.actual, row.last_year)]
        return any(one is not None and one.demo for one in [*shown, *self.others])

    @property
    def filled(self) -> int:
        return sum(row.filled for row in self.rows)

    @property
    def submittable(self) -> int:
        return sum(row.submittable for row in self.rows)

    @property
    def required(self) -> int:
        return len(self.rows)


def grid(*, region: Region, year: int, person: Person) -> Grid:
    """The grid that `person` sees: of another bureau than the water bureau, its own rows only.

    A fixed number of queries. `region` comes with its parents joined.
    """
    lineage = lineage_of(region)
    opened = ReportingYear.objects.filter(province=lineage[-1], year=year).first()
    is_open = opened is not None and opened.is_open
    rows = plan_indicators().filter(region=region)
    actuals = _actuals(region)
    result = Grid(region, year, is_open, opened.due_on if opened else None)
    seen: set[ActualKey] = set()
    for one, key in required(promised(rows, _levels(region, actuals)), year):
        matter = Matter(lineage, frozenset(r.department_id for r in one.row.responsibilities.all()))
        if key in seen:
            continue
        seen.add(key)
        if _of_another_bureau(person, matter):
            continue
        result.rows.append(_row(one, key, actuals, matter, person, is_open=is_open))
    if not _of_another_bureau(person, Matter(lineage)):
        others = [one for key, one in actuals.items() if key.year == year and key not in seen]
        result.others.extend(sorted(others, key=lambda one: one.indicator.order))
    return result


def _row(
    one: Promised,
    key: ActualKey,
    actuals: dict[ActualKey, Actual],
    matter: Matter,
    person: Person,
    *,
    is_open: bool,
) -> EntryRow:
    actual = actuals.get(key)
    before = ActualKey(key.region, key.indicator, key.year - 1, key.base_year)
    return EntryRow(
        promised=one,
        key=key,
        actual=actual,
        last_year=actuals.get(before),
        limit=limit_in(one.promise, key.year),
        derived=_derived(one.row, key, actuals),
        evidence=[] if actual is None else list(actual.evidence.all()),
        actions=possible_actions(person, matter, actual, year_is_open=is_open),
    )


def _of_another_bureau(person: Person, matter: Matter) -> bool:
    """Someone who only enters values, and not this one."""
    here = [grant for grant in person.grants if grant.region in matter.lineage]
    only_enters = bool(here) and all(grant.role == Role.EDITOR for grant in here)
    return only_enters and not may(person, EDIT, matter)


def _actuals(region: Region) -> dict[ActualKey, Actual]:
    kept = Evidence.objects.filter(removed_at__isnull=True)
    sent_back = Revision.objects.filter(action__in=(Action.RETURN, Action.REOPEN))
    rows = Actual.objects.filter(region=region).select_related("indicator")
    rows = rows.prefetch_related(
        Prefetch("evidence", kept), Prefetch("revisions", sent_back.order_by("-number"))
    )
    return {row.key: row for row in rows}


def _levels(region: Region, actuals: dict[ActualKey, Actual]) -> dict[tuple[str, str], list[Point]]:
    levels: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for key, actual in actuals.items():
        value = actual.printed_published_value
        if value is not None and key.base_year is None:
            levels[(region.code, key.indicator)].append(Point(key.year, value))
    return levels


def _derived(
    row: PlanIndicator, key: ActualKey, actuals: dict[ActualKey, Actual]
) -> Decimal | None:
    """推算: the reduction between the levels of both years, where both are there."""
    level = row.indicator.level_of_id
    if level is None or key.base_year is None:
        return None
    base = actuals.get(ActualKey(key.region, level, key.base_year))
    now = actuals.get(ActualKey(key.region, level, key.year))
    if base is None or now is None or base.value is None or now.value is None:
        return None
    return derived_reduction(base.value, now.value)


@dataclass(frozen=True, slots=True)
class Place:
    """A region and a year in which somebody may enter values."""

    region: Region
    year: int
    due_on: date
    is_open: bool


def places_to_enter(person: Person, *, this_year: int) -> list[Place]:
    """Where `person` enters values, the latest year first; years to come are left out."""
    codes = {grant.region for grant in person.grants if grant.role == Role.EDITOR}
    regions = Region.objects.filter(Q(code__in=codes) | Q(parent__in=codes)).select_related(
        "parent__parent"
    )
    with_plans = [
        region
        for region in regions.filter(plan_indicators__isnull=False).distinct()
        if region.level != RegionLevel.PROVINCE
    ]
    provinces = {lineage_of(region)[-1] for region in with_plans}
    years = ReportingYear.objects.filter(province__in=provinces, year__lte=this_year)
    return [
        Place(region, opened.year, opened.due_on, opened.is_open)
        for opened in years.order_by("-year")
        for region in with_plans
        if lineage_of(region)[-1] == opened.province_id
    ]
