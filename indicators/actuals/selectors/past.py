"""Actuals as they were at a moment: the table itself, but for what was changed since.

What was changed since was in the state that the last row of its history up to the moment left,
and public as its publication of the moment says. Of what was being worked on only that is told
which the completeness counts: the state, and whether there is a value.
"""

from collections.abc import Sequence
from datetime import datetime

from common import kept_json as kept
from common.past import Relation, real
from common.records.models import HistoryRow, Publication, Record
from common.records.selectors.past import changed_since
from indicators.actuals.models import Actual
from indicators.actuals.rules.content import KIND

_TABLE = Actual._meta.db_table
_HISTORY = HistoryRow._meta.db_table
_PUBLIC = Publication._meta.db_table


def relations(at: datetime) -> Sequence[Relation]:
    """The table as it was at `at`; none where nothing was changed since. One query."""
    changed, removed = changed_since(at, kind=KIND)
    if not changed:
        return ()
    parts = [_there(kept.instant(at))]
    if removed:
        parts.append(_removed(kept.instant(at)))
    return [Relation(_TABLE, " UNION ALL ".join(parts))]


def _there(at: str) -> str:
    """What is there: as it is where it wasn't changed since, else as it was, if it was."""
    unchanged = f'a."updated_at" <= {at}'
    then = _columns('a."record_id"')
    columns = [_either(f"a.{name}", then.get(name), unchanged) for name in _names()]
    return (
        f"SELECT {_as(columns)} FROM {real(_TABLE)} a "
        + _joined('a."record_id"', at, when=f'a."updated_at" > {at}')
        + f' WHERE ({unchanged} OR h."after" IS NOT NULL)'
    )


def _either(now: str, then: str | None, unchanged: str) -> str:
    return now if then is None else f"CASE WHEN {unchanged} THEN {now} ELSE {then} END"


def _removed(at: str) -> str:
    """What was there and is gone, from the key of its record; under a number below zero."""
    known = _columns("r.id") | _of_key('r."key"')
    return (
        f"SELECT {_as([known[name] for name in _names()])} FROM {real(Record._meta.db_table)} r "
        + _joined("r.id", at, when="1 = 1")
        + f""" WHERE r."kind" = '{KIND}' AND h."after" IS NOT NULL AND NOT EXISTS """
        + f'(SELECT 1 FROM {real(_TABLE)} a WHERE a."record_id" = r.id)'
    )


def _joined(record: str, at: str, *, when: str) -> str:
    """`h`, the last history row up to `at`, and `p`, what was public then; only `when` so."""
    history = f"""one."record_id" = {record} AND one."at" <= {at} ORDER BY one."number" DESC"""
    public = (
        f"""one."record_id" = {record} AND one."published_at" <= {at} """
        f"""AND (one."ended_at" IS NULL OR one."ended_at" > {at}) ORDER BY one."version" DESC"""
    )
    return " ".join(
        _one(table, name, condition, when)
        for table, name, condition in ((_HISTORY, "h", history), (_PUBLIC, "p", public))
    )


def _one(table: str, name: str, condition: str, when: str) -> str:
    """A join with one row at most, which isn't looked for unless `when`."""
    if kept.is_sqlite():
        pk = f"SELECT one.id FROM {real(table)} one WHERE {condition} LIMIT 1"
        return f"LEFT JOIN {real(table)} {name} ON {name}.id = CASE WHEN {when} THEN ({pk}) END"
    row = f"SELECT one.* FROM {real(table)} one WHERE {when} AND {condition} LIMIT 1"
    return f"LEFT JOIN LATERAL ({row}) {name} ON TRUE"


def _columns(record: str) -> dict[str, str]:
    """What the columns said, but for those that name the value."""
    after, public = 'h."after"', 'p."content"'
    # The row with which it began: what was removed and came back begins anew.
    began = (
        f'(SELECT MAX(one."number") FROM {real(_HISTORY)} one WHERE one."record_id" = {record} '
        'AND one."number" <= h."number" AND one."before" IS NULL)'
    )
    said = {
        "state": kept.text(after, "state"),
        "obs_status": kept.text(after, "obs_status"),
        "demo": kept.flag(after, "demo"),
        "version": 'h."number"',
        "updated_at": 'h."at"',
        "began": began,
        "published_value": kept.number(public, "value"),
        "published_places": kept.places(public, "value"),
        "published_obs_status": kept.text_or_empty(public, "obs_status"),
        "published_source": kept.text_or_empty(public, "source"),
        "published_note": kept.text_or_empty(public, "note"),
        "published_at": 'p."published_at"',
        "published_version": 'p."version"',
        "withdrawn_value": kept.number(after, "withdrawn_value"),
        "withdrawn_places": kept.places(after, "withdrawn_value"),
        "withdrawn_obs_status": kept.text_or_empty(after, "withdrawn_obs_status"),
        "withdrawn_at": kept.time(after, "withdrawn_at"),
        "withdrawn_organ": kept.text_or_empty(after, "withdrawn_organ"),
        "withdrawn_reason": kept.text_or_empty(after, "withdrawn_reason"),
        "withdrawn_version": kept.whole(after, "withdrawn_version"),
    }
    naming = ("id", "record_id", "region_id", "indicator_id", "year", "base_year")
    # Columns that nobody is told of the past: what was being worked on.
    fields = (one for one in Actual._meta.concrete_fields if one.attname not in (*naming, *said))
    return said | {one.attname: "NULL" if one.null else "''" for one in fields}


def _of_key(key: str) -> dict[str, str]:
    """What `ActualKey` reads: `140300.total_water_use.2025`, `140300.….2020-2025`."""
    if kept.is_sqlite():
        rest = f"substr({key}, 8)"
        period = f"substr({rest}, instr({rest}, '.') + 1)"
        indicator, year = f"substr({rest}, 1, instr({rest}, '.') - 1)", f"substr({period}, -4)"
    else:
        indicator, period = f"split_part({key}, '.', 2)", f"split_part({key}, '.', 3)"
        year = f"right({period}, 4)"
    base = f"CASE WHEN length({period}) > 4 THEN CAST(substr({period}, 1, 4) AS INTEGER) END"
    return {
        "id": "-r.id",
        "record_id": "r.id",
        "region_id": f"substr({key}, 1, 6)",
        "indicator_id": indicator,
        "year": f"CAST({year} AS INTEGER)",
        "base_year": base,
    }


def _names() -> list[str]:
    return [one.attname for one in Actual._meta.concrete_fields]


def _as(columns: Sequence[str]) -> str:
    return ", ".join(f'{sql} AS "{name}"' for sql, name in zip(columns, _names(), strict=True))
