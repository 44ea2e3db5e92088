"""Writes the demonstration's invented values, and removes them again.

Values of years that are closed, or that nobody opened, couldn't come through the services of the
grid. They are written here with the same history: saved and submitted by a clerk, decided by a
reviewer, every step a revision in its chain.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from django.contrib.auth.models import User
from django.db import connection, transaction

from common import append_only
from common.decimals import places_of
from indicators.actuals.models import Actual, Evidence, Revision
from indicators.actuals.rules.enums import Action, ActualState, ObsStatus
from indicators.actuals.rules.history import digest
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.surroundings import Surroundings
from indicators.actuals.services.history import content_of

SOURCE = "演示数据（虚构）"
EXPLANATION = "演示数据，数值为虚构，仅供试用填报和审核。"


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


@dataclass(frozen=True, slots=True)
class _Step:
    """A revision to come: what was done by whom, when, and the state that it led to."""

    action: Action
    by: User
    at: datetime
    state: ActualState
    reason: str = ""


@transaction.atomic
def invent(*, values: Sequence[Invented], now: datetime) -> int:
    """Write each of `values` whose key isn't there, marked `demo`; returns how many.

    What the checks find is explained in the words of a demonstration.
    """
    keys = {one.key for one in values}
    known = {
        row.key
        for row in Actual.objects.filter(region__in={key.region for key in keys}).only(
            "region_id", "indicator_id", "year", "base_year"
        )
    }
    wanted = [one for one in values if one.key not in known]
    made = Actual.objects.bulk_create([_actual(one, now) for one in wanted])
    _explain(made)
    chains = zip(wanted, made, strict=True)
    Revision.objects.bulk_create(
        [revision for one, actual in chains for revision in _chain(one, actual, now)]
    )
    return len(made)


@transaction.atomic
def remove_invented() -> int:
    """Remove every value marked `demo`, with its history; returns how many.

    The only place that deletes revisions. The trigger that refuses it is dropped and put back
    within one transaction, in which the database lets nobody else write: a half-done removal
    is rolled back, trigger and all. What goes is the history of values that never were; a
    demonstration value that a person has corrected is no longer marked, and stays.
    """
    invented = Actual.objects.filter(demo=True)
    number = invented.count()
    if not number:
        return 0
    editor, table = connection.schema_editor(), Revision._meta.db_table
    connection.check_constraints()  # PostgreSQL drops no trigger while a check is still pending
    append_only.remove(editor, table)
    Revision.objects.filter(actual__in=invented).delete()
    evidence = list(Evidence.objects.filter(actual__in=invented))
    Evidence.objects.filter(actual__in=invented).delete()
    invented.delete()
    connection.check_constraints()
    append_only.install(editor, table, unique=("actual_id", "number"))
    for one in evidence:
        transaction.on_commit(partial(one.file.delete, save=False))
    return number


def _actual(one: Invented, now: datetime) -> Actual:
    steps = _steps(one, now)
    approved = one.state is ActualState.APPROVED
    return Actual(
        region_id=one.key.region,
        indicator_id=one.key.indicator,
        year=one.key.year,
        base_year=one.key.base_year,
        value=one.value,
        value_places=places_of(one.value),
        obs_status=ObsStatus.NORMAL,
        source=SOURCE,
        state=one.state,
        demo=True,
        version=len(steps),
        updated_at=steps[-1].at,
        submitted_by=one.people.clerk,
        submitted_at=steps[1].at,
        published_value=one.value if approved else None,
        published_places=places_of(one.value) if approved else None,
        published_obs_status=ObsStatus.NORMAL if approved else "",
        published_source=SOURCE if approved else "",
        published_at=steps[-1].at if approved else None,
    )


def _explain(actuals: Sequence[Actual]) -> None:
    around = Surroundings([actual.key for actual in actuals])
    doubtful = [one for one in actuals if around.findings(one.key, one.printed_value)]
    for one in doubtful:
        one.explanation = EXPLANATION
    Actual.objects.bulk_update(doubtful, ["explanation"])


def _steps(one: Invented, now: datetime) -> list[_Step]:
    clerk, reviewer = one.people.clerk, one.people.reviewer
    steps = [
        _Step(Action.SAVE, clerk, one.handed_in - timedelta(hours=1), ActualState.DRAFT),
        _Step(Action.SUBMIT, clerk, one.handed_in, ActualState.SUBMITTED),
    ]
    decided = min(one.handed_in + timedelta(days=6), now)
    if one.state is ActualState.APPROVED:
        steps.append(_Step(Action.APPROVE, reviewer, decided, ActualState.APPROVED))
    elif one.state is ActualState.RETURNED:
        steps.append(_Step(Action.RETURN, reviewer, decided, ActualState.RETURNED, one.reason))
    return steps


def _chain(one: Invented, actual: Actual, now: datetime) -> list[Revision]:
    revisions: list[Revision] = []
    for number, step in enumerate(_steps(one, now), start=1):
        before = revisions[-1] if revisions else None
        revision = Revision(
            actual=actual,
            number=number,
            at=step.at,
            by=step.by,
            action=step.action,
            from_state=before.to_state if before else "",
            to_state=step.state,
            from_value=before.to_value if before else None,
            from_places=before.to_places if before else None,
            to_value=actual.value,
            to_places=actual.value_places,
            from_obs_status=before.to_obs_status if before else "",
            to_obs_status=actual.obs_status,
            source=actual.source,
            note=actual.note,
            explanation=actual.explanation,
            reason=step.reason,
            previous_hash=before.hash if before else "",
        )
        revision.hash = digest(content_of(revision, str(actual.key)), revision.previous_hash)
        revisions.append(revision)
    return revisions
