"""What changed before the public since a day: values, verdicts, targets and plans, newest first.

One page costs the same however much there is: of each source only as many rows are read as a page
has, and only their verdicts are judged.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from typing import Any, Literal, TypeAlias

from django.db.models import QuerySet

from common.events import EventKey, EventScope, Window, midnight
from departments.models import Region
from departments.rules.successions import Lineage
from departments.selectors import lineage, regions_within
from indicators.actuals.rules.findings import IndicatorName
from indicators.actuals.rules.publications import PublishedValue, ValueChange
from indicators.actuals.selectors import changes as values
from indicators.actuals.selectors.changes import ValueDetail, ValueEvent
from indicators.actuals.selectors.names import called
from indicators.assessments.selectors.turns import Moment, VerdictChange, verdict_changes
from indicators.plans.models import Indicator
from indicators.plans.selectors import changes as plans
from indicators.plans.selectors.changes import AmendmentEvent, PlanEvent
from indicators.plans.selectors.names import printed_names
from indicators.plans.selectors.promise_rows import Pair
from siwei.pages.rules import VERDICT_KINDS, ChangeKind

Event: TypeAlias = ValueEvent | PlanEvent | AmendmentEvent

SOURCES = (
    values.OPENED,
    values.ENDED,
    plans.LOADED,
    plans.ANNOUNCED,
    plans.EFFECTIVE,
    plans.SUPERSEDING,
)
PAGE = 100
DEFAULT_DAYS = 30
# Where turned verdicts are asked for, so many times a page is read in search of them.
MOST_READS = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: in `regions` and what lies in them, and in `provinces`. No
    regions, provinces, indicators or kinds stand for all. `before`: what follows that event."""

    since: datetime
    regions: Sequence[str] = ()
    provinces: Sequence[str] = ()
    indicators: Sequence[str] = ()
    kinds: Sequence[ChangeKind] = ()
    before: EventKey | None = None


@dataclass(frozen=True, slots=True)
class ValueNews:
    """What happened to one value, and to the verdicts by it."""

    event: ValueEvent
    detail: ValueDetail
    verdicts: Sequence[VerdictChange]
    subject: Literal["actual"] = "actual"

    @property
    def key(self) -> EventKey:
        return self.event.key

    @property
    def kinds(self) -> set[ChangeKind]:
        return _turns(self.verdicts) | {ChangeKind(self.event.change.value)}


@dataclass(frozen=True, slots=True)
class AmendmentNews:
    """A target that amends another one, and what its announcement did to verdicts."""

    event: AmendmentEvent
    verdicts: Sequence[VerdictChange]
    subject: Literal["target"] = "target"

    @property
    def key(self) -> EventKey:
        return self.event.key

    @property
    def kinds(self) -> set[ChangeKind]:
        return _turns(self.verdicts) | {ChangeKind.AMENDED}


News: TypeAlias = ValueNews | AmendmentNews | PlanEvent


@dataclass(frozen=True, slots=True)
class ChangeList:
    """A page of what changed, and what its regions and indicators are called.

    `older`: where the next page goes on; None where there is nothing more.
    """

    news: Sequence[News]
    regions: Mapping[str, Region]
    indicators: Mapping[str, Indicator]
    names: Mapping[Pair, IndicatorName]
    older: EventKey | None


def since(day: date | None, *, today: date) -> datetime:
    """The midnight from which on changes are told: of `day`, or of some days before today."""
    return midnight(day or today - timedelta(days=DEFAULT_DAYS))


def changes(
    asked: Asked,
    *,
    now: datetime,
    today: date,
    limit: int = PAGE,
    known: Lineage | None = None,
) -> ChangeList:
    """What changed until `now`, the newest first, at most `limit`. A fixed number of queries, one
    less where the lineage is `known`.

    Where turned verdicts are asked for, it looks through `MOST_READS` pages at most: then
    there may be fewer rows than a page has, or none, and still something `older`.
    """
    found: list[News] = []
    older, known = asked.before, lineage() if known is None else known
    for _read in range(MOST_READS if VERDICT_KINDS & set(asked.kinds) else 1):
        page, older = _page(replace(asked, before=older), known, now, today, limit)
        found += page
        if older is None or len(found) >= limit:
            break
    if len(found) > limit:
        found = found[:limit]
        older = found[-1].key
    return _named(found, older, known)


def _page(
    asked: Asked, known: Lineage, now: datetime, today: date, limit: int
) -> tuple[list[News], EventKey | None]:
    """The next `limit` events, those of them that are asked for, and where they end."""
    events = sorted(_events(asked, known, now, limit + 1), key=lambda one: one.key, reverse=True)
    shown = events[:limit]
    older = shown[-1].key if len(events) > limit else None
    found = _judged(shown, known, now, today)
    return [one for one in found if _is_asked_for(one, asked.kinds)], older


def _is_asked_for(news: News, kinds: Collection[ChangeKind]) -> bool:
    return not kinds or isinstance(news, PlanEvent) or bool(news.kinds & set(kinds))


def _events(asked: Asked, known: Lineage, now: datetime, limit: int) -> list[Event]:
    """The first events of each source that is asked for."""
    window = Window(asked.since, now, asked.before)
    kinds = set(asked.kinds or ChangeKind)
    scope = EventScope(_codes(asked, known), asked.indicators)
    found: list[Event] = []
    # Every publication may have turned a verdict, and every amendment.
    changed = list(ValueChange) if kinds & VERDICT_KINDS else _of_values(kinds)
    if changed:
        found += values.value_events(window, scope, kinds=changed, limit=limit)
    if ChangeKind.LOADED in kinds:
        found += plans.plan_events(window, scope, limit=limit)
        found += plans.superseding_events(window, scope, limit=limit)
    if kinds & (VERDICT_KINDS | {ChangeKind.AMENDED}):
        found += plans.amendment_events(window, scope, limit=limit)
    return found


def _of_values(kinds: Collection[ChangeKind]) -> list[ValueChange]:
    return [one for one in ValueChange if ChangeKind(one.value) in kinds]


def _codes(asked: Asked, known: Lineage) -> QuerySet[Any] | None:
    """The regions that are asked for, under all their codes, as a subquery; None for all."""
    found = None
    for codes in (asked.regions, asked.provinces):
        if codes:
            some = regions_within(known.all_of(codes)).order_by()
            found = some if found is None else found.filter(pk__in=some.values("pk"))
    return None if found is None else found.values("code")


def _judged(events: Sequence[Event], codes: Lineage, now: datetime, today: date) -> list[News]:
    """The events with what they did to verdicts. A region that goes on under another code is
    judged as one, by its code of today."""
    at = {event.key: moment for event in events if (moment := _moment(event, codes))}
    moments = set(at.values())
    of_values = [event for event in events if isinstance(event, ValueEvent)]
    amending = [event for event in events if isinstance(event, AmendmentEvent)]
    pairs = {(code, of) for (region, of), _at in moments for code in codes.series(region)}
    known = values.publications_of(pairs, {event.record for event in of_values})
    details = values.details_of(of_values, known)
    series = [_by_todays_code(one, codes) for one in known]
    turned = verdict_changes(moments, series, now=now, today=today, lineage=codes)
    years = _years(moments, series)
    found: list[News] = []
    for event in events:
        moment = at.get(event.key)
        every = turned.get(moment, []) if moment else []
        if isinstance(event, ValueEvent):
            assert moment is not None
            own = _own(event, every, years[moment])
            found.append(ValueNews(event, details[event.key], own))
        elif isinstance(event, AmendmentEvent):
            # What was published at the same moment tells it.
            told = [] if moment is None or years[moment] else every
            beside = [_last_year(one) for one in amending if at.get(one.key) == moment]
            found.append(AmendmentNews(event, _up_to(_last_year(event), told, beside)))
        else:
            found.append(event)
    return found


def _moment(event: Event, codes: Lineage) -> Moment | None:
    """What is judged just before and just after the event; None where no verdict turns by it: the
    day of an amendment changes none, for years are judged by their last day."""
    if isinstance(event, PlanEvent):
        return None
    if isinstance(event, AmendmentEvent) and not event.is_announced:
        return None
    region, indicator = event.pair
    return ((codes.current(region), indicator), event.key.at)


def _turns(verdicts: Sequence[VerdictChange]) -> set[ChangeKind]:
    turns = {one.statuses.turn for one in verdicts}
    return {ChangeKind(one.value) for one in turns if one is not None}


def _by_todays_code(one: PublishedValue, codes: Lineage) -> PublishedValue:
    return replace(one, key=replace(one.key, region=codes.current(one.key.region)))


def _years(
    moments: Collection[Moment], known: Sequence[PublishedValue]
) -> Mapping[Moment, list[int]]:
    """The years of which something was published or ended at each moment, ascending."""
    found: dict[Moment, set[int]] = {moment: set() for moment in moments}
    for one in known:
        for at in (one.published_at, one.ended_at):
            moment = ((one.key.region, one.key.indicator), at)
            if moment in found:
                found[moment].add(one.key.year)
    return {moment: sorted(years) for moment, years in found.items()}


def _own(
    event: ValueEvent, every: Sequence[VerdictChange], years: Sequence[int]
) -> list[VerdictChange]:
    """The verdicts on the event's year; the last of those published together also has those on
    years of which nothing was published."""
    others = event.of.year == years[-1]
    return [one for one in every if one.year == event.of.year or (others and one.year not in years)]


def _last_year(event: AmendmentEvent) -> int:
    """The last year that a target limits by itself; one without a year limits every year."""
    return event.target.year or MAXYEAR


def _up_to(year: int, every: Sequence[VerdictChange], beside: Sequence[int]) -> list[VerdictChange]:
    """Of targets that were amended at one moment, each tells the verdicts on the years since the
    one before, up to its own `year`; the last of them also those on later years."""
    first = max((one for one in beside if one < year), default=MINYEAR)
    last = MAXYEAR if year == max(beside) else year
    return [one for one in every if first < one.year <= last]


def _named(news: Sequence[News], older: EventKey | None, known: Lineage) -> ChangeList:
    pairs = {one.event.pair for one in news if not isinstance(one, PlanEvent)}
    codes = {region for region, _indicator in pairs}
    used = Indicator.objects.select_related("unit").in_bulk({code for _region, code in pairs})
    printed = printed_names(codes, known) if codes else {}
    names = {pair: called(used[pair[1]], pair[0], printed) for pair in pairs}
    return ChangeList(news, Region.objects.in_bulk(codes), used, names, older)
