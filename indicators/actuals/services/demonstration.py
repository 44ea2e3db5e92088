"""Writes the demonstration's invented values, and removes them again.

Values of years that are closed, or that nobody opened, couldn't be entered by anybody. Siwei writes
them through the same service, with the history that a real value would have: saved and submitted
by a clerk, decided by a reviewer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from common.records.models import HistoryRow
from common.records.rules.doors import by_command
from common.records.services.history import lock_all
from common.records.services.verification import check
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Change, Entry
from indicators.actuals.rules.content import KIND
from indicators.actuals.rules.enums import Action, ActualState
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.facts import facts_of
from indicators.actuals.selectors.surroundings import Beside, Surroundings
from indicators.actuals.services.storing import DoneBy
from indicators.actuals.services.writing import write_as_siwei

SOURCE = "演示数据（虚构）"
EXPLANATION = "演示数据，数值为虚构，仅供试用填报和审核。"
DOOR = by_command("demo")
# What only the demonstration writes; rows of before name no door.
_INVENTED = Q(door=DOOR.kind, door_name=DOOR.name) | Q(door="", after__demo=True)
_DECISIONS = {ActualState.APPROVED: Action.APPROVE, ActualState.RETURNED: Action.RETURN}


@dataclass(frozen=True, slots=True)
class People:
    """Who enters the values of a city, and who decides on them."""

    clerk: User
    reviewer: User


@dataclass(frozen=True, slots=True)
class Invented:
    """A value to be written: approved, submitted, or returned with `reason`."""

    key: ActualKey
    value: Decimal
    state: ActualState
    handed_in: datetime
    people: People
    reason: str = ""


@transaction.atomic
def invent(*, values: Sequence[Invented], now: datetime) -> int:
    """Write each of `values` whose key isn't there, marked `demo`; returns how many.

    What the checks find is explained in the words of a demonstration.
    """
    known = {
        row.key
        for row in Actual.objects.filter(region__in={one.key.region for one in values}).only(
            "region_id", "indicator_id", "year", "base_year"
        )
    }
    wanted = [one for one in values if one.key not in known]
    if not wanted:
        return 0
    lock_all()
    versions = _save(wanted, now)
    versions = _submit(wanted, versions, now)
    _decide(wanted, versions, now)
    return len(wanted)


class NoDemonstration(Exception):
    """The history of this database has nothing that the demonstration wrote."""


def refuse_real_values() -> None:
    """Raise `NoDemonstration` where people have entered values, or said something of the work,
    before any demonstration: people whose password everybody knows have no business there."""
    done = HistoryRow.objects.filter(by__isnull=False)
    if done.exists() and not _has_demonstration():
        raise NoDemonstration


class NotInvented(Exception):
    """Values that are marked as invented, and whose history doesn't prove it."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(", ".join(keys))
        self.keys = keys


@transaction.atomic
def remove_invented(*, now: datetime) -> int:
    """Remove every value that was invented; returns how many.

    A history row says that it was removed, and what was public of it ends; nothing of its history
    goes. A demonstration value that a person has corrected is no longer marked, and stays.

    The mark in the table proves nothing, since a statement of SQL can set it: each marked value
    must be what its history says, seals included. Where one isn't, nothing is removed. Raises
    `NoDemonstration` or `NotInvented`.
    """
    if not _has_demonstration():
        raise NoDemonstration
    lock_all()
    marked = list(Actual.objects.filter(demo=True))
    found = check(kind=KIND, records=[row.record_id for row in marked])
    if doubtful := [one.key for one in found if one.faults]:
        raise NotInvented(doubtful)
    changes = [Change(row.key, Action.REMOVE, row.version) for row in marked]
    return sum(one.changed for one in write_as_siwei(changes=changes, now=now, door=DOOR))


def _has_demonstration() -> bool:
    return HistoryRow.objects.filter(_INVENTED).exists()


def _save(wanted: Sequence[Invented], now: datetime) -> dict[ActualKey, int]:
    explained = _doubtful(wanted)
    changes = [
        Change(one.key, Action.SAVE, None, _entry(one, explain=one.key in explained))
        for one in wanted
    ]
    done_by = {
        one.key: DoneBy(one.people.clerk, one.handed_in - timedelta(hours=1), DOOR)
        for one in wanted
    }
    return _written(changes, done_by, now)


def _submit(
    wanted: Sequence[Invented], versions: dict[ActualKey, int], now: datetime
) -> dict[ActualKey, int]:
    changes = [Change(one.key, Action.SUBMIT, versions[one.key]) for one in wanted]
    done_by = {one.key: DoneBy(one.people.clerk, one.handed_in, DOOR) for one in wanted}
    return _written(changes, done_by, now)


def _decide(wanted: Sequence[Invented], versions: dict[ActualKey, int], now: datetime) -> None:
    decided = [one for one in wanted if one.state in _DECISIONS]
    changes = [
        Change(one.key, _DECISIONS[one.state], versions[one.key], reason=one.reason)
        for one in decided
    ]
    done_by = {
        one.key: DoneBy(one.people.reviewer, min(one.handed_in + timedelta(days=6), now), DOOR)
        for one in decided
    }
    _written(changes, done_by, now)


def _written(
    changes: Sequence[Change], done_by: dict[ActualKey, DoneBy], now: datetime
) -> dict[ActualKey, int]:
    """Write the changes; the version of each value then."""
    outcomes = write_as_siwei(changes=changes, now=now, door=DOOR, done_by=done_by)
    return {outcome.key: outcome.stored.version for outcome in outcomes}


def _entry(one: Invented, *, explain: bool) -> Entry:
    explanation = EXPLANATION if explain else None
    return Entry(one.value, source=SOURCE, explanation=explanation, demo=True)


def _doubtful(wanted: Sequence[Invented]) -> set[ActualKey]:
    """The values that the checks will question once all of them are there."""
    keys = [one.key for one in wanted]
    public = {one.key: one.value for one in wanted if one.state is ActualState.APPROVED}
    around = Surroundings(keys, facts=facts_of(keys), published=public)
    for one in wanted:
        around.enter(one.key, one.value)
    return {
        one.key
        for one in wanted
        if any(found.asks for found in around.findings(one.key, one.value, _beside(one)))
    }


def _beside(one: Invented) -> Beside:
    return Beside(SOURCE, timezone.localdate(one.handed_in))
