"""Locks what a batch of changes is about, and reads it."""

from collections.abc import Sequence

from common.chunks import chunks
from common.records.services.history import lock
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Change
from indicators.actuals.rules.content import KIND
from indicators.actuals.services.work import Work


def locked(changes: Sequence[Change], *, make: bool) -> list[Work]:
    """The changes with their rows, locked until the transaction ends, in the order of the keys.

    With `make`, a value that nobody has seen gets its record before it is there: two people who
    enter it at once wait for each other at that row, and the second one finds the value of the
    first. Three statements, but for chunks; one for a single value that is there. Raises
    `ValueError` where two changes are about the same value: the second couldn't know what the
    first one leaves.
    """
    if len(changes) == 1 and changes[0].seen_version is not None:
        [change] = changes
        actual = _with_its_record(str(change.key))
        if actual is not None:
            return [Work(change, actual.record, actual)]
    ordered = sorted(changes, key=lambda change: change.key)
    keys = [str(change.key) for change in ordered]
    if len(set(keys)) < len(keys):
        raise ValueError("two changes of the same value")
    new = [str(one.key) for one in ordered if make and one.seen_version is None and one.entry]
    records = lock(KIND, keys, create=new)
    actuals: dict[int, Actual] = {}
    # Of what has no history yet there is no value.
    for some in chunks([record.pk for record in records.values() if record.number]):
        # After the lock: what somebody else has just committed is seen.
        rows = Actual.objects.filter(record__in=some).order_by()
        actuals |= {row.record_id: row for row in rows}
    works = []
    for change, key in zip(ordered, keys, strict=True):
        record = records.get(key)
        actual = actuals.get(record.pk) if record else None
        if actual is not None and record is not None:
            actual.record = record
        works.append(Work(change, record, actual))
    return works


def _with_its_record(key: str) -> Actual | None:
    """A value that is there with its locked record, in one statement.

    None where somebody else wrote meanwhile: the statement waits for the record and finds it as
    they left it, but the value as it was when it began. The record's number tells.
    """
    rows = Actual.objects.select_related("record").select_for_update(of=("record",))
    actual = rows.filter(record__kind=KIND, record__key=key).order_by().first()
    if actual is None or actual.version != actual.record.number:
        return None
    return actual
