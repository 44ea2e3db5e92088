"""What was published, corrected, withdrawn or removed of values, the newest first.

It is read from the publications alone: a correction that is under way is in none of them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any, TypeAlias

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from common.events import EventKey, EventScope, Window
from common.records.models import HistoryRow, Publication
from common.records.rules.publications import Ending
from indicators.actuals.models import Actual
from indicators.actuals.rules.content import KIND, ActualContent
from indicators.actuals.rules.enums import PUBLIC, PUBLISHING, Action
from indicators.actuals.rules.keys import ActualKey, parse_key
from indicators.actuals.rules.publications import PublishedValue, ValueChange
from indicators.plans.selectors.promise_rows import Pair

OPENED, ENDED = "published", "ended"  # the sources of the keys
_Versions: TypeAlias = Mapping[int, PublishedValue]  # of one record, by their numbers
_CODE = 6  # the letters of a key that name its region
_ENDINGS = {
    ValueChange.WITHDRAWN: Ending.WITHDRAWN.value,
    ValueChange.REMOVED: Ending.REMOVED.value,
}


@dataclass(frozen=True, slots=True)
class ValueEvent:
    """A publication that began (`opened`) or ended for good, not yet with what it changed."""

    key: EventKey
    change: ValueChange
    of: ActualKey
    record: int
    version: int

    @property
    def pair(self) -> Pair:
        return (self.of.region, self.of.indicator)


@dataclass(frozen=True, slots=True)
class ValueDetail:
    """What an event changed. `before` is what was public until then, or, where it had been
    withdrawn, was so last: `again`. `reason` and `organ`: of a withdrawal."""

    before: PublishedValue | None
    after: PublishedValue | None
    again: bool = False
    reason: str = ""
    organ: str = ""
    demo: bool = False

    @property
    def source(self) -> str:
        """What the published value rests on."""
        return "" if self.after is None else self.after.source


def value_events(
    window: Window, scope: EventScope, *, kinds: Collection[ValueChange], limit: int
) -> list[ValueEvent]:
    """At most `limit` of each: publications that began, and that ended for good. Two queries."""
    rows = _in_scope(scope)
    found: list[ValueEvent] = []
    if {ValueChange.PUBLISHED, ValueChange.CORRECTED} & set(kinds):
        opened = window.rows(_opened(rows, kinds), "published_at", OPENED)
        found += [_opening(row) for row in opened[:limit]]
    if endings := [_ENDINGS[kind] for kind in kinds if kind in _ENDINGS]:
        ended = window.rows(rows.filter(ended_by__in=endings), "ended_at", ENDED)
        found += [_ending(row) for row in ended[:limit]]
    return found


def publications_of(pairs: Collection[Pair], records: Collection[int]) -> list[PublishedValue]:
    """Every publication of the values of `pairs`, and of `records`, whose values may be gone.

    One query, none for no pairs; one more where values of `records` are gone: of those that were
    removed only these are known.
    """
    if not pairs:
        return []
    mine = reduce(or_, (Q(region=region, indicator=code) for region, code in sorted(pairs)))
    there = Publication.objects.filter(record__in=Actual.objects.filter(mine).values("record"))
    rows = list(there.select_related("record"))
    if gone := set(records).difference(row.record_id for row in rows):
        rows += Publication.objects.filter(record__in=gone).select_related("record")
    return [_published(row) for row in rows]


def details_of(
    events: Sequence[ValueEvent], known: Iterable[PublishedValue]
) -> Mapping[EventKey, ValueDetail]:
    """What each event changed; `known` are the publications of its records. One query at most."""
    if not events:
        return {}
    versions: dict[int, dict[int, PublishedValue]] = {}
    for one in known:
        versions.setdefault(one.record, {})[one.version] = one
    rows = _history(events)
    return {
        event.key: _detail(event, versions[event.record], rows.get(event.record, []))
        for event in events
    }


def _in_scope(scope: EventScope) -> QuerySet[Publication]:
    rows = Publication.objects.filter(record__kind=KIND).select_related("record")
    if scope.regions is not None:
        region = Substr("record__key", 1, _CODE)
        rows = rows.alias(region=region).filter(region__in=scope.regions)
    if scope.indicators:
        # By the key, since a removed value is in no other table.
        mine = (Q(record__key__contains=f".{code}.") for code in scope.indicators)
        rows = rows.filter(reduce(or_, mine))
    return rows


def _opened(rows: QuerySet[Publication], kinds: Collection[ValueChange]) -> QuerySet[Publication]:
    """Those that began; `replaces` says whether another one ended for it."""
    replaced = Publication.objects.filter(
        record=OuterRef("record"),
        ended_at=OuterRef("published_at"),
        ended_by=Ending.REPLACED.value,
        version__lt=OuterRef("version"),
    )
    found = rows.annotate(replaces=Exists(replaced))
    if ValueChange.PUBLISHED not in kinds:
        return found.filter(replaces=True)
    return found if ValueChange.CORRECTED in kinds else found.filter(replaces=False)


def _opening(row: Any) -> ValueEvent:
    change = ValueChange.CORRECTED if row.replaces else ValueChange.PUBLISHED
    return _event(row, EventKey(row.published_at, OPENED, row.pk), change)


def _ending(row: Publication) -> ValueEvent:
    assert row.ended_at is not None
    return _event(row, EventKey(row.ended_at, ENDED, row.pk), ValueChange(row.ended_by))


def _event(row: Publication, key: EventKey, change: ValueChange) -> ValueEvent:
    return ValueEvent(key, change, parse_key(row.record.key), row.record_id, row.version)


def _published(row: Publication) -> PublishedValue:
    content = row.content
    value = content["value"]
    return PublishedValue(
        pk=row.pk,
        record=row.record_id,
        version=row.version,
        key=parse_key(row.record.key),
        value=None if value is None else Decimal(value),
        obs_status=content["obs_status"],
        source=content["source"],
        note=content["note"],
        published_at=row.published_at,
        ended_at=row.ended_at,
        ended_by=Ending(row.ended_by) if row.ended_by else None,
    )


def _history(events: Sequence[ValueEvent]) -> dict[int, list[HistoryRow]]:
    """Of each record the rows that published or ended something, oldest first."""
    found: dict[int, list[HistoryRow]] = {}
    records = {event.record for event in events}
    rows = HistoryRow.objects.filter(record__in=records, action__in=(*PUBLIC, Action.REMOVE))
    for row in rows.order_by("number").only("record", "number", "action", "after"):
        found.setdefault(row.record_id, []).append(row)
    return found


def _detail(event: ValueEvent, versions: _Versions, rows: Sequence[HistoryRow]) -> ValueDetail:
    mine = versions[event.version]
    row = next((one for one in rows if one.number == event.version), None)
    demo = row is not None and ActualContent.of_json(row.after).demo
    if event.key.source == OPENED:
        before = _previous(event, versions)
        again = before is not None and before.ended_by is Ending.WITHDRAWN
        return ValueDetail(before, mine, again, demo=demo)
    reason, organ = _withdrawal(event, rows)
    return ValueDetail(mine, None, reason=reason, organ=organ, demo=demo)


def _previous(event: ValueEvent, versions: _Versions) -> PublishedValue | None:
    """The publication before, unless the value was removed after it."""
    before = [number for number in versions if number < event.version]
    last = versions[max(before)] if before else None
    return None if last is None or last.ended_by is Ending.REMOVED else last


def _withdrawal(event: ValueEvent, rows: Sequence[HistoryRow]) -> tuple[str, str]:
    """Reason and organ as they were published; empty where it was no withdrawal."""
    later = (one for one in rows if one.number > event.version and one.action not in PUBLISHING)
    row = next(later, None)
    said = None if row is None else ActualContent.of_json(row.after).withdrawn
    return ("", "") if said is None else (said.reason, said.organ)
