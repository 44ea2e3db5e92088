"""Everything that a person owes, the most urgent first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias
from urllib.parse import urlencode

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.urls import reverse

from departments.models import Region
from departments.people import person_of
from indicators.actuals.selectors.mine import (
    CityQueue,
    Hand,
    OpenPlace,
    in_hand,
    open_places,
    queues,
    waiting_for_final,
)
from indicators.actuals.selectors.years import due_days
from siwei.notifications.rules.enums import WaitingKind
from siwei.notifications.rules.urgency import precedence
from tasks.models import Milestone, Statement, Task
from tasks.selectors.waiting import TaskMatter, waiting_tasks

DueDays: TypeAlias = Mapping[tuple[str, int], date]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that a person owes: values of a `year` of a region, or of a task.

    `path`: the page on which it is done. `count`: how many of its kind. `due_on`: None where it has
    no day; `since`: since when somebody waits for it, where that is known; `said`: what they said.
    """

    kind: WaitingKind
    region: Region
    path: str
    count: int = 1
    year: int | None = None
    task: Task | None = None
    milestone: Milestone | None = None
    said: Statement | None = None
    due_on: date | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """What was read of a person's work, for the list of what waits and the sections below it."""

    places: list[OpenPlace]
    in_hand: Hand
    preliminary: Hand
    queues: Sequence[CityQueue]
    matters: list[TaskMatter]
    due_on: DueDays


def waiting_for(user: AbstractBaseUser | AnonymousUser, *, today: date) -> list[Waiting]:
    """Everything that `user` owes, the most urgent first."""
    return waiting_in(work_of(user, today=today))


def work_of(user: AbstractBaseUser | AnonymousUser, *, today: date) -> Work:
    """The work of `user`. Its size doesn't change the number of queries."""
    person = person_of(user)
    places = open_places(person, today=today)
    hand, waits = in_hand(user), queues(person)
    return Work(
        places=places,
        in_hand=hand,
        preliminary=waiting_for_final(user),
        queues=waits,
        matters=waiting_tasks(user, today=today),
        due_on=_due_days(places, hand, waits),
    )


def waiting_in(work: Work) -> list[Waiting]:
    """What waits of somebody's work, as one list, the most urgent first. Reads nothing."""
    found = [
        *_to_fill(work.places),
        *_to_go_on_with(work.in_hand, work.due_on),
        *_preliminary(work.preliminary),
        *_to_decide(work.queues, work.due_on),
        *_of_tasks(work.matters),
    ]
    return sorted(found, key=lambda one: precedence(one.due_on, one.since, one.kind))


def _due_days(places: Iterable[OpenPlace], hand: Hand, waits: Iterable[CityQueue]) -> DueDays:
    """What the open years say; of other ones, such as those that a reviewer decides on, it is
    read."""
    known = {(one.place.region.code, one.place.year): one.place.due_on for one in places}
    asked = {(one.region.code, one.year) for one in hand.years}
    asked |= {(one.region.code, year.year) for one in waits for year in one.years}
    if rest := asked - known.keys():
        known |= due_days({code for code, _year in rest}, {year for _code, year in rest})
    return known


def _to_fill(places: Iterable[OpenPlace]) -> Iterator[Waiting]:
    """What nobody has entered; what is in hand is counted by itself."""
    for one in places:
        if missing := one.progress.missing:
            region, year = one.place.region, one.place.year
            yield Waiting(
                WaitingKind.FILL,
                region,
                reverse("entry", args=[region.code, year]),
                missing,
                year=year,
                due_on=one.place.due_on,
            )


def _to_go_on_with(hand: Hand, due_on: DueDays) -> Iterator[Waiting]:
    for one in hand.years:
        yield Waiting(
            WaitingKind.RETURNED if one.came_back else WaitingKind.SUBMIT,
            one.region,
            reverse("entry", args=[one.region.code, one.year]),
            one.number,
            year=one.year,
            due_on=due_on.get((one.region.code, one.year)),
        )


def _preliminary(hand: Hand) -> Iterator[Waiting]:
    """Nobody knows when the bulletin comes out, so it has no day."""
    for one in hand.years:
        path = f"{reverse('mine')}#preliminary"
        yield Waiting(WaitingKind.PRELIMINARY, one.region, path, one.number, year=one.year)


def _to_decide(waits: Iterable[CityQueue], due_on: DueDays) -> Iterator[Waiting]:
    for one in waits:
        for year in one.years:
            narrowed = urlencode({"region": one.region.code, "year": year.year})
            yield Waiting(
                WaitingKind.DECIDE,
                one.region,
                f"{reverse('review')}?{narrowed}",
                year.waiting,
                year=year.year,
                due_on=due_on.get((one.region.code, year.year)),
                since=year.since,
            )


def _of_tasks(matters: Iterable[TaskMatter]) -> Iterator[Waiting]:
    for one in matters:
        page = reverse("task", args=[one.task.plan.slug, one.task.key])
        yield Waiting(
            WaitingKind(one.kind.value),
            one.task.plan.region,
            f"{page}{_place(one)}",
            task=one.task,
            milestone=one.milestone,
            due_on=one.due_on,
            since=one.since,
            said=one.statement,
        )


def _place(one: TaskMatter) -> str:
    """Where on the page of the task it is."""
    if one.statement is not None:
        return f"#said-{one.statement.pk}"
    return f"#milestone-{one.milestone.number}" if one.milestone is not None else ""
