"""Reads the history for the change feed: rows that may have changed something public, in order.

Numbers are given, and rows committed, under one lock: who sees a row sees all before it. So what
one statement reads is everything up to its last row, however many write meanwhile.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from django.db import connection

from common.chunks import chunks
from common.records.models import HistoryRow, Record
from common.records.rules.public_changes import PublicChange
from common.records.services.kinds import kind_of, kinds
from indicators.plans.rules.history import KIND as PLAN

# The most rows that a page looks at, whether they changed something public or not, and the most
# of them that are loadings of a plan, which are long and are read one by one.
MOST_ROWS = 1000
MOST_LOADINGS = 20
_AT_ONCE = 200


class Candidate(NamedTuple):
    """A history row that may have changed something public."""

    sequence: int
    kind: str
    seal: str


class Scan(NamedTuple):
    """Candidates in their order, and up to which row all were looked at; `is_whole`: there are no
    more for now."""

    found: list[Candidate]
    last: int
    is_whole: bool


class ToldRow(NamedTuple):
    """A history row and what it changed for the public: nothing, if it was a draft after all."""

    candidate: Candidate
    row: HistoryRow
    changes: Sequence[PublicChange]


def candidates(after: int, *, until: int | None = None, of: Collection[str] | None = None) -> Scan:
    """The first `MOST_ROWS` that follow row `after`, up to `until`, of kinds of records (`of`).
    One query, as long wherever it is."""
    return _candidates(after, until, of, newest_first=False)


def last_candidates() -> list[Candidate]:
    """The last ones, the newest first. One query."""
    return _candidates(0, None, None, newest_first=True).found


def told(found: Sequence[Candidate]) -> Iterator[ToldRow]:
    """What each of `found` changed, in their order, read as far as it is asked for: two hundred
    rows at a time, a loading of a plan when its turn comes. Ends after `MOST_LOADINGS`."""
    loadings = 0
    for some in chunks(found, _AT_ONCE):
        short = {
            row.candidate.sequence: row for row in _told([one for one in some if one.kind != PLAN])
        }
        for one in some:
            if one.kind == PLAN and loadings == MOST_LOADINGS:
                return
            loadings += one.kind == PLAN
            yield from _told([one]) if one.kind == PLAN else [short[one.sequence]]


def seal_at(sequence: int) -> str | None:
    """The seal of the row of that number; None where there is none."""
    rows = HistoryRow.objects.filter(sequence=sequence).values_list("seal", flat=True)
    return rows.first()


def _told(found: Sequence[Candidate]) -> list[ToldRow]:
    known = {one.sequence: one for one in found}
    rows = list(
        HistoryRow.objects.filter(sequence__in=known).select_related("record").order_by("sequence")
        if known
        else ()
    )
    changes: dict[int, Sequence[PublicChange]] = {}
    for name in {one.kind for one in found}:
        of_kind = [row for row in rows if row.record.kind == name]
        changes |= kind_of(name).public_changes(of_kind)
    return [ToldRow(known[row.sequence], row, changes.get(row.sequence, ())) for row in rows]


def _candidates(
    after: int, until: int | None, of: Collection[str] | None, *, newest_first: bool
) -> Scan:
    wanted = {
        kind.name: frozenset(kind.public_actions)
        for kind in kinds()
        if of is None or kind.name in of
    }
    actions = sorted({str(action) for some in wanted.values() for action in some})
    order = "DESC" if newest_first else "ASC"
    history, record = (
        connection.ops.quote_name(one._meta.db_table) for one in (HistoryRow, Record)
    )
    upto = "" if until is None else " AND sequence <= %s"
    # Each by the index of action and number, so that drafts between them cost nothing.
    one = (
        "SELECT * FROM (SELECT sequence, action, seal, record_id "
        f"FROM {history} WHERE action = %s AND sequence > %s{upto} "
        f"ORDER BY sequence {order} LIMIT {MOST_ROWS}) one"
    )
    every = " UNION ALL ".join([one] * len(actions))
    sql = (
        f"SELECT found.sequence, record.kind, found.seal, found.action FROM ({every}) found "
        f"JOIN {record} record ON record.id = found.record_id "
        f"ORDER BY found.sequence {order} LIMIT {MOST_ROWS}"
    )
    parameters: list[str | int] = []
    for action in actions:
        parameters += [action, after] if until is None else [action, after, until]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = cursor.fetchall()
    found = [
        Candidate(sequence, kind, seal)
        for sequence, kind, seal, action in rows
        if action in wanted.get(kind, ())
    ]
    return Scan(found, rows[-1][0] if rows else after, is_whole=len(rows) < MOST_ROWS)
