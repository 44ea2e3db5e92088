"""What a plan says and promises, row by row: the history keeps it with each loading that changed
it, so that anybody can be told what a plan said on a day.

Of the text itself only a digest is kept: what it was before stands in the plan's files.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from django.db.models import Field, Model, QuerySet

from common.records.rules.chain import Content, Plain
from indicators.plans.models import Citation, Clause, Plan, PlanIndicator, Reported, Target

Row: TypeAlias = Mapping[str, Plain]

# What of a clause only the digest tells.
TEXT = ("text", "note")


def promised(plan: Plan) -> Content:
    """What `plan` says, each part as rows by their numbers, and a digest of its text.

    Departments aren't among them: people rename and merge those in the administration.
    """
    of_plan = {"plan_indicator__plan": plan}
    clauses = Clause.objects.filter(plan=plan)
    return {
        "document": _rows(Plan.objects.filter(pk=plan.pk)),
        "text": _digest(clauses),
        "clauses": _rows(clauses, without=TEXT),
        "indicators": _rows(PlanIndicator.objects.filter(plan=plan)),
        "targets": _rows(Target.objects.filter(**of_plan)),
        "reported": _rows(Reported.objects.filter(**of_plan)),
        "citations": _rows(Citation.objects.filter(clause__plan=plan)),
    }


def has_rows(content: Content) -> bool:
    """Whether a history row keeps what the plan said; those of before keep digests alone."""
    return isinstance(content.get("document"), list)


def columns_of(model: type[Model], *, without: Collection[str] = ()) -> "list[Field[Any, Any]]":
    """The columns of which a row is kept."""
    return [one for one in model._meta.concrete_fields if one.attname not in without]


def _rows(rows: QuerySet[Any], *, without: Collection[str] = ()) -> list[Row]:
    names = [one.attname for one in columns_of(rows.model, without=without)]
    found = rows.order_by("pk").values_list(*names)
    return [dict(zip(names, map(_plain, row), strict=True)) for row in found]


def _plain(value: Any) -> Plain:
    """A value of a column as JSON says it: exact, and the same from every database."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    plain: Plain = value
    return plain


def _digest(rows: QuerySet[Any]) -> str:
    """SHA-256 over the texts of clauses, in the order of their keys: sorted here, since databases
    sort text each in their own way."""
    found = sorted(rows.order_by().values_list("key", "heading", *TEXT))
    lines = (json.dumps(row, ensure_ascii=False) for row in found)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
