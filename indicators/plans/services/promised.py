"""What a plan says and promises, row by row: the history keeps it with each loading that changed
it, so that anybody can be told what a plan said on a day.

Of the text itself only a digest is kept: what it was before stands in the plan's files.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from django.db.models import Field, Model, QuerySet

from common.records.rules.chain import Content, Plain
from indicators.plans.models import (
    Citation,
    Clause,
    Plan,
    PlanIndicator,
    PlanIndicatorDepartment,
    Reported,
    Target,
)
from indicators.plans.rules.history import KIND
from indicators.plans.rules.public_changes import TARGET
from indicators.plans.rules.target_keys import PublicTargetKey

Row: TypeAlias = Mapping[str, Plain]

# What of a clause only the digest tells.
TEXT = ("text", "note")


def promised(plan: Plan) -> Content:
    """What `plan` says, each part as rows by their numbers, and a digest of its text; and what
    of other documents it amends or supersedes, by their public keys.

    Departments are named by their numbers, since people rename them in the administration.
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
        "departments": _rows(PlanIndicatorDepartment.objects.filter(**of_plan)),
        "amended": [*_amended(plan), *_superseded(plan)],
    }


def columns_of(model: type[Model], *, without: Collection[str] = ()) -> "list[Field[Any, Any]]":
    """The columns of which a row is kept."""
    return [one for one in model._meta.concrete_fields if one.attname not in without]


def _amended(plan: Plan) -> Iterator[Row]:
    of = "amends__plan_indicator__"
    columns = ("plan__slug", "region", "indicator")
    found = Target.objects.filter(plan_indicator__plan=plan, amends__isnull=False)
    for slug, region, indicator, year, base_year, goal, day in found.order_by("pk").values_list(
        *(f"{of}{name}" for name in columns),
        "amends__year",
        "amends__base_year",
        "amends__goal_kind",
        "effective_on",
    ):
        key = PublicTargetKey(slug, region, indicator, year, base_year, goal)
        yield {"subject": TARGET, "key": str(key), "region": key.region, "on": _plain(day)}


def _superseded(plan: Plan) -> Iterator[Row]:
    found = Plan.objects.filter(superseded_by=plan).values_list("slug", "region")
    for slug, region in found:
        day = _plain(plan.supersedes_on)
        yield {"subject": KIND, "key": slug, "region": region, "on": day}


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
