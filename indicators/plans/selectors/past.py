"""What plans said at a moment: today's tables, and of the plans that were changed since what the
history keeps of them (`services.promised`).

The catalogue, units, regions and departments are today's, and so are the texts of clauses.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import DecimalField, Field, Min, Model

from common.past import Relation, real
from common.records.models import Publication, Record
from indicators.plans.models import Citation, Clause, Plan, PlanIndicator, Reported, Target
from indicators.plans.rules.history import KIND

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
    """The tables of plans as they were at `at`; none where no plan was changed since. One query,
    and three more where one was."""
    records = dict(
        Record.objects.filter(kind=KIND, history__at__gt=at).values_list("pk", "key").distinct()
    )
    if not records:
        return ()
    changed = _changed(records, at)
    return [_relation(part, model, rows, changed) for part, model, rows in _PARTS]


def _changed(records: Mapping[int, str], at: datetime) -> _Changed:
    kept: dict[int, list[_Kept]] = defaultdict(list)
    found = Publication.objects.filter(record__in=records).order_by("record_id", "version")
    for record, *one in found.values_list("record_id", "pk", "published_at", "ended_at"):
        kept[record].append(_Kept(*one))
    began = dict(
        Record.objects.filter(pk__in=records).values_list("pk").annotate(Min("history__at"))
    )
    then = {pk: _then(kept[pk], at) for pk in records if began[pk] <= at}
    # A plan of which the history keeps nothing yet is taken to have been as it is.
    as_now = {pk for pk, one in then.items() if one is None or one.end is None}
    slugs = [slug for pk, slug in records.items() if pk not in as_now]
    plans = Plan.objects.filter(slug__in=slugs).values_list("pk", flat=True)
    said = [one.pk for pk, one in then.items() if one is not None and pk not in as_now]
    return _Changed(list(plans), said)


def _then(kept: Sequence[_Kept], at: datetime) -> _Kept | None:
    """What was public at `at`; before the first that is kept, that one: the history of a plan is
    older than what it keeps. None where nothing is kept."""
    before = [one for one in kept if one.begin <= at]
    return before[-1] if before else next(iter(kept), None)


def _relation(part: str, model: type[Model], rows: str, changed: _Changed) -> Relation:
    fields = list(model._meta.concrete_fields)
    table = model._meta.db_table
    columns = ", ".join(_quoted(one.column) for one in fields)
    sql, parameters = f"SELECT {columns} FROM {real(table)}", []
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
        types = ", ".join(f"{_quoted(one.column)} {one.db_type(connection)}" for one in fields)
        tables = f"{source} p, jsonb_to_recordset(p.content -> '{part}') AS x({types})"
    return f"SELECT {', '.join(columns)} FROM {tables} WHERE {only}", [*values, *kept]


def _column(field: "Field[Any, Any]") -> tuple[str, list[Any]]:
    """A column of a kept row; what was kept before there was the column has its default."""
    sql = f"x.{_quoted(field.column)}"
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
