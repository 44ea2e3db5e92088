"""What the history of actuals changed for the public: for the change feed."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from common.chunks import chunks
from common.records.models import HistoryRow, Publication
from common.records.rules.public_changes import PublicChange, PublicChangeKind
from common.records.rules.publications import Ending
from indicators.actuals.rules.content import KIND
from indicators.actuals.rules.enums import PUBLISHING, Action
from indicators.actuals.rules.keys import parse_key

_ENDED = (Ending.WITHDRAWN, Ending.REMOVED)


class _PublishedBefore:
    """What was published of some records, and when they were removed; two queries, but for
    chunks."""

    def __init__(self, records: Collection[int]) -> None:
        self._versions: dict[int, list[int]] = defaultdict(list)
        self._removals: dict[int, list[int]] = defaultdict(list)
        self._endings: dict[tuple[int, int], str] = {}
        for some in chunks(sorted(records)):
            found = Publication.objects.filter(record__in=some).order_by("record", "version")
            for record, version, ending in found.values_list("record", "version", "ended_by"):
                self._versions[record].append(version)
                self._endings[record, version] = ending
            gone = HistoryRow.objects.filter(record__in=some, action=Action.REMOVE)
            for record, number in gone.order_by("record", "number").values_list("record", "number"):
                self._removals[record].append(number)

    def was_there(self, row: HistoryRow) -> bool:
        """Whether the public knew of the value when it was removed."""
        version = self._last(row)
        removals = self._removals[row.record_id]
        earlier = removals[: bisect_left(removals, row.number)]
        return version is not None and not (earlier and earlier[-1] > version)

    def was_public(self, row: HistoryRow) -> bool:
        """Whether another value was published when this one took its place."""
        version = self._last(row)
        return version is not None and self._endings[row.record_id, version] not in _ENDED

    def _last(self, row: HistoryRow) -> int | None:
        versions = self._versions[row.record_id]
        position = bisect_left(versions, row.number)
        return versions[position - 1] if position else None


def public_changes(rows: Sequence[HistoryRow]) -> Mapping[int, Sequence[PublicChange]]:
    """What `rows`, with their records, changed for the public, by their sequence: a value was
    published, corrected, withdrawn, or, where anybody knew of it, removed."""
    before = _PublishedBefore({row.record_id for row in rows})
    found: dict[int, Sequence[PublicChange]] = {}
    for row in rows:
        kind = _kind(row, before)
        key = parse_key(row.record.key)
        if kind is not None:
            change = PublicChange(kind, KIND, str(key), key.region, key.indicator)
            found[row.sequence] = (change,)
    return found


def _kind(row: HistoryRow, before: _PublishedBefore) -> PublicChangeKind | None:
    if row.after is None:
        return PublicChangeKind.REMOVED if before.was_there(row) else None
    if row.action == Action.RETRACT:
        return PublicChangeKind.WITHDRAWN
    if row.action not in PUBLISHING:
        return None
    if before.was_public(row):
        return PublicChangeKind.CORRECTED
    return PublicChangeKind.PUBLISHED
