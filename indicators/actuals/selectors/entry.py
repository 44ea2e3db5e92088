"""What a region has to enter for a year: the rows of the grid, and how far it is."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q

from departments.models import Region
from departments.people import ancestors_of
from departments.rules.permissions import Person, Subject, concerns
from departments.rules.successions import Lineage
from indicators.actuals.models import Actual, ReportingYear
from indicators.actuals.rules.enums import Action, ActualState, ObsStatus
from indicators.actuals.rules.findings import IndicatorName
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.adding import addable, can_be_added, is_allowed
from indicators.actuals.selectors.country import Country, country
from indicators.actuals.selectors.facts import Facts
from indicators.actuals.selectors.promises import Promised, Promises, required, with_horizons
from indicators.actuals.selectors.subjects import possible_actions, sent_back
from indicators.actuals.selectors.surroundings import Surroundings, own_value, published_points
from indicators.plans.models import Indicator
from indicators.plans.rules.breaks import Break, between
from indicators.plans.rules.limits import Limit
from indicators.plans.rules.prices import Prices
from indicators.plans.selectors.plans import plan_indicators


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One value: what is promised, what is entered, and what this person may do.

    `promised` is None where no plan of the region speaks of the indicator, `name` what that is
    called; `limit` is its limit of the year, as reviewer and checks see it (`Promises.limiting`).
    """

    promised: Promised | None
    indicator: Indicator
    name: IndicatorName
    key: ActualKey
    actual: Actual | None
    last_year: Actual | None
    limit: Limit | None
    derived: Decimal | None
    prices: Prices  # of the value, and of the levels that `derived` is from
    breaks: Sequence[Break]  # between last year and this one
    files: int  # how many prove it
    actions: Sequence[Action]

    @property
    def shown_limit(self) -> Decimal | None:
        """The limit as it stands beside the working value."""
        value = self.actual.printed_value if self.actual else None
        return None if self.limit is None else self.limit.beside(value)

    @property
    def filled(self) -> bool:
        return self.actual is not None and self.actual.obs_status != ObsStatus.MISSING

    @property
    def editable(self) -> bool:
        return Action.SAVE in self.actions

    @property
    def submittable(self) -> bool:
        return Action.SUBMIT in self.actions and self.filled

    @property
    def withdrawable(self) -> bool:
        return Action.WITHDRAW in self.actions

    @property
    def may_be_negative(self) -> bool:
        """A reduction below zero is a rise: bad news, but possible."""
        return self.indicator.may_be_negative or self.indicator.is_reduction


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of one region and year, in the order of its plans.

    `rows` are what the plans require; `others` what is there beside them, such as levels behind
    a reduction, or the value of a year before the plan that is being corrected. `addable` may be
    reported as well.
    """

    region: Region
    year: int
    is_open: bool
    due_on: date | None
    known: "Known"
    rows: list[EntryRow] = field(default_factory=list)
    others: list[EntryRow] = field(default_factory=list)
    addable: list[Indicator] = field(default_factory=list)

    @property
    def added(self) -> list[str]:
        """The indicators that somebody added and hasn't filled in: nothing else keeps them."""
        empty = (row.key for row in self.others if row.actual is None)
        return [key.indicator for key in empty if key in self.known.added]

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
    def withdrawable(self) -> int:
        return sum(row.withdrawable for row in self.all_rows)

    @property
    def required(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Known:
    """All that was read for one grid; its rows are made of this, before and after a write.

    `facts` and `around` are those of the grid's own values. `files`: how many prove a value, by
    its pk. `needed`, `beside`: each key of a row, with the promise that stands by it. `added`:
    what this person asked for beside.
    """

    region: Region
    year: int
    opened: ReportingYear | None
    person: Person
    actuals: Mapping[ActualKey, Actual]
    files: Mapping[int, int]
    sent_back: frozenset[int]
    promises: Promises
    needed: Mapping[ActualKey, Promised | None]
    beside: Mapping[ActualKey, Promised | None]
    facts: Facts
    around: Surroundings
    added: frozenset[ActualKey]

    @property
    def is_open(self) -> bool:
        return self.opened is not None and self.opened.is_open


def grid(
    *,
    region: Region,
    year: int,
    person: Person,
    cited: bool = True,
    added: Collection[str] = (),
    known: Country | None = None,
) -> Grid:
    """The grid that `person` sees: of another bureau than the water bureau, its own rows only.

    A fixed number of queries. `region` comes with its parents joined. `cited`: with the clauses
    that promise, to which the whole page leads. `added`: indicators that they want to report
    though no plan requires it, such as what a bulletin holds beside; a code that isn't one, or
    stands for a reduction, adds nothing. What stands under the region's other codes is known of
    it, promises and values of other years, and isn't changed here.
    """
    known = country() if known is None else known
    lineage, catalogue = known.lineage, known.catalogue
    ancestors = ancestors_of(region)
    opened = ReportingYear.objects.filter(province=ancestors[-1], year=year).first()
    actuals, files, elsewhere = _actuals(region, year, lineage)
    rows = plan_indicators(cited=cited).filter(region__in=lineage.series(region.code))
    own = [own_value(one) for one in (*actuals.values(), *elsewhere.values())]
    points = published_points((*elsewhere.values(), *actuals.values()), lineage)
    promises = Promises(with_horizons(rows), points, lineage)
    needed: dict[ActualKey, Promised | None] = {}
    for one, key in required(promises.all, year):
        needed.setdefault(replace(key, region=region.code), one)
    wanted = {ActualKey(region.code, code, year) for code in added if can_be_added(catalogue, code)}
    there = {key for key in actuals if key.year == year}
    others = there | _levels(promises, region, year) | wanted
    beside = {key: next(iter(promises.of(key)), None) for key in others if key not in needed}
    keys = [*needed, *beside]
    is_open = opened is not None and opened.is_open
    facts = Facts(
        subjects={(key.region, key.indicator): _subject(ancestors, promises, key) for key in keys},
        country=known,
    )
    back = () if is_open else (one for key, one in actuals.items() if key.year == year)
    around = Surroundings(keys, facts=facts, own=own, promises=promises)
    return _grid(
        Known(
            region,
            year,
            opened,
            person,
            {**elsewhere, **actuals},
            files,
            sent_back(back),
            promises,
            needed,
            beside,
            facts,
            around,
            frozenset(wanted),
        )
    )


def after(shown: Grid, actuals: Iterable[Actual]) -> Grid:
    """The same grid with these of its values as they are now. No query."""
    known = shown.known
    now = {one.key: one for one in actuals}
    for key, one in now.items():
        known.around.enter(key, one.printed_value)
    return _grid(replace(known, actuals={**known.actuals, **now}))


def _grid(known: Known) -> Grid:
    due_on = known.opened.due_on if known.opened else None
    result = Grid(known.region, known.year, known.is_open, due_on, known)
    order = {one.row.pk: place for place, one in enumerate(known.promises.all)}
    result.rows.extend(_rows(known.needed, known))
    result.rows.sort(key=lambda row: order[row.promised.row.pk] if row.promised else -1)
    if is_allowed(known.person, known.region) and known.is_open:
        there = {key.indicator for key in (*known.needed, *known.beside)}
        result.addable.extend(addable(known.facts.country.catalogue, there))
    result.others.extend(_rows(known.beside, known))
    result.others.sort(key=lambda row: (row.indicator.order, row.key.base_year or 0))
    return result


def _levels(promises: Promises, region: Region, year: int) -> set[ActualKey]:
    """The levels behind each reduction that is reported for `year`, or counts from it."""
    reported = {one.pair for one, _key in required(promises.all, year)}
    counted_from = {
        one.pair for one in promises.all for aim in one.promise.targets if aim.base_year == year
    }
    return {
        ActualKey(region.code, level, year)
        for one in promises.all
        if (level := one.row.indicator.level_of_id) and one.pair in reported | counted_from
    }


def _subject(ancestors: tuple[str, ...], promises: Promises, key: ActualKey) -> Subject:
    """Whose a value is: every department that answers for it in any plan of the region, which
    calls it by this code: nobody's duties pass to another one (`answering`)."""
    own = (one.row for one in promises.of(key) if one.row.region_id == key.region)
    duties = (duty for row in own for duty in row.responsibilities.all())
    return Subject(ancestors, frozenset(duty.department_id for duty in duties))


def _rows(wanted: Mapping[ActualKey, Promised | None], known: Known) -> Iterator[EntryRow]:
    """A row for each key, with the promise that limits it, or else the one that stands by it."""
    for key, one in wanted.items():
        subject = known.facts.subjects[key.region, key.indicator]
        if concerns(known.person, subject):
            shown, limit = known.promises.limiting(key) or (one, None)
            yield _row(key, shown, limit, subject, known)


def _row(
    key: ActualKey, one: Promised | None, limit: Limit | None, subject: Subject, known: Known
) -> EntryRow:
    actual = known.actuals.get(key)
    before = ActualKey(key.region, key.indicator, key.year - 1, key.base_year)
    return EntryRow(
        promised=one,
        indicator=one.row.indicator if one else known.facts.indicators[key.indicator],
        name=known.around.name_of(key),
        key=key,
        actual=actual,
        last_year=known.actuals.get(before),
        limit=limit,
        derived=known.around.derived(key),
        prices=known.around.prices_of(key.indicator),
        breaks=between(known.around.breaks_of(key), key.year - 1, key.year),
        files=0 if actual is None else known.files.get(actual.pk, 0),
        actions=possible_actions(
            known.person,
            subject,
            actual,
            year_is_open=known.is_open,
            sent_back=actual is not None and actual.pk in known.sent_back,
        ),
    )


def _actuals(
    region: Region, year: int, lineage: Lineage
) -> tuple[dict[ActualKey, Actual], dict[int, int], dict[ActualKey, Actual]]:
    """Every value of the region by its key; how many files prove each, by its pk; and the values
    of other years that stand under other codes of it, by the key that they would have here."""
    kept = Q(record__evidence__isnull=False, record__evidence__removed_at__isnull=True)
    codes = lineage.series(region.code)
    rows = list(
        Actual.objects.filter(region__in=codes).annotate(
            files=Count("record__evidence", filter=kept)
        )
    )
    own: dict[ActualKey, Actual] = {row.key: row for row in rows if row.region_id == region.code}
    others = [row for row in rows if row.region_id != region.code and row.year != year]
    others.sort(key=lambda row: -lineage.age(row.region_id))
    elsewhere: dict[ActualKey, Actual] = {
        replace(row.key, region=region.code): row for row in others
    }
    return own, {row.pk: row.files for row in rows}, elsewhere
