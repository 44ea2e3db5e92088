"""What waits for one person: places to fill in, values to take in hand, values to review."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Case, Count, Min, Q, Value, When, prefetch_related_objects

from common.records.models import HistoryRow
from departments.models import Region
from departments.people import person_of
from departments.rules.permissions import EDIT, Person, scope_of
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action, ActualState, ObsStatus
from indicators.actuals.rules.findings import IndicatorName
from indicators.actuals.selectors.history import last_sent_back, with_decisions
from indicators.actuals.selectors.names import names_of
from indicators.actuals.selectors.permitted import permitted
from indicators.actuals.selectors.places import EntryPlace, places_to_enter
from indicators.actuals.selectors.progress import Progress, progress
from indicators.actuals.selectors.review import queue
from indicators.plans.selectors.answering import in_scope

# A page of one's own work is read at a glance; the grid holds the rest.
MOST = 100
# What a reviewer sent back comes before what nobody has seen yet.
_IN_HAND = (
    ActualState.WITHDRAWN,
    ActualState.RETURNED,
    ActualState.REOPENED,
    ActualState.DRAFT,
)
_CAME_BACK = {state.value for state in _IN_HAND if state != ActualState.DRAFT}


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """A region and an open year, and how far the person is with what they answer for."""

    place: EntryPlace
    progress: Progress

    def overdue(self, today: date) -> bool:
        return self.progress.unfinished > 0 and self.place.due_on < today


@dataclass(frozen=True, slots=True)
class InHand:
    """A value that the person has to go on with, and why it came back, if it did."""

    actual: Actual
    name: IndicatorName
    sent_back: HistoryRow | None


@dataclass(frozen=True, slots=True)
class HandYear:
    """How many values of a region and a year are in hand; `came_back` from a reviewer, or not."""

    region: Region
    year: int
    came_back: bool
    number: int


@dataclass(frozen=True, slots=True)
class Hand:
    """The values that come first, and how many there are of each region and year."""

    values: list[InHand]
    years: list[HandYear]

    @property
    def total(self) -> int:
        return sum(one.number for one in self.years)

    @property
    def left_out(self) -> int:
        return self.total - len(self.values)


@dataclass(frozen=True, slots=True)
class QueueYear:
    """How many values of a year wait for the reviewer, and since when."""

    year: int
    waiting: int
    since: datetime


@dataclass(frozen=True, slots=True)
class CityQueue:
    """The values of a region that wait for the reviewer, year by year; the first year first."""

    region: Region
    years: list[QueueYear]

    @property
    def waiting(self) -> int:
        return sum(one.waiting for one in self.years)

    @property
    def since(self) -> datetime:
        return min(one.since for one in self.years)


def open_places(person: Person, *, today: date) -> list[OpenPlace]:
    """The open years in which `person` owes values. Fourteen queries, however many there are."""
    places = [one for one in places_to_enter(person, this_year=today.year) if one.is_open]
    years = {place.year for place in places}
    owed = progress(scope=scope_of(person, EDIT), years=years) if years else []
    known = {(one.region.code, one.year): one for one in owed}
    found = [(place, known.get((place.region.code, place.year))) for place in places]
    return [OpenPlace(place, done) for place, done in found if done is not None]


def in_hand(user: AbstractBaseUser | AnonymousUser) -> Hand:
    """What `user` may go on with: first what a reviewer sent back, then drafts."""
    editable = in_scope(scope_of(person_of(user), EDIT))
    rank = Case(*(When(state=state.value, then=Value(n)) for n, state in enumerate(_IN_HAND)))
    # A draft with a source and no value isn't filled in: it counts among what is owed.
    blank = Q(state=ActualState.DRAFT.value, obs_status=ObsStatus.MISSING.value)
    rows = list(
        Actual.objects.filter(editable, ~blank, state__in=[state.value for state in _IN_HAND])
        .select_related("region", "indicator__unit", "record")
        .order_by(rank, "region_id", "-year", "indicator__order", "pk")
    )
    may = permitted(user=user, rows=rows)
    mine = [row for row in rows if Action.SAVE in may[row.pk]]
    shown = mine[:MOST]
    prefetch_related_objects(shown, with_decisions())
    names = names_of(shown)
    return Hand([InHand(row, names[row.pk], last_sent_back(row)) for row in shown], _years(mine))


def waiting_for_final(user: AbstractBaseUser | AnonymousUser) -> Hand:
    """The preliminary values that are published and wait for the final one, which `user` may enter
    once a reviewer has reopened them. The oldest year first. Two queries."""
    rows = list(
        Actual.objects.filter(
            in_scope(scope_of(person_of(user), EDIT)),
            state=ActualState.APPROVED.value,
            published_obs_status=ObsStatus.PRELIMINARY.value,
        )
        .select_related("region", "indicator__unit")
        .order_by("year", "region_id", "indicator__order", "pk")
    )
    shown = rows[:MOST]
    names = names_of(shown)
    return Hand([InHand(row, names[row.pk], None) for row in shown], _years(rows))


def _years(rows: Sequence[Actual]) -> list[HandYear]:
    counted = Counter((row.region_id, row.year, row.state in _CAME_BACK) for row in rows)
    regions = {row.region_id: row.region for row in rows}
    return [
        HandYear(regions[code], year, came_back, number)
        for (code, year, came_back), number in counted.items()
    ]


def queues(person: Person) -> Sequence[CityQueue]:
    """The cities of which values wait for `person`, who waits longest first. Two queries."""
    rows = (
        queue(person)
        .order_by()
        .values_list("region_id", "year")
        .annotate(waiting=Count("pk"), since=Min("submitted_at"))
        .order_by("region_id", "year")
    )
    years: dict[str, list[QueueYear]] = {}
    for code, *counted in rows:
        years.setdefault(code, []).append(QueueYear(*counted))
    regions = Region.objects.in_bulk(list(years))
    found = [CityQueue(regions[code], those) for code, those in years.items()]
    return sorted(found, key=lambda one: one.since)
