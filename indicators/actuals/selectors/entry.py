"""What a region has to enter for a year: the rows of the grid, and how far it is."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q

from departments.models import Region
from departments.people import lineage_of
from departments.rules.permissions import EDIT, Matter, Person, may
from departments.rules.roles import RegionLevel, Role
from indicators.actuals.models import Actual, Evidence, ReportingYear, Revision
from indicators.actuals.rules.derived import derived_between
from indicators.actuals.rules.enums import Action, ActualState, ObsStatus
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.rules.workflow import SENDS_BACK
from indicators.actuals.selectors.matters import possible_actions, sent_back
from indicators.actuals.selectors.promises import Promised, Promises, required
from indicators.plans.models import Indicator
from indicators.plans.rules.limits import Limit
from indicators.plans.selectors.plans import plan_indicators


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One value: what is promised, what is entered, and what this person may do.

    `promised` is None where no plan of the region speaks of the indicator; `limit` is its limit
    of the year, as reviewer and checks see it (`Promises.limiting`).
    """

    promised: Promised | None
    indicator: Indicator
    key: ActualKey
    actual: Actual | None
    last_year: Actual | None
    limit: Limit | None
    derived: Decimal | None
    evidence: Sequence[Evidence]
    actions: Sequence[Action]

    @property
    def shown_limit(self) -> Decimal | None:
        """The limit as it stands beside the working value."""
        value = self.actual.printed_value if self.actual else None
        return None if self.limit is None else self.limit.beside(value)

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

    `rows` are what the plans require; `others` what is there beside them, such as levels behind
    a reduction, or the value of a year before the plan that is being corrected.
    """

    region: Region
    year: int
    is_open: bool
    due_on: date | None
    rows: list[EntryRow] = field(default_factory=list)
    others: list[EntryRow] = field(default_factory=list)

    @property
    def all_rows(self) -> list[EntryRow]:
        return [*self.rows, *self.others]

    @property
    def last_year(self) -> int:
        return self.year - 1

    @property
    def shows_demo(self) -> bool:
        """Whether any value of it is invented for a demonstration."""
        shown = (one for row in self.all_rows for one in (row.actual, row.last_year))
        return any(one is not None and one.demo for one in shown)

    @property
    def filled(self) -> int:
        return sum(row.filled for row in self.rows)

    @property
    def states(self) -> list[tuple[ActualState, int]]:
        """How many of the required values that are filled are in each state."""
        found = Counter(row.actual.state for row in self.rows if row.actual and row.filled)
        return [(state, found[state]) for state in reversed(ActualState) if found[state]]

    @property
    def editable(self) -> bool:
        """Whether there is anything for this person to fill in."""
        return any(row.editable for row in self.all_rows)

    @property
    def submittable(self) -> int:
        return sum(row.submittable for row in self.all_rows)

    @property
    def required(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class _Known:
    """What every row of one grid asks about: the region's values, and who may do what when."""

    actuals: dict[ActualKey, Actual]
    lineage: tuple[str, ...]
    person: Person
    is_open: bool
    sent_back: frozenset[int]
    promises: Promises
    values: Mapping[ActualKey, Decimal]  # those that are being worked on
    indicators: Mapping[str, Indicator]


def grid(*, region: Region, year: int, person: Person) -> Grid:
    """The grid that `person` sees: of another bureau than the water bureau, its own rows only.

    A fixed number of queries. `region` comes with its parents joined.
    """
    lineage = lineage_of(region)
    opened = ReportingYear.objects.filter(province=lineage[-1], year=year).first()
    is_open = opened is not None and opened.is_open
    actuals = _actuals(region)
    back = () if is_open else (one for key, one in actuals.items() if key.year == year)
    promises = Promises(plan_indicators().filter(region=region))
    known = _Known(
        actuals,
        lineage,
        person,
        is_open,
        sent_back(back),
        promises,
        _values(actuals.values()),
        Indicator.objects.select_related("unit").in_bulk(),
    )
    result = Grid(region, year, is_open, opened.due_on if opened else None)
    needed: dict[ActualKey, Promised] = {}
    for one, key in required(promises.all, year):
        needed.setdefault(key, one)
    order = {one.row.pk: place for place, one in enumerate(promises.all)}
    result.rows.extend(_rows(needed, known))
    result.rows.sort(key=lambda row: order[row.promised.row.pk] if row.promised else -1)
    others = {key for key in actuals if key.year == year} | _levels(promises, year)
    beside = {key: next(iter(promises.of(key)), None) for key in others if key not in needed}
    result.others.extend(_rows(beside, known))
    result.others.sort(key=lambda row: (row.indicator.order, row.key.base_year or 0))
    return result


def _levels(promises: Promises, year: int) -> set[ActualKey]:
    """The levels behind each reduction that is reported for `year`, or counts from it."""
    reported = {one.pair for one, _key in required(promises.all, year)}
    counted_from = {
        one.pair for one in promises.all for aim in one.promise.targets if aim.base_year == year
    }
    return {
        ActualKey(one.row.region_id, level, year)
        for one in promises.all
        if (level := one.row.indicator.level_of_id) and one.pair in reported | counted_from
    }


def _rows(wanted: Mapping[ActualKey, Promised | None], known: _Known) -> Iterator[EntryRow]:
    """A row for each key, with the promise that limits it, or else the one that stands by it."""
    for key, one in wanted.items():
        spoken = known.promises.of(key)
        duties = (duty for each in spoken for duty in each.row.responsibilities.all())
        matter = Matter(known.lineage, frozenset(duty.department_id for duty in duties))
        if not _of_another_bureau(known.person, matter):
            shown, limit = known.promises.limiting(key) or (one, None)
            yield _row(key, shown, limit, matter, known)


def _row(
    key: ActualKey, one: Promised | None, limit: Limit | None, matter: Matter, known: _Known
) -> EntryRow:
    actual = known.actuals.get(key)
    before = ActualKey(key.region, key.indicator, key.year - 1, key.base_year)
    indicator = one.row.indicator if one else known.indicators[key.indicator]
    return EntryRow(
        promised=one,
        indicator=indicator,
        key=key,
        actual=actual,
        last_year=known.actuals.get(before),
        limit=limit,
        derived=derived_between(key, indicator.level_of_id, known.values),
        evidence=[] if actual is None else list(actual.evidence.all()),
        actions=possible_actions(
            known.person,
            matter,
            actual,
            year_is_open=known.is_open,
            sent_back=actual is not None and actual.pk in known.sent_back,
        ),
    )


def _of_another_bureau(person: Person, matter: Matter) -> bool:
    """Someone who only enters values, and not this one."""
    here = [grant for grant in person.grants if grant.region in matter.lineage]
    only_enters = bool(here) and all(grant.role == Role.EDITOR for grant in here)
    return only_enters and not may(person, EDIT, matter)


def _actuals(region: Region) -> dict[ActualKey, Actual]:
    kept = Evidence.objects.filter(removed_at__isnull=True)
    sent_back = Revision.objects.filter(action__in=SENDS_BACK)
    rows = Actual.objects.filter(region=region).select_related("indicator__unit")
    rows = rows.prefetch_related(
        Prefetch("evidence", kept), Prefetch("revisions", sent_back.order_by("-number"))
    )
    return {row.key: row for row in rows}


def _values(actuals: Iterable[Actual]) -> dict[ActualKey, Decimal]:
    printed = ((actual.key, actual.printed_value) for actual in actuals)
    return {key: value for key, value in printed if value is not None}


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
