"""Stores a batch of admitted changes: the values, their history, and what is public of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from django.contrib.auth.models import User

from common.chunks import chunks
from common.records.models import Evidence
from common.records.rules.doors import Door
from common.records.services.history import HistoryStep, append
from common.rows import update_locked
from common.signs import tidy
from indicators.actuals.models import Actual
from indicators.actuals.rules.content import ActualContent
from indicators.actuals.rules.enums import CHANGING, PUBLISHING, Action
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.rules.workflow import published_note
from indicators.actuals.services.withdrawing import NOT_WITHDRAWN
from indicators.actuals.services.work import Work

# What a change of an actual can touch; what it is about never changes.
_UPDATED = {
    field.name: field.attname
    for field in Actual._meta.concrete_fields
    if field.name not in ("id", "record", "region", "indicator", "year", "base_year")
}


@dataclass(frozen=True, slots=True)
class DoneBy:
    """Who did something, when, and through which door; of the demonstration's changes, who is said
    to have."""

    by: User | None
    at: datetime
    door: Door


DoneByKey: TypeAlias = Mapping[ActualKey, DoneBy]


def store(works: Sequence[Work], done_by: DoneByKey) -> None:
    """Write every work, with its history row, as `done_by`. Each has a record.

    A fixed number of statements, but for chunks. Afterwards `work.actual` is what is stored, None
    where it was removed.
    """
    were = [{} if work.actual is None else dict(vars(work.actual)) for work in works]
    steps = [_done(work, done_by[work.key]) for work in works]
    _store(works, done_by, _changed(works, were))
    append(steps)


def content_of(actual: Actual) -> ActualContent:
    """What an actual says now, as its history keeps it."""
    return ActualContent(
        state=actual.state,
        value=actual.printed_value,
        obs_status=actual.obs_status,
        source=actual.source,
        note=actual.note,
        explanation=actual.explanation,
        demo=actual.demo,
        withdrawn=actual.withdrawal,
    )


def _done(work: Work, done_by: DoneBy) -> HistoryStep:
    """Change the actual (not stored yet), and say what happened to it."""
    assert work.record is not None
    action = work.change.action
    before = None if work.actual is None else content_of(work.actual).as_json()
    after = None
    if action is not Action.REMOVE:
        work.actual = work.actual or _new(work)
        _change(work, work.actual, done_by)
        after = content_of(work.actual).as_json()
    return HistoryStep(
        record=work.record,
        action=action.value,
        at=done_by.at,
        by=done_by.by,
        door=done_by.door,
        before=before,
        after=after,
        reason=tidy(work.change.reason),
    )


def _new(work: Work) -> Actual:
    assert work.record is not None
    key = work.key
    return Actual(
        record=work.record,
        region_id=key.region,
        indicator_id=key.indicator,
        year=key.year,
        base_year=key.base_year,
        # Above 1 where a removed value comes back: its chain goes on.
        began=work.record.number + 1,
    )


def _change(work: Work, actual: Actual, done_by: DoneBy) -> None:
    assert work.record is not None and work.following is not None
    change = work.change
    for name, value in work.columns.items():
        setattr(actual, name, value)
    actual.state = work.following.value
    actual.version = work.record.number + 1
    actual.updated_at = done_by.at
    if change.entry is not None:
        # A demonstration value that a person corrects is that person's from then on.
        actual.demo = change.entry.demo
    if change.action in CHANGING:
        actual.changed_by = done_by.by
    if change.action is Action.SUBMIT:
        actual.submitted_by, actual.submitted_at = done_by.by, done_by.at
    if change.action in PUBLISHING:
        _publish(actual)


def _publish(actual: Actual) -> None:
    actual.published_value = actual.value
    actual.published_places = actual.value_places
    actual.published_obs_status = actual.obs_status
    actual.published_source = actual.source
    actual.published_note = published_note(actual.obs_status, actual.note)
    actual.published_at = actual.updated_at
    actual.published_version = actual.version
    # What was withdrawn before is replaced by what is published now.
    for name, value in NOT_WITHDRAWN.items():
        setattr(actual, name, value)


def _changed(works: Sequence[Work], were: Sequence[Mapping[str, object]]) -> list[str]:
    """The columns of which any value says something else than it did."""
    there = [
        (vars(work.actual), was)
        for work, was in zip(works, were, strict=True)
        if was and work.actual is not None
    ]
    return [
        name
        for name, column in _UPDATED.items()
        if any(now[column] != was[column] for now, was in there)
    ]


def _store(works: Sequence[Work], done_by: DoneByKey, changed: Sequence[str]) -> None:
    gone = [work for work in works if work.change.action is Action.REMOVE]
    for some in chunks(gone):
        _remove(some, done_by)
    kept = [work.actual for work in works if work.actual is not None]
    new = [actual for actual in kept if actual.pk is None]
    there = [actual for actual in kept if actual.pk is not None]
    Actual.objects.bulk_create(new)
    update_locked(there, changed)


def _remove(works: Sequence[Work], done_by: DoneByKey) -> None:
    """Take values away. Their records stay, and so do their files, since the history names them."""
    actuals = [work.actual for work in works if work.actual is not None]
    records = [actual.record_id for actual in actuals]
    files = list(Evidence.objects.filter(record__in=records, removed_at__isnull=True))
    when = {work.record.pk: done_by[work.key].at for work in works if work.record}
    for file in files:
        file.removed_at = when[file.record_id]
    Evidence.objects.bulk_update(files, ["removed_at"])
    Actual.objects.filter(pk__in=[actual.pk for actual in actuals]).delete()
    for work in works:
        work.actual = None
