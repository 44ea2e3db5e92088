"""The history of actuals: rows of `common.records`, read as what an actual said."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, overload

from django.db.models import F, Prefetch, Q, QuerySet

from common.records.models import Evidence, HistoryRow
from common.rows import handing_out
from indicators.actuals.models import Actual
from indicators.actuals.rules.content import ActualContent
from indicators.actuals.rules.enums import PUBLISHING, ActualState
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


def with_files() -> "Prefetch[str]":
    """What `files` reads, for rows with their `record`. One query."""
    return Prefetch("record__evidence", Evidence.objects.filter(removed_at__isnull=True))


def with_decisions() -> "Prefetch[str]":
    """What `last_sent_back` reads, for rows with their `record`. One query."""
    sent_back = HistoryRow.objects.filter(action__in=SENDS_BACK).select_related("by")
    return Prefetch("record__history", sent_back.order_by("-number"))


def files(actual: Actual) -> list[Evidence]:
    """The files that prove a value, prefetched."""
    return list(actual.record.evidence.all())


@dataclass(frozen=True, slots=True)
class Past:
    """What the history says beside a value: why a reviewer last sent it back, and the last version
    that was explained, where the present one isn't."""

    sent_back_because: str = ""
    explained: Version | None = None


def past_of(actuals: Iterable[Actual]) -> dict[int, Past]:
    """The past of those (by pk) of which a page asks: what was returned or reopened, and what has
    no explanation. One query, none where there is no such value."""
    with_a_past = {
        one.pk: one
        for one in actuals
        if not one.explanation or one.state in (ActualState.RETURNED, ActualState.REOPENED)
    }
    # A first version has no past.
    with_a_past = {pk: one for pk, one in with_a_past.items() if one.version > one.began}
    if not with_a_past:
        return {}
    relevant = Q(action__in=SENDS_BACK) | ~Q(after__explanation="")
    found: dict[int, Past] = {}
    for row in rows_of(with_a_past).filter(relevant).annotate(actual=F("record__actual")):
        past, one = found.get(row.actual, Past()), version(row)
        if row.action in SENDS_BACK:
            past = replace(past, sent_back_because=row.reason)
        if one.after.explanation and not with_a_past[row.actual].explanation:
            past = replace(past, explained=one)
        found[row.actual] = past  # the later one takes the place of the earlier
    return found


def last_sent_back(actual: Actual) -> HistoryRow | None:
    """The last time that a reviewer returned or reopened a value, prefetched."""
    rows = (row for row in actual.record.history.all() if row.number >= actual.began)
    return next(rows, None)


@overload
def history(seen: WorkingView) -> QuerySet[HistoryRow, WorkingChange]: ...


@overload
def history(seen: SeenActual) -> QuerySet[HistoryRow, PublishedChange]: ...


def history(seen: SeenActual) -> QuerySet[HistoryRow, PublishedChange]:
    """The changes of an actual, oldest first.

    Who sees only what is published gets the changes that published a value.
    """
    rows = HistoryRow.objects.filter(record__actual=seen.pk).order_by("number")
    if isinstance(seen, WorkingView):
        return handing_out(rows, working_change)
    return handing_out(rows.filter(action__in=PUBLISHING), _published_change)


def sent_back(seen: WorkingView) -> WorkingChange | None:
    """The last time that a reviewer returned or reopened the value."""
    rows = rows_of([seen.pk]).filter(action__in=SENDS_BACK)
    return handing_out(rows, working_change).last()


def _published_change(row: HistoryRow) -> PublishedChange:
    return PublishedChange(**_public_part(version(row)))


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
    }
