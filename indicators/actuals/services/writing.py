"""The one way to write actuals: many changes at once, and one outcome for each.

Grid, page of a value, review, API, plans and demonstration all come through here. What is known
around the values is read once, however many they are; the number of statements grows only by
chunks of some hundred or thousand.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from common.records.rules.doors import BY_PAGE, Door, DoorKind
from common.records.services.history import forget_unused
from common.refusals import Refused
from departments.people import person_of
from departments.selectors import reviewing_organ
from indicators.actuals.rules.changes import Change
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.facts import Facts, facts_of
from indicators.actuals.selectors.subjects import sent_back
from indicators.actuals.selectors.surroundings import Surroundings
from indicators.actuals.services.admission import admit, admit_siwei
from indicators.actuals.services.checks import check_values, is_checked
from indicators.actuals.services.entering import Columns, columns, columns_of_siwei, replaces
from indicators.actuals.services.errors import BatchRefused
from indicators.actuals.services.locking import locked
from indicators.actuals.services.past import name_who_was_quicker, refuse_unchanged
from indicators.actuals.services.storing import DoneBy, DoneByKey, store
from indicators.actuals.services.withdrawing import withdrawal_columns
from indicators.actuals.services.work import Foreseen, Outcome, Work


@transaction.atomic
def write(
    *,
    changes: Sequence[Change],
    actor: User,
    now: datetime,
    door: Door,
    all_or_nothing: bool = False,
    facts: Facts | None = None,
    around: Surroundings | None = None,
) -> list[Outcome]:
    """Do every one of `changes`, each about another value; the outcomes are in their order.

    A change that is refused stops no other, and stores nothing; its outcome holds the refusal:
    `Invalid`, `NotThere`, `NotAllowed`, `Stale` or `WrongState`. With `all_or_nothing` the
    refusal of a single change is raised as it is, and `BatchRefused`, which names every value
    that stands in the way, for several; nothing is done then.

    `door` is what the changes came through. The checks see the batch's own new values as neighbours
    of each other. `facts` and `around`
    are what the caller has read for these values already; `around` knows the new values then.
    """
    if not changes:
        return []
    works = _examined(changes, actor, now, facts, around, door=door, make=True)
    refusals = {work.key: work.refusal for work in works if work.refusal is not None}
    if all_or_nothing and refusals:
        raise BatchRefused(refusals) if len(works) > 1 else next(iter(refusals.values()))
    done_by = DoneBy(actor, now, door)
    _store(works, {work.key: done_by for work in works})
    return _outcomes(changes, works)


def write_one(*, change: Change, actor: User, now: datetime, door: Door) -> Outcome:
    """Do one change, and raise its refusal."""
    return write(changes=[change], actor=actor, now=now, door=door, all_or_nothing=True)[0]


@transaction.atomic
def write_as_siwei(
    *,
    changes: Sequence[Change],
    now: datetime,
    door: Door,
    done_by: Mapping[ActualKey, DoneBy] | None = None,
) -> list[Outcome]:
    """Do changes that no person asks for: load what a plan reports, invent or remove a
    demonstration.

    Nobody's rights are asked for, nor whether the year is open, nor the checks; versions and
    states are. `done_by` names for a demonstration who is said to have done it, and when: its
    values are of closed years and of days gone by, with the history that a real one would have.
    """
    works = locked(changes, make=True)
    for work in works:
        try:
            work.following = admit_siwei(work.change, work.actual)
            if work.change.entry is not None:
                work.columns = columns_of_siwei(work.change)
        except Refused as refusal:
            work.refusal = refusal
    siwei = DoneBy(None, now, door)
    _store(works, {work.key: (done_by or {}).get(work.key, siwei) for work in works})
    return _outcomes(changes, works)


@transaction.atomic
def obstacles(
    *,
    changes: Sequence[Change],
    actor: User,
    now: datetime,
    facts: Facts | None = None,
    around: Surroundings | None = None,
) -> dict[ActualKey, Refused]:
    """What would stand in the way of each of `changes`; nothing is done."""
    seen = foresee(changes=changes, actor=actor, now=now, facts=facts, around=around)
    return {one.key: one.refusal for one in seen if one.refusal is not None}


@transaction.atomic
def foresee(
    *,
    changes: Sequence[Change],
    actor: User,
    now: datetime,
    door: Door = BY_PAGE,
    facts: Facts | None = None,
    around: Surroundings | None = None,
) -> list[Foreseen]:
    """What would come of each of `changes`, in their order, through `door`; nothing is done.

    `around` knows the new values then, as after `write`.
    """
    works = _examined(changes, actor, now, facts, around, door=door, make=False)
    by_key = {
        work.key: Foreseen(work.key, work.columns, work.findings, work.changed, work.refusal)
        for work in works
    }
    return [by_key[change.key] for change in changes]


def _examined(
    changes: Sequence[Change],
    actor: User,
    now: datetime,
    facts: Facts | None,
    around: Surroundings | None,
    *,
    door: Door,
    make: bool,
) -> list[Work]:
    """The changes with their locked rows, admitted and checked, or refused."""
    works = locked(changes, make=make)
    person = person_of(actor)
    known = facts or facts_of([work.key for work in works], person=person)
    closed = [work.actual for work in works if work.actual and not known.is_open(work.key)]
    back = sent_back(closed)
    for work in works:
        pk = work.actual.pk if work.actual else None
        try:
            work.following = admit(
                work.change,
                work.actual,
                known,
                person,
                sent_back=pk in back,
                by_import=door.kind is DoorKind.IMPORT,
            )
            work.indicator = known.indicators[work.key.indicator]
            if work.change.action is Action.SAVE:
                work.columns = columns(work.change, work.actual, work.indicator, now=now)
                work.changed = replaces(work.actual, work.columns)
            elif work.change.action is Action.RETRACT:
                work.columns = _withdrawal(work, known, actor, now)
        except Refused as refusal:
            work.refusal = refusal
    name_who_was_quicker(works, actor=actor)
    checked = [w for w in works if w.refusal is None and is_checked(w.change)]
    if checked:
        keys = [work.key for work in checked]
        check_values(
            checked,
            lambda: around or Surroundings(keys, facts=known),
            timezone.localdate(now),
        )
    refuse_unchanged(works)
    return works


def _withdrawal(work: Work, facts: Facts, actor: User, now: datetime) -> Columns:
    subject = facts.subject_of(work.key)
    assert work.actual is not None and subject is not None, "it was admitted"
    organ = reviewing_organ(actor, subject.ancestors)
    return withdrawal_columns(work.actual, reason=work.change.reason, organ=organ, now=now)


def _store(works: Sequence[Work], done_by: DoneByKey) -> None:
    store([work for work in works if work.refusal is None and work.changed], done_by)
    forget_unused([work.record for work in works if work.record is not None])


def _outcomes(changes: Sequence[Change], works: Sequence[Work]) -> list[Outcome]:
    by_key = {work.key: _outcome(work) for work in works}
    return [by_key[change.key] for change in changes]


def _outcome(work: Work) -> Outcome:
    if work.refusal is not None:
        return Outcome(work.key, None, work.findings, refusal=work.refusal)
    return Outcome(work.key, work.actual, work.findings, work.changed)
