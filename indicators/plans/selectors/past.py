"""What plans said at a moment: today's tables, but for the rows in which plans that were changed
since said something else. The history keeps these (`services.promised`).

The catalogue, units, regions and departments are today's, and so are the texts of clauses.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple, TypeAlias

from django.db import connection
from django.db.models import DecimalField, Field, Model, OuterRef, Subquery

from common import kept_json as kept
from common.past import Relation, real
from common.records.models import HistoryRow, Publication, Record
from indicators.plans.models import Citation, Clause, Plan, PlanIndicator, Reported, Target
from indicators.plans.rules.differences import Difference, difference
from indicators.plans.rules.history import KIND

Differences: TypeAlias = Mapping[str, Difference]  # by part
Fields: TypeAlias = "Sequence[Field[Any, Any]]"

# The tables of a plan by the part of its content, those first that read others, and the rows of
# some plans in each.
_OWNED = '"plan_indicator_id" IN (SELECT id FROM {indicators} WHERE plan_id IN ({plans}))'
_PARTS: Sequence[tuple[str, type[Model], str]] = (
    ("citations", Citation, '"clause_id" IN (SELECT id FROM {clauses} WHERE plan_id IN ({plans}))'),
    ("reported", Reported, _OWNED),
    ("targets", Target, _OWNED),
    ("indicators", PlanIndicator, '"plan_id" IN ({plans})'),
    ("clauses", Clause, '"plan_id" IN ({plans})'),
    ("document", Plan, '"id" IN ({plans})'),
)
# Differences of contents that never change, by the hashes of their history rows.
_KNOWN: dict[tuple[str, str], Differences] = {}
_MOST_KNOWN = 5000


class _Kept(NamedTuple):
    """What the history keeps of a plan, from when to when it was public."""

    pk: int
    begin: datetime
    end: datetime | None
    hash: str


@dataclass(frozen=True, slots=True)
class _Changed:
    """The plans (by pk) that weren't there yet, and how the others differ, by part."""

    new: list[int] = field(default_factory=list)
    parts: Mapping[str, Difference] = field(
        default_factory=lambda: {part: Difference() for part, _model, _rows in _PARTS}
    )


def relations(at: datetime) -> Sequence[Relation]:
    """The tables of plans as they were at `at`, those that were changed since.

    One query, and one more for differences that this process doesn't know yet.
    """
    changed = _changed(at)
    return [
        _relation(model, rows, changed.new, changed.parts[part])
        for part, model, rows in _PARTS
        if changed.new or changed.parts[part]
    ]


def _changed(at: datetime) -> _Changed:
    found = _Changed()
    pairs: list[tuple[_Kept, _Kept | None]] = []
    for began, plan, all_kept in _changed_records(at):
        then = _then(all_kept, at) if began <= at else None
        now = next((one for one in all_kept if one.end is None), None)
        if then is not None and then != now:
            pairs.append((then, now))
        # A plan of which the history keeps nothing yet is taken to have been as it is.
        elif then is None and plan is not None and (began > at or all_kept):
            found.new.append(plan)
    for one in _differences(pairs):
        for part, said in one.items():
            found.parts[part].extend(said)
    return found


def _changed_records(at: datetime) -> Iterator[tuple[datetime, int | None, list[_Kept]]]:
    """Of each plan that was changed after `at`: when its history began, the plan (by pk) if it is
    still there, and what is kept, oldest first."""
    rows = HistoryRow.objects.filter(record=OuterRef("pk")).order_by()
    published_by = rows.filter(number=OuterRef("publications__version"))
    plan = Plan.objects.filter(slug=OuterRef("key")).order_by()
    # By the last row, which the database finds at once, and not by any later one.
    changed = Record.objects.annotate(
        last=Subquery(rows.filter(number=OuterRef("number")).values("at"))
    )
    found = changed.filter(kind=KIND, last__gt=at).annotate(
        began=Subquery(rows.filter(number=1).values("at")),
        plan=Subquery(plan.values("pk")),
        hash_then=Subquery(published_by.values("hash")),
    )
    columns = ("pk", "published_at", "ended_at")
    public = (*(f"publications__{name}" for name in columns), "hash_then")
    # In the order of the index that finds the few plans among all records.
    ordered = found.order_by("kind", "key", "publications__version")
    values = ordered.values_list("pk", "began", "plan", *public)
    for (_record, began, pk), some in groupby(values, key=lambda row: row[:3]):
        yield began, pk, [_Kept(*row[3:]) for row in some if row[3] is not None]


def _then(all_kept: Sequence[_Kept], at: datetime) -> _Kept | None:
    """What was public at `at`; before the first that is kept, that one: the history of a plan is
    older than what it keeps. None where nothing was."""
    before = [one for one in all_kept if one.begin <= at]
    if not before:
        return next(iter(all_kept), None)
    return before[-1] if before[-1].end is None or before[-1].end > at else None


def _differences(pairs: Sequence[tuple[_Kept, _Kept | None]]) -> Iterable[Differences]:
    unknown = [pair for pair in pairs if _name(*pair) not in _KNOWN]
    if unknown:
        pks = {one.pk for pair in unknown for one in pair if one is not None}
        contents = dict(Publication.objects.filter(pk__in=pks).values_list("pk", "content"))
        if len(_KNOWN) > _MOST_KNOWN:
            _KNOWN.clear()
        for then, now in unknown:
            says = {} if now is None else contents[now.pk]
            _KNOWN[_name(then, now)] = {
                part: difference(contents[then.pk].get(part, ()), says.get(part, ()))
                for part, _model, _rows in _PARTS
            }
    return [_KNOWN[_name(*pair)] for pair in pairs]


def _name(then: _Kept, now: _Kept | None) -> tuple[str, str]:
    return then.hash, "" if now is None else now.hash


def _relation(model: type[Model], rows: str, new: Sequence[int], said: Difference) -> Relation:
    """The table without what was added since, with what changed rows said, and removed ones."""
    fields = list(model._meta.concrete_fields)
    changed = {name for row in said.changed.values() for name in row}
    columns = [_changed_column(one) if one.attname in changed else _now(one) for one in fields]
    tables = real(model._meta.db_table) + " t"
    parameters: list[Any] = []
    if said.changed:
        tables += f" LEFT JOIN {_CHANGED_ROWS[connection.vendor]} ON k.id = t.id"
        parameters.append(json.dumps(said.changed))
    left_out = []
    if said.added:
        left_out.append(f't."id" IN ({_numbers(said.added)})')
    if new:
        named = {part: real(one._meta.db_table) for part, one, _rows in _PARTS}
        left_out.append("t." + rows.format(plans=_numbers(new), **named))
    where = f" WHERE NOT ({' OR '.join(left_out)})" if left_out else ""
    sql = f"SELECT {', '.join(columns)} FROM {tables}{where}"
    if said.removed:
        sql, parameters = (
            f"{sql} UNION ALL {_removed(fields)}",
            [
                *parameters,
                *_defaults(fields),
                json.dumps(said.removed),
            ],
        )
    return Relation(model._meta.db_table, sql, tuple(parameters))


# The rows that were changed, by their numbers.
_CHANGED_ROWS = {
    "sqlite": "(SELECT CAST(e.key AS INTEGER) AS id, e.value AS said FROM json_each(%s) e) k",
    "postgresql": "(SELECT e.key::bigint AS id, e.value AS said FROM jsonb_each(%s::jsonb) e) k",
}


def _now(field: "Field[Any, Any]") -> str:
    return f't."{field.attname}"'


def _changed_column(field: "Field[Any, Any]") -> str:
    """What a row said in a column, where it said something else; that may have been nothing."""
    name = field.attname
    if kept.is_sqlite():
        there = f"json_type(k.said, '$.{name}') IS NOT NULL"
    else:
        there = f"jsonb_exists(k.said, '{name}')"
    said = _typed(kept.text("k.said", name), field)
    return f'CASE WHEN {there} THEN {said} ELSE {_now(field)} END AS "{name}"'


def _typed(said: str, field: "Field[Any, Any]") -> str:
    if not kept.is_sqlite():
        return f"CAST({said} AS {field.db_type(connection)})"
    return f"CAST({said} AS NUMERIC)" if isinstance(field, DecimalField) else said


def _removed(fields: Fields) -> str:
    """Rows as they are kept; what was kept before there was a column has its default."""
    said = [_typed(kept.text("e.value", one.attname), one) for one in fields]
    columns = [
        sql if _default(one) is None else f"COALESCE({sql}, %s)"
        for sql, one in zip(said, fields, strict=True)
    ]
    rows = "json_each(%s) e" if kept.is_sqlite() else "jsonb_array_elements(%s::jsonb) e"
    return f"SELECT {', '.join(columns)} FROM {rows}"


def _defaults(fields: Fields) -> list[Any]:
    return [default for one in fields if (default := _default(one)) is not None]


def _default(field: "Field[Any, Any]") -> Any:
    if field.primary_key or field.null:
        return None
    default = field.get_default()
    return None if default is None else field.get_db_prep_value(default, connection)


def _numbers(values: Sequence[int]) -> str:
    return ", ".join(str(int(one)) for one in values)
