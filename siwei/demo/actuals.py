"""The demonstration's actuals: invented values, each marked `demo`, up to last year."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.contrib.auth.models import User
from django.utils import timezone

from common.decimals import at_places, places_of
from common.figures import rounded
from departments.models import Region
from departments.people import ancestors_of
from departments.rules.roles import RegionLevel
from departments.selectors import with_parents
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import ActualState
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.services.demonstration import Invented, People, invent
from indicators.plans.models import Indicator
from indicators.plans.rules.rates import derived_reduction
from siwei.demo.people import demo_people
from siwei.demo.stories import REACHED, RETURN_REASON, STORIES, Story

# Official reductions are at constant prices and lag behind those of the levels.
_PRICES = Decimal("0.15")
# How far a year strays from the straight line, as a share of the whole change.
_STRAY = Decimal("0.06")
_HANDED_IN, _LATE = (3, 10), (5, 12)  # month and day of the following year


def fill_actuals(*, today: date, now: datetime) -> int:
    """Write every value that isn't there; returns how many were written.

    Nothing that exists is touched, whoever wrote it: what the plans report stays as it is.
    Needs the demonstration's people. Last year is left unfinished, so that the workflow can
    be tried.
    """
    known = {
        row.key: at_places(row.value, row.value_places)
        for row in Actual.objects.filter(region__in=STORIES)
    }
    indicators = Indicator.objects.select_related("unit").in_bulk()
    regions = with_parents(Region.objects.filter(code__in=STORIES))
    staff = _staff()
    wanted = [
        one
        for region in regions
        if (people := _people_of(region, staff)) is not None
        for one in _City(region.code, STORIES[region.code], known, indicators, people).values(
            today, now
        )
    ]
    return invent(values=wanted, now=now)


class _City:
    """One city's values: known ones as they are, the others invented."""

    def __init__(
        self,
        code: str,
        story: Story,
        known: Mapping[ActualKey, Decimal | None],
        indicators: Mapping[str, Indicator],
        people: People,
    ) -> None:
        self._code, self._story, self._known = code, story, known
        self._indicators, self._people = indicators, people

    def values(self, today: date, now: datetime) -> Iterator[Invented]:
        """What is to be written up to the year before `today`."""
        for key in self._keys(today.year - 1):
            last = key.year == today.year - 1
            state = (
                self._story.unfinished.get(key.indicator, ActualState.APPROVED)
                if last
                else ActualState.APPROVED
            )
            value = self._value(key)
            if key in self._known or state is None or value is None:
                continue
            yield Invented(
                key=key,
                value=value,
                state=state,
                handed_in=self._handed_in(key, now),
                people=self._people,
                reason=RETURN_REASON if state is ActualState.RETURNED else "",
            )

    def _keys(self, last_year: int) -> Iterator[ActualKey]:
        story = self._story
        for year in range(story.start, last_year + 1):
            for indicator in (*story.values, *story.sums):
                yield ActualKey(self._code, indicator, year)
            for indicator, base_year in story.reductions.items():
                if base_year < year:
                    yield ActualKey(self._code, indicator, year, base_year)

    def _value(self, key: ActualKey) -> Decimal | None:
        if key in self._known:
            return self._known[key]
        if key.base_year is not None:
            return self._reduction(key, key.base_year)
        if key.indicator in self._story.sums:
            parts = [
                self._value(ActualKey(key.region, part, key.year))
                for part in self._story.sums[key.indicator]
            ]
            return sum((part for part in parts if part is not None), Decimal(0))
        return self._on_the_way(key)

    def _on_the_way(self, key: ActualKey) -> Decimal:
        """Between the two values of the story, a little off the straight line; then on."""
        first, reached = (Decimal(text) for text in self._story.values[key.indicator])
        change = reached - first
        share = Decimal(key.year - self._story.start) / (REACHED - self._story.start)
        value = first + change * share
        strays = not self._indicators[key.indicator].cumulative  # what adds up never falls
        if strays and self._story.start < key.year < REACHED:
            value += change * _STRAY * _between_minus_one_and_one(key)
        highest = self._indicators[key.indicator].unit.highest
        if highest is not None:
            value = min(value, highest)
        return rounded(max(value, Decimal(0)), places_of(reached))

    def _reduction(self, key: ActualKey, base_year: int) -> Decimal | None:
        level = self._indicators[key.indicator].level_of_id or ""
        base = self._value(ActualKey(key.region, level, base_year))
        now = self._value(ActualKey(key.region, level, key.year))
        derived = None if base is None or now is None else derived_reduction(base, now)
        return None if derived is None else rounded(derived - _PRICES * (key.year - base_year), 1)

    def _handed_in(self, key: ActualKey, now: datetime) -> datetime:
        month, day = _LATE if key.indicator in self._story.late else _HANDED_IN
        day += _digest(key) % 15
        due = datetime.combine(date(key.year + 1, month, day), time(9, 30))
        # In the first months of a year its values were handed in lately.
        return min(timezone.make_aware(due), now - timedelta(days=10))


def _between_minus_one_and_one(key: ActualKey) -> Decimal:
    return Decimal(_digest(key) % 2001) / 1000 - 1


def _digest(key: ActualKey) -> int:
    """The same number for the same key, always: the demonstration has no dice."""
    return int.from_bytes(hashlib.sha256(str(key).encode()).digest()[:4], "big")


def _staff() -> Mapping[tuple[str, str], User]:
    """The demonstration's people by role and region; of a city the first, the water bureau's."""
    people = list(demo_people())
    users = {
        user.username: user
        for user in User.objects.filter(username__in=[person.username for person in people])
    }
    found: dict[tuple[str, str], User] = {}
    for person in people:
        if person.role is not None and person.region is not None and person.username in users:
            found.setdefault((person.role, person.region.code), users[person.username])
    return found


def _people_of(region: Region, staff: Mapping[tuple[str, str], User]) -> People | None:
    clerk = staff.get(("editor", region.code))
    reviewer = staff.get(("reviewer", ancestors_of(region)[-1]))
    if region.level != RegionLevel.CITY or clerk is None or reviewer is None:
        return None
    return People(clerk=clerk, reviewer=reviewer)
