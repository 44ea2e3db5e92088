"""What plans said at a moment: today's tables, and of the plans that were changed since what the
history keeps of them (`services.promised`).

The catalogue, units, regions and departments are today's, and so are the texts of clauses.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import DecimalField, Exists, Field, Model, OuterRef, Subquery

from common.past import Relation, real
from common.records.models import HistoryRow, Publication, Record
from indicators.plans.models import Citation, Clause, Plan, PlanIndicator, Reported, Target

KIND = "plan"

# The tables of a plan by the part of its content, those first that read others, and the rows of
# some plans in each: `%s` are these plans.
_PARTS: Sequence[tuple[str, type[Model], str]] = (
    ("citations", Citation, '"clause_id" IN (SELECT id FROM {clause} WHERE plan_id IN ({plans}))'),
    (
        "reported",
        Reported,
        '"plan_indicator_id" IN (SELECT id FROM {planindicator} WHERE plan_id IN ({plans}))',
    ),
    (
        "targets",
        Target,
        '"plan_indicator_id" IN (SELECT id FROM {planindicator} WHERE plan_id IN ({plans}))',
    ),
    ("indicators", PlanIndicator, '"plan_id" IN ({plans})'),
    ("clauses", Clause, '"plan_id" IN ({plans})'),
    ("document", Plan, '"id" IN ({plans})'),
)


class _Kept(NamedTuple):
    """What the history keeps of a plan, from when to when it was public."""

    pk: int
    begin: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class _Changed:
    """The plans (by pk) whose tables say something else than at the moment, and the publications
    (by pk) that say what these said then."""

    plans: Sequence[int]
    kept: Sequence[int]


def relations(at: datetime) -> Sequence[Relation]:
    """The tables of plans as they were at `at`; none where no plan was changed since. One query."""
    changed = _changed(at)
    if not (changed.plans or changed.kept):
        return ()
    return [_relation(part, model, rows, changed) for part, model, rows in _PARTS]


def _changed(at: datetime) -> _Changed:
    plans: list[int] = []
    said: list[int] = []
    for began, pk, kept in _changed_records(at):
        then = _then(kept, at) if began <= at else None
        # A plan of which the history keeps nothing yet is taken to have been as it is.
        if began <= at and (not kept or (then is not None and then.end is None)):
            continue
        plans += [] if pk is None else [pk]
        said += [] if then is None else [then.pk]
    return _Changed(plans, said)


def _changed_records(at: datetime) -> Iterator[tuple[datetime, int | None, list[_Kept]]]:
    """Of each plan that was changed after `at`: when its history began, the plan (by pk) if it is
    still there, and what is kept, oldest first."""
    first = HistoryRow.objects.filter(record=OuterRef("pk"), number=1).values("at")
    plan = Plan.objects.filter(slug=OuterRef("key")).values("pk")
    later = HistoryRow.objects.filter(record=OuterRef("pk"), at__gt=at)
    found = Record.objects.filter(Exists(later), kind=KIND).annotate(
        began=Subquery(first), plan=Subquery(plan)
    )
    public = ("publications__pk", "publications__published_at", "publications__ended_at")
    rows = found.order_by("pk", "publications__version").values_list("pk", "began", "plan", *public)
    for (_record, began, pk), some in groupby(rows, key=lambda row: row[:3]):
        yield began, pk, [_Kept(*row[3:]) for row in some if row[3] is not None]


def _then(kept: Sequence[_Kept], at: datetime) -> _Kept | None:
    """What was public at `at`; before the first that is kept, that one: the history of a plan is
    older than what it keeps. None where nothing was."""
    before = [one for one in kept if one.begin <= at]
    if not before:
        return next(iter(kept), None)
    return before[-1] if before[-1].end is None or before[-1].end > at else None


def _relation(part: str, model: type[Model], rows: str, changed: _Changed) -> Relation:
    fields = list(model._meta.concrete_fields)
    table = model._meta.db_table
    columns = ", ".join(_quoted(one.attname) for one in fields)
    sql = f"SELECT {columns} FROM {real(table)}"
    parameters: list[Any] = []
    if changed.plans:
        tables = {"clause": Clause, "planindicator": PlanIndicator}
        named = {name: real(one._meta.db_table) for name, one in tables.items()}
        sql += f" WHERE NOT ({rows.format(plans=_places(changed.plans), **named)})"
        parameters += changed.plans
    if changed.kept:
        said, values = _kept_rows(part, fields, changed.kept)
        sql, parameters = f"{sql} UNION ALL {said}", [*parameters, *values]
    return Relation(table, sql, tuple(parameters))


def _kept_rows(
    part: str, fields: "Sequence[Field[Any, Any]]", kept: Collection[int]
) -> tuple[str, list[Any]]:
    """The rows of a part of what is kept, by columns."""
    source = real(Publication._meta.db_table)
    only = f"p.id IN ({_places(kept)})"
    values: list[Any] = []
    columns = []
    for one in fields:
        sql, default = _column(one)
        columns.append(sql)
        values += default
    if connection.vendor == "sqlite":
        tables = f"{source} p, json_each(p.content, '$.{part}') e"
    else:
        types = ", ".join(f"{_quoted(one.attname)} {one.db_type(connection)}" for one in fields)
        tables = f"{source} p, jsonb_to_recordset(p.content -> '{part}') AS x({types})"
    return f"SELECT {', '.join(columns)} FROM {tables} WHERE {only}", [*values, *kept]


def _column(field: "Field[Any, Any]") -> tuple[str, list[Any]]:
    """A column of a kept row; what was kept before there was the column has its default."""
    sql = f"x.{_quoted(field.attname)}"
    if connection.vendor == "sqlite":
        sql = f"json_extract(e.value, '$.{field.attname}')"
        if isinstance(field, DecimalField):
            sql = f"CAST({sql} AS NUMERIC)"
    default = None if field.primary_key or field.null else field.get_default()
    if default is None:
        return sql, []
    return f"COALESCE({sql}, %s)", [field.get_db_prep_value(default, connection)]


def _places(values: Collection[int]) -> str:
    return ", ".join(["%s"] * len(values))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
