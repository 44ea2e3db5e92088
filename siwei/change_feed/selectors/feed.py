"""The change feed: what became of everything public, once each, in the order of commit."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from common.records.rules.public_changes import PublicChange, PublicChangeKind
from common.records.services.keys import current_key, known_keys
from departments.selectors import lineage
from siwei.change_feed.rules.cursors import BEGINNING, Place, cursor, read, unpacked
from siwei.change_feed.rules.enums import PublicSubject
from siwei.change_feed.selectors.history import (
    Scan,
    ToldRow,
    candidates,
    last_candidates,
    seal_at,
    told,
)
from siwei.change_feed.selectors.rows import rows_of

Row: TypeAlias = Mapping[str, Any]

# Of which kinds of records the history tells of a subject.
_RECORDS = {
    PublicSubject.ACTUAL: ("actual",),
    PublicSubject.TARGET: ("plan",),
    PublicSubject.PLAN: ("plan",),
    PublicSubject.TASK: ("task",),
    PublicSubject.MILESTONE: ("task", "progress"),
}


class NotOfThisHistory(LookupError):
    """A cursor of another database, of one that was restored since, or of a key that is gone."""


@dataclass(frozen=True, slots=True)
class FeedChange:
    """One change. `sequence` is the number of its history row, which no caller of the API is told;
    several changes of one loading share it. `cursor` is the place after it.

    `row` is as the list of its subject answers an anonymous caller: of an actual as this change
    published it, of anything else as it is now; None where it was removed, by this change or
    since. `at` is when it was done, as the history says, which isn't the order of commit.
    """

    sequence: int
    cursor: str
    kind: PublicChangeKind
    subject: PublicSubject
    key: str
    at: datetime
    region: str
    indicator: str
    row: Row | None


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Some changes. `last_sequence`: all up to that history row are told. `place` is where to go
    on, `cursor` the same for a caller; `more`: whether there is more to read now."""

    changes: list[FeedChange]
    last_sequence: int
    place: Place
    cursor: str
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for of the feed; None: all. A region stands for all codes of its series."""

    regions: Collection[str] | None = None
    indicators: Collection[str] | None = None
    kinds: Collection[str] | None = None
    subjects: Collection[str] | None = None

    def wants(self, change: PublicChange) -> bool:
        return (
            _holds(self.kinds, change.kind)
            and _holds(self.subjects, change.subject)
            and _holds(self.indicators, change.indicator)
            and _holds(self.regions, change.region, *change.named)
        )

    def of_the_series(self) -> "Asked":
        """The same with every code of each region."""
        if not self.regions:
            return self
        codes = frozenset(lineage().all_of(self.regions))
        return Asked(
            regions=codes, indicators=self.indicators, kinds=self.kinds, subjects=self.subjects
        )

    @property
    def records(self) -> frozenset[str] | None:
        """The kinds of records that can tell of the subjects."""
        if not self.subjects:
            return None
        return frozenset(kind for one in self.subjects for kind in _RECORDS[PublicSubject(one)])


def changes_after(
    sequence: int,
    *,
    until: int | None = None,
    limit: int,
    regions: Collection[str] | None = None,
    indicators: Collection[str] | None = None,
    kinds: Collection[str] | None = None,
    subjects: Collection[str] | None = None,
) -> FeedPage:
    """The changes of the history rows after `sequence`, up to `until` (included; the end).

    Whole rows: it stops after the row with which there are `limit` changes, so a loading of a
    plan may give more. Go on with `last_sequence` as long as `more`; without it everything up to
    `until`, or all that there was, is told. At most a thousand rows are looked at, so a page may
    be empty and have more.
    """
    asked = Asked(regions=regions, indicators=indicators, kinds=kinds, subjects=subjects)
    return _read(Place(sequence), asked, limit=limit, until=until, whole_rows=True)


def feed_page(place: Place, asked: Asked, *, limit: int) -> FeedPage:
    """At most `limit` changes after `place`."""
    return _read(place, asked, limit=limit, until=None, whole_rows=False)


def place_of(text: str) -> Place:
    """The place that a cursor names. One query. Raises `ValueError` for what is no cursor, and
    `NotOfThisHistory`."""
    made = unpacked(text)
    for key in known_keys():
        found = read(made, key=key)
        if found is None:
            continue
        seal = seal_at(found.place.sequence) if found.place.sequence else ""
        if seal is not None and found.is_of(seal):
            return found.place
    raise NotOfThisHistory(text)


def latest_page() -> FeedPage:
    """No changes, and the place after the last one. A draft since then doesn't move it."""
    for one in told(last_candidates()):
        if one.changes:
            place = Place(one.candidate.sequence)
            return _nothing(place, one.candidate.seal)
    return _nothing(BEGINNING, "")


def _nothing(place: Place, seal: str) -> FeedPage:
    return FeedPage([], place.sequence, place, cursor(place, seal, key=current_key()), more=False)


@dataclass(slots=True)
class _Reading:
    """What was read so far. `place` is after the last row that told anything, asked for or not."""

    place: Place
    seal: str
    last: int
    changes: list[tuple[ToldRow, int]] = field(default_factory=list)  # and which of the row's
    full: bool = False

    def take(self, one: ToldRow, asked: Asked, *, begun: int, limit: int | None) -> None:
        """The changes of a row but the first `begun`, as long as there are less than `limit`."""
        for number, change in enumerate(one.changes[begun:], start=begun + 1):
            if not asked.wants(change):
                continue
            if limit is not None and len(self.changes) == limit:
                self.full = True
                return
            self.changes.append((one, number))
            self._reach(one, number)
        if one.changes:
            self._reach(one, len(one.changes))
        self.last = one.candidate.sequence

    def _reach(self, one: ToldRow, number: int) -> None:
        self.place, self.seal = _after(one, number), one.candidate.seal


def _read(
    place: Place, asked: Asked, *, limit: int, until: int | None, whole_rows: bool
) -> FeedPage:
    asked = asked.of_the_series()
    # A row of which a part was told is read again.
    before = place.sequence - 1 if place.told else place.sequence
    scan = candidates(before, until=until, of=asked.records)
    seal = (seal_at(place.sequence) or "") if place.sequence else ""
    reading, looked_at = _Reading(place, seal, before), 0
    for one in told(scan.found):
        begun = place.told if one.candidate.sequence == place.sequence else 0
        reading.take(one, asked, begun=begun, limit=None if whole_rows else limit)
        if reading.full:
            break
        looked_at += 1
        if whole_rows and len(reading.changes) >= limit:
            break
    return _page(reading, scan_is_read=looked_at == len(scan.found), scan=scan, until=until)


def _page(reading: _Reading, *, scan_is_read: bool, scan: Scan, until: int | None) -> FeedPage:
    last = reading.last
    if scan_is_read:
        last = until if scan.is_whole and until is not None else scan.last
    more = not (scan_is_read and scan.is_whole)
    place, seal = reading.place, reading.seal
    if more and not reading.full and place < Place(last):
        # Rows that told nobody anything: the next page begins after them.
        place, seal = Place(last), seal_at(last) or ""
    key = current_key()
    rows = rows_of([(one, one.changes[number - 1]) for one, number in reading.changes])
    changes = [
        FeedChange(
            sequence=one.candidate.sequence,
            cursor=cursor(_after(one, number), one.candidate.seal, key=key),
            kind=change.kind,
            subject=PublicSubject(change.subject),
            key=change.key,
            at=one.row.at,
            region=change.region,
            indicator=change.indicator,
            row=row,
        )
        for (one, number), row in zip(reading.changes, rows, strict=True)
        for change in (one.changes[number - 1],)
    ]
    return FeedPage(changes, last, place, cursor(place, seal, key=key), more=more)


def _after(one: ToldRow, number: int) -> Place:
    """The place after the change of that number in a row, from 1."""
    sequence = one.candidate.sequence
    return Place(sequence) if number == len(one.changes) else Place(sequence, number)


def _holds(asked: Collection[str] | None, *found: str) -> bool:
    return not asked or any(one in asked for one in found)
