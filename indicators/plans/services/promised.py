"""What a plan says and promises, as digests: the history keeps them, row by row of loading.

A changed target, a changed word of the text or of a citation is noticed by them; what it was
before stands in the plan's files.
"""

import hashlib
import json
from typing import Any

from django.db.models import Model, QuerySet

from common.records.rules.chain import Content
from indicators.plans.models import Citation, Clause, Plan, PlanIndicator, Reported, Target

# What stands for a row in place of its number, which another database doesn't share.
_OWNER = ("plan_indicator__region_id", "plan_indicator__indicator_id")
_AMENDED = (
    "amends__plan_indicator__plan__slug",
    "amends__plan_indicator__region_id",
    "amends__plan_indicator__indicator_id",
    "amends__year",
    "amends__base_year",
    "amends__goal_kind",
)
_CITED = (
    "clause__key",
    "target__plan_indicator__region_id",
    "target__plan_indicator__indicator_id",
    "target__year",
    "target__base_year",
    "reported__plan_indicator__region_id",
    "reported__plan_indicator__indicator_id",
    "reported__year",
    "reported__base_year",
)


def promised(plan: Plan) -> Content:
    """A digest of each part of what `plan` says. Departments aren't among them: people rename
    and merge those in the administration."""
    of_plan = {"plan_indicator__plan": plan}
    citations = Citation.objects.filter(clause__plan=plan)
    return {
        "document": _digest(Plan.objects.filter(pk=plan.pk), "region_id", "supersedes__slug"),
        "text": _digest(Clause.objects.filter(plan=plan)),
        "indicators": _digest(
            PlanIndicator.objects.filter(plan=plan), "region_id", "indicator_id", "unit_id"
        ),
        "targets": _digest(Target.objects.filter(**of_plan), *_OWNER, *_AMENDED),
        "reported": _digest(Reported.objects.filter(**of_plan), *_OWNER),
        "citations": _digest(citations, *_CITED),
    }


def _digest(rows: QuerySet[Any], *relations: str) -> str:
    """SHA-256 over every column of `rows` but relations, of which only `relations` count.

    Rows are sorted here, since databases sort text each in their own way.
    """
    names = [*_plain_columns(rows.model), *relations]
    found = (dict(zip(names, row, strict=True)) for row in rows.order_by().values_list(*names))
    lines = sorted(
        json.dumps(row, ensure_ascii=False, sort_keys=True, default=str) for row in found
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _plain_columns(model: type[Model]) -> list[str]:
    return sorted(
        field.name
        for field in model._meta.concrete_fields
        if not field.primary_key and not field.is_relation
    )
