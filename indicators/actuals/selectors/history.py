"""The history of actuals: rows of `common.records`, read as what an actual said."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, overload

from django.db.models import F, Prefetch, Q, QuerySet

from common.records.models import Evidence, HistoryRow
from common.rows import handing_out
from indicators.actuals.models import Actual
from indicators.actuals.rules.content import ActualContent
from indicators.actuals.rules.enums import PUBLIC, PUBLISHING, Action, ActualState, ObsStatus
from indicators.actuals.rules.history import PublishedChange, WorkingChange
from indicators.actuals.rules.workflow import SENDS_BACK
from indicators.actuals.selectors.actuals import SeenActual, WorkingView


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an actual: the change that made it, what it said before and after."""

    row: HistoryRow
    before: ActualContent
    after: ActualContent

    @property
    def number(self) -> int:
        return self.row.number


def version(row: HistoryRow) -> Version:
    return Version(row, ActualContent.of_json(row.before), ActualContent.of_json(row.after))


def rows_of(actuals: "Collection[int] | QuerySet[Any]") -> QuerySet[HistoryRow]:
    """The rows of actuals (by pk), oldest first: not those of a value that was removed before it
    came back under the same key."""
    return HistoryRow.objects.filter(
        record__actual__in=actuals, number__gte=F("record__actual__began")
    ).order_by("record_id", "number")


def versions(numbers: Mapping[int, int]) -> dict[int, Version]:
    """Of each actual (by pk) the version with this number, where it has one. One query."""
    rows = rows_of(numbers).filter(number__in=set(numbers.values()))
    return {
        row.actual: version(row)
        for row in rows.annotate(actual=F("record__actual"))
        if row.number == numbers[row.actual]
    }


def with_files() -> "Prefetch[str]":
    """What `files` reads, for rows with their `record`. One query."""
    return Prefetch("record__evidence", Evidence.objects.filter(removed_at__isnull=True))


def with_decisions() -> "Prefetch[str]":
    """What `last_sent_back` reads, for rows with their `record`. One query."""
    decisions = (*SENDS_BACK, *PUBLISHING)
    sent_back = HistoryRow.objects.filter(action__in=decisions).select_related("by")
    return Prefetch("record__history", sent_back.order_by("-number"))


def files(actual: Actual) -> list[Evidence]:
    """The files that prove a value, prefetched."""
    return list(actual.record.evidence.all())


@dataclass(frozen=True, slots=True)
class Past:
    """What the history says beside a value: when and why a reviewer last sent it back, if it wasn't
    approved since, and the last version that was explained, where the present one isn't."""

    sent_back: HistoryRow | None = None
    explained: Version | None = None


def past_of(actuals: Iterable[Actual]) -> dict[int, Past]:
    """The past of those (by pk) of which a page asks: what isn't approved (yet, or again), and
    what has no explanation. One query, none where there is no such value."""
    with_a_past = {
        one.pk: one for one in actuals if not one.explanation or one.state != ActualState.APPROVED
    }
    # A first version has no past.
    with_a_past = {pk: one for pk, one in with_a_past.items() if one.version > one.began}
    if not with_a_past:
        return {}
    relevant = Q(action__in=(*SENDS_BACK, *PUBLISHING)) | ~Q(after__explanation="")
    found: dict[int, Past] = {}
    for row in rows_of(with_a_past).filter(relevant).annotate(actual=F("record__actual")):
        past, one = found.get(row.actual, Past()), version(row)
        if row.action in SENDS_BACK:
            past = replace(past, sent_back=row)
        elif row.action in PUBLISHING:
            past = replace(past, sent_back=None)
        if one.after.explanation and not with_a_past[row.actual].explanation:
            past = replace(past, explained=one)
        found[row.actual] = past  # the later one takes the place of the earlier
    return found


def last_sent_back(actual: Actual) -> HistoryRow | None:
    """The last time that a reviewer returned, reopened or retracted a value, unless it was
    approved since; prefetched."""
    last = next((row for row in actual.record.history.all() if row.number >= actual.began), None)
    return last if last is not None and last.action in SENDS_BACK else None


def last_changes(actuals: Collection[int]) -> dict[int, HistoryRow]:
    """The last row of each of `actuals` (by pk), with who made it. One query at most."""
    if not actuals:
        return {}
    rows = rows_of(actuals).filter(number=F("record__number")).select_related("by")
    return {row.actual: row for row in rows.annotate(actual=F("record__actual"))}


def unchanged_since_sent_back(actuals: Sequence[Actual]) -> list[int]:
    """Which (by pk) a reviewer sent back, and say the same as then: value, texts and files.

    What was approved since is none of them. One query at most.
    """
    asked = {one.pk: one for one in actuals if one.version > one.began}
    if not asked:
        return []
    relevant = (*SENDS_BACK, *PUBLISHING, Action.ATTACH, Action.DETACH)
    rows = rows_of(asked).filter(action__in=relevant).annotate(actual=F("record__actual"))
    last = {row.actual: row for row in rows}  # the later one takes the place of the earlier
    return [
        pk
        for pk, row in last.items()
        if row.action in SENDS_BACK and _same(asked[pk], version(row))
    ]


def _same(actual: Actual, then: Version) -> bool:
    """Whether it says what the reviewer sent back; of a withdrawal, the value that was public."""
    sent = then.after.withdrawn if then.row.action == Action.RETRACT else None
    before = (sent.value, sent.obs_status) if sent else (then.before.value, then.before.obs_status)
    return (
        (_printed(actual.printed_value), actual.obs_status) == (_printed(before[0]), before[1])
        and actual.source == then.before.source
        and actual.note == then.before.note
        and actual.explanation == then.before.explanation
    )


def _printed(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")


@overload
def history(seen: WorkingView) -> QuerySet[HistoryRow, WorkingChange]: ...


@overload
def history(seen: SeenActual) -> QuerySet[HistoryRow, PublishedChange]: ...


def history(seen: SeenActual) -> QuerySet[HistoryRow, PublishedChange]:
    """The changes of an actual, oldest first.

    Who sees only what is published gets the changes that published or withdrew a value.
    """
    rows = HistoryRow.objects.filter(record__actual=seen.pk).order_by("number")
    if isinstance(seen, WorkingView):
        return handing_out(rows, working_change)
    return handing_out(rows.filter(action__in=PUBLIC), _published_change)


def sent_back(seen: WorkingView) -> WorkingChange | None:
    """The last time that a reviewer returned, reopened or retracted the value, unless it was
    approved since."""
    rows = rows_of([seen.pk]).filter(action__in=(*SENDS_BACK, *PUBLISHING))
    last = handing_out(rows, working_change).last()
    return last if last is not None and last.action in SENDS_BACK else None


def _published_change(row: HistoryRow) -> PublishedChange:
    one = version(row)
    ended = one.after.withdrawn if row.action == Action.RETRACT else None
    if ended is None:
        return PublishedChange(**_public_part(one))
    # Not the working value, nor its state: a correction may be under way.
    public = _public_part(one) | {
        "from_state": ActualState.APPROVED,
        "to_state": ActualState.WITHDRAWN,
        "from_value": ended.value,
        "to_value": None,
        "from_obs_status": ended.obs_status,
        "to_obs_status": ObsStatus.MISSING,
        "source": "",
    }
    return PublishedChange(**public)


def working_change(row: HistoryRow) -> WorkingChange:
    one = version(row)
    return WorkingChange(
        **_public_part(one),
        by=row.full_name or row.username or None,
        door=row.door,
        door_name=row.door_name,
        note=one.after.note,
        explanation=one.after.explanation,
        reason=row.reason,
    )


def _public_part(one: Version) -> dict[str, Any]:
    return {
        "number": one.number,
        "at": one.row.at,
        "action": one.row.action,
        "from_state": one.before.state,
        "to_state": one.after.state,
        "from_value": one.before.value,
        "to_value": one.after.value,
        "from_obs_status": one.before.obs_status,
        "to_obs_status": one.after.obs_status,
        "source": one.after.source,
        "hash": one.row.hash,
        "withdrawn_because": one.row.reason if one.row.action == Action.RETRACT else "",
    }
