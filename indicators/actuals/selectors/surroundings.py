"""What is known around a value, for the checks: read once for any number of values."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from typing import TypeAlias

from django.db.models import Q
from django.utils import timezone

from common.decimals import at_places
from departments.rules.successions import Lineage
from indicators.actuals.models import Actual
from indicators.actuals.rules.derived import derived_between
from indicators.actuals.rules.enums import ActualState
from indicators.actuals.rules.findings import Finding, IndicatorName
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.rules.plausibility import (
    Context,
    Expected,
    ReportedFall,
    find_errors,
    moves_far,
    run_checks,
)
from indicators.actuals.selectors.country import Country, country
from indicators.actuals.selectors.facts import Facts
from indicators.actuals.selectors.names import called
from indicators.actuals.selectors.promises import Promised, Promises
from indicators.actuals.selectors.subjects import Workable
from indicators.plans.models import Indicator, PlanIndicator
from indicators.plans.rules.breaks import Break, crosses
from indicators.plans.rules.enums import Nature
from indicators.plans.rules.limits import Limit
from indicators.plans.rules.prices import Prices, prices_of
from indicators.plans.rules.promises import Point
from indicators.plans.rules.slips import Slip
from indicators.plans.selectors.names import printed_names
from indicators.plans.selectors.plans import judged_alone
from indicators.plans.selectors.promise_rows import Pair

Period: TypeAlias = tuple[str, int, int | None]  # indicator, year, base year
# A value of one of the regions: what is being worked on, and what is published.
Own: TypeAlias = tuple[ActualKey, Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is said of a value: where it is from, and on which day it is submitted."""

    source: str
    on: date


class Surroundings:
    """The neighbours of a set of values. A fixed number of queries, however many they are.

    What the caller has read already isn't read again: `facts` of the keys, `own` (the values of
    their regions in every year that a check looks at), `promises`. `published` are values that
    are taken for published, though they aren't yet. `cited`: with the clauses that promise.

    A region that was renamed or recoded is one series: what stands under any of its codes counts
    under each, that of a newer one before that of an older.
    """

    def __init__(
        self,
        keys: Iterable[ActualKey],
        *,
        facts: Facts | None = None,
        own: Iterable[Own] | None = None,
        promises: Promises | None = None,
        published: Mapping[ActualKey, Decimal] | None = None,
        cited: bool = False,
    ) -> None:
        wanted = set(keys)
        known = country() if facts is None else facts.country
        self._parents = known.parents_of({key.region for key in wanted})
        self._lineage, self._catalogue = known.lineage, known.catalogue
        codes = self._lineage.all_of(self._parents)
        self._indicators = self._catalogue.indicators
        self._divisions = self._catalogue.divisions
        self._values: dict[ActualKey, Decimal] = {}
        self._published: dict[ActualKey, Decimal] = {}
        self._levels: dict[tuple[str, int], dict[str, Decimal]] = defaultdict(dict)
        self._falls: dict[Pair, set[ActualKey]] = defaultdict(set)
        self._reductions = _reductions(self._indicators)
        points: dict[Pair, list[Point]] = defaultdict(list)
        found = _own(wanted, codes, self._related(wanted)) if own is None else own
        # Older codes first: what stands under a newer one counts before it.
        for key, value, public in sorted(found, key=lambda own: -self._lineage.age(own[0].region)):
            self.enter(key, value)
            _add_point(points, self._home(key), public)
            if public is not None:
                self._published[self._home(key)] = public
        self._peers = _peers(wanted, self._parents)
        for key, public in (published or {}).items():
            _add_point(points, self._home(key), public)
            self._peers[_period(key)][key.region] = public
        self._promises = promises or Promises(
            _promised(wanted, codes, known, cited=cited), points, known.lineage
        )
        # What is given holds every promise of its regions.
        self._given = promises
        self._names: dict[str, Mapping[str, IndicatorName]] = {}

    def enter(self, key: ActualKey, value: Decimal | None) -> None:
        """Take `value` for the working one of `key` from now on; None where there is none."""
        key = self._home(key)
        levels = self._levels[key.region, key.year] if key.base_year is None else {}
        if value is None:
            self._values.pop(key, None)
            levels.pop(key.indicator, None)
        else:
            self._values[key] = levels[key.indicator] = value
            if key.base_year is not None:
                self._falls[key.region, key.indicator].add(key)

    def findings(
        self, key: ActualKey, value: Decimal | None, beside: Beside | None = None
    ) -> list[Finding]:
        """Every finding on `value` as the value of `key`; none where there is no value.

        `beside`: what is said of it; without that nobody asks for it.
        """
        return [] if value is None else run_checks(value, self.context(key, beside))

    def errors(self, key: ActualKey, value: Decimal | None) -> list[Finding]:
        """The errors among the findings, which no neighbour has a part in; none where there is no
        value."""
        return errors_in(value, self._indicators[key.indicator])

    def findings_of(self, said: Workable, today: date) -> list[Finding]:
        """Every finding on a value as it is stored; `today` is when what isn't submitted yet
        would be."""
        value = said.printed_value if isinstance(said, Actual) else said.value
        at = said.submitted_at if said.state == ActualState.SUBMITTED else None
        on = today if at is None else timezone.localdate(at)
        return self.findings(said.key, value, Beside(said.source, on))

    def moves_far(self, key: ActualKey, value: Decimal | None) -> bool:
        """Whether `value` is farther from last year's than its indicator moves within a year."""
        return value is not None and moves_far(value, self.context(key))

    def published_in(self, key: ActualKey, years: Iterable[int]) -> dict[int, Decimal | None]:
        """What is published in `years` where the value of `key` is, against the same base year."""
        home = self._home(key)
        return {year: self._published.get(replace(home, year=year)) for year in years}

    def context(self, key: ActualKey, beside: Beside | None = None) -> Context:
        """What is known around the value of `key`, as the checks want it."""
        named, key = key, self._home(key)
        indicator = self._indicators[key.indicator]
        limited = self.limited_by(key)
        breaks = self.breaks_of(key)
        same_year = dict(self._levels.get((key.region, key.year), {}))
        if key.base_year is None:
            same_year.pop(key.indicator, None)
        return Context(
            indicator=key.indicator,
            unit=indicator.unit.rule,
            expected=_expected(indicator, self._catalogue.slips.get(key.indicator, ())),
            is_reduction=indicator.is_reduction,
            previous=self._values.get(replace(key, year=key.year - 1)),
            following=self._values.get(replace(key, year=key.year + 1)),
            same_year=same_year,
            names=_Names(partial(self._names_in, named.region)),
            divisions=self._divisions,
            peers=[
                value
                for region, value in self._peers.get(_period(key), {}).items()
                if self._lineage.current(region) != key.region and region[:2] == key.region[:2]
            ],
            derived=self.derived(key),
            limit=limited[1] if limited else None,
            nature=limited[0].promise.nature if limited else Nature.UNSTATED,
            falls=list(self._falls_beside(key)),
            broken_before=crosses(breaks, key.year - 1, key.year),
            broken_after=crosses(breaks, key.year, key.year + 1),
            source=None if beside is None else beside.source,
            year_is_over=beside is None or beside.on.year > key.year,
            prices=self.prices_of(key.indicator),
        )

    def name_of(self, key: ActualKey) -> IndicatorName:
        """What the indicator of `key` is called in its region."""
        return self._names_in(key.region)[key.indicator]

    @cached_property
    def _printed(self) -> Mapping[Pair, str]:
        return self._given.printed_names if self._given else printed_names(self._parents)

    def _names_in(self, region: str) -> Mapping[str, IndicatorName]:
        if region not in self._names:
            self._names[region] = {
                code: called(one, region, self._printed) for code, one in self._indicators.items()
            }
        return self._names[region]

    def _falls_beside(self, key: ActualKey) -> Iterator[ReportedFall]:
        """The reductions that count from the level `key`, or to it, and whose other level is
        known."""
        if key.base_year is not None:
            return
        for code in self._reductions.get(key.indicator, ()):
            for fall in sorted(self._falls[key.region, code]):
                base_year = fall.base_year
                if base_year is None or key.year not in (fall.year, base_year):
                    continue
                if crosses(self.breaks_of(fall), base_year, fall.year):
                    continue
                counts_from = key.year == base_year
                other = replace(key, year=fall.year if counts_from else base_year)
                if fall in self._values and other in self._values:
                    yield ReportedFall(
                        code,
                        base_year,
                        fall.year,
                        self._values[fall],
                        self._indicators[code].unit.rule,
                        self._values[other],
                        counts_from,
                        self.prices_of(code),
                    )

    def _related(self, keys: Collection[ActualKey]) -> set[str]:
        """The indicators of `keys`, the levels behind them and the reductions of them."""
        codes = {key.indicator for key in keys}
        levels = {
            self._indicators[code].level_of_id or code for code in codes if code in self._indicators
        }
        return codes | levels | {one for code in levels for one in self._reductions.get(code, ())}

    def derived(self, key: ActualKey) -> Decimal | None:
        """The reduction that follows from the levels behind it, where they are there and are
        counted alike."""
        key = self._home(key)
        if crosses(self.breaks_of(key), key.base_year, key.year):
            return None
        return derived_between(key, self._indicators[key.indicator].level_of_id, self._values)

    def prices_of(self, code: str) -> Prices:
        """At which prices the values of an indicator count and, of a reduction, its levels."""
        indicator = self._indicators[code]
        level = self._indicators.get(indicator.level_of_id or "")
        return prices_of(indicator.price_basis, level.price_basis if level else None)

    def breaks_of(self, key: ActualKey) -> tuple[Break, ...]:
        """Where the series of `key` is counted differently from a year on."""
        level = self._indicators[key.indicator].level_of_id
        return self._catalogue.breaks.of(self._home(key).region, key.indicator, level)

    def _home(self, key: ActualKey) -> ActualKey:
        """`key` under the code that its region has today."""
        now = self._lineage.current(key.region)
        return key if now == key.region else replace(key, region=now)

    def limited_by(self, key: ActualKey) -> tuple[Promised, Limit] | None:
        """The promise that limits the value of `key`, and the limit of its year."""
        return self._promises.limiting(key)


class _Names(Mapping[str, IndicatorName]):
    """What indicators are called, read when a finding names one: most find nothing."""

    def __init__(self, read: Callable[[], Mapping[str, IndicatorName]]) -> None:
        self._read = read

    def __getitem__(self, code: str) -> IndicatorName:
        return self._read()[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())


def errors_in(value: Decimal | None, indicator: Indicator) -> list[Finding]:
    """The errors in a value of `indicator`, whatever stands beside it; none where there is none."""
    if value is None:
        return []
    context = Context(
        indicator=indicator.code,
        unit=indicator.unit.rule,
        expected=_expected(indicator, ()),
        is_reduction=indicator.is_reduction,
    )
    return find_errors(value, context)


def own_value(actual: Actual) -> Own:
    return (actual.key, actual.printed_value, actual.printed_published_value)


def published_points(actuals: Iterable[Actual], lineage: Lineage) -> Mapping[Pair, Sequence[Point]]:
    """For each region and indicator the published values, as `Promises` wants them."""
    points: dict[Pair, list[Point]] = defaultdict(list)
    for actual in actuals:
        key = replace(actual.key, region=lineage.current(actual.region_id))
        _add_point(points, key, actual.printed_published_value)
    return points


def _promised(
    keys: Collection[ActualKey], regions: Collection[str], known: Country, *, cited: bool
) -> Iterable[PlanIndicator]:
    mine = Q(region__in=regions, indicator__in={key.indicator for key in keys})
    rows = list(judged_alone(cited=cited).filter(mine))
    for row in rows:
        # What was loaded a moment ago is read by itself.
        row.indicator = known.catalogue.indicators.get(row.indicator_id) or row.indicator
        row.unit = known.units.get(row.unit_id) or row.unit
    return rows


def _own(
    keys: Collection[ActualKey], regions: Collection[str], related: Collection[str]
) -> Iterable[Own]:
    """The values of the same regions and years, and those of `related` indicators in every year:
    the years before and after, the ends of a reduction, the beginning of a road."""
    rows = Actual.objects.filter(
        Q(year__in={key.year for key in keys}) | Q(indicator__in=related), region__in=regions
    )
    names = ("value", "value_places", "published_value", "published_places")
    for (
        region,
        indicator,
        year,
        base_year,
        value,
        places,
        public,
        public_places,
    ) in rows.values_list("region", "indicator", "year", "base_year", *names):
        key = ActualKey(region, indicator, year, base_year)
        yield key, at_places(value, places), at_places(public, public_places)


def _peers(
    keys: Collection[ActualKey], parents: Mapping[str, str | None]
) -> dict[Period, dict[str, Decimal]]:
    """Published values of the same indicators and years in regions beside these."""
    above = set(parents.values())
    beside = Q(region__parent__in=above - {None})
    if None in above:
        beside |= Q(region__parent__isnull=True)
    rows = Actual.objects.filter(
        beside,
        indicator__in={key.indicator for key in keys},
        year__in={key.year for key in keys},
        published_value__isnull=False,
    ).values_list("region", "indicator", "year", "base_year", "published_value", "published_places")
    peers: dict[Period, dict[str, Decimal]] = defaultdict(dict)
    for region, indicator, year, base_year, stored, places in rows:
        if (value := at_places(stored, places)) is not None:
            peers[(indicator, year, base_year)][region] = value
    return peers


def _add_point(points: dict[Pair, list[Point]], key: ActualKey, value: Decimal | None) -> None:
    if value is not None and key.base_year is None:
        # What comes later counts before what is there of the same year.
        points[key.region, key.indicator].insert(0, Point(key.year, value))


def _reductions(indicators: Mapping[str, Indicator]) -> Mapping[str, Sequence[str]]:
    """The indicators that are reductions of each level."""
    found: dict[str, list[str]] = defaultdict(list)
    for code, one in indicators.items():
        if one.level_of_id is not None:
            found[one.level_of_id].append(code)
    return found


def _expected(indicator: Indicator, slips: Sequence[Slip]) -> Expected:
    """What the catalogue says of the indicator's values."""
    return Expected(
        may_be_negative=indicator.may_be_negative,
        whole_numbers=indicator.whole_numbers,
        cumulative=indicator.cumulative,
        is_intensity=indicator.is_intensity,
        largest=None if indicator.largest is None else indicator.largest.normalize(),
        yearly_change=indicator.yearly_change,
        smallest=None if indicator.smallest is None else indicator.smallest.normalize(),
        slips=slips,
    )


def _period(key: ActualKey) -> Period:
    return (key.indicator, key.year, key.base_year)
