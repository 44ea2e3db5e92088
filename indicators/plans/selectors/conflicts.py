"""Where two documents of one region state different values for the same thing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeAlias

from django.db.models import Exists, F, FloatField, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Abs, Cast, Coalesce, NullIf

from indicators.plans.models import Plan, Target
from indicators.plans.rules.enums import GoalKind
from indicators.plans.rules.units import convert

# In SQL two values are the same up to what the conversion of their units loses.
_EXACT = 1e-9
# What targets must share to be held against each other.
Ground: TypeAlias = tuple[object, ...]
# The targets of superseded plans, and whatever amends or sets them in turn: the amended promise
# ends with the plan that made it (`Promise.ended`). The ORM has no recursive query.
_ENDED = """
WITH RECURSIVE "ended" ("id") AS (
    SELECT "plans_target"."id" FROM "plans_target"
    JOIN "plans_planindicator"
        ON "plans_planindicator"."id" = "plans_target"."plan_indicator_id"
    WHERE "plans_target"."amends_id" IS NULL AND "plans_planindicator"."plan_id" IN (
        SELECT "supersedes_id" FROM "plans_plan" WHERE "supersedes_id" IS NOT NULL
    )
    UNION
    SELECT "plans_target"."id" FROM "plans_target"
    JOIN "ended" ON "plans_target"."amends_id" = "ended"."id"
)
SELECT "id" FROM "ended"
"""


def differs_from_another_document() -> Q:
    """Whether another document states another value for the same thing (see `_ground`).

    Both as they stand: what was amended or superseded has a document that says so.
    """
    others = (
        Target.objects.filter(_stands())
        .exclude(plan_indicator__plan=OuterRef("plan_indicator__plan"))
        .filter(
            plan_indicator__region=OuterRef("plan_indicator__region"),
            plan_indicator__indicator=OuterRef("plan_indicator__indicator"),
            goal_kind=OuterRef("goal_kind"),
            form=OuterRef("form"),
        )
        .annotate(
            its_year=Coalesce("year", 0),
            its_base=Coalesce("base_year", 0),
            its_start=Coalesce("counts_from", 0),
            its_definition=_definition(F),
            its_size=_size(F),
        )
        .filter(
            its_year=Coalesce(OuterRef("year"), 0),
            its_base=Coalesce(OuterRef("base_year"), 0),
            its_start=Coalesce(OuterRef("counts_from"), 0),
            its_definition=_definition(OuterRef),
        )
        .annotate(apart=Abs(F("its_size") - _size(OuterRef)))
        .filter(apart__gt=Abs(F("its_size")) * _EXACT)
        .order_by()
    )
    return _stands() & Q(Exists(others))


def differing(targets: Iterable[Target], among: QuerySet[Target]) -> Mapping[int, list[Target]]:
    """For each of `targets` (by pk) those of other documents that state another value.

    `among`: the rows to choose from, with their plan indicators and units. One query, and what
    `among` prefetches.
    """
    found = list(targets)
    regions = {one.plan_indicator.region_id for one in found}
    codes = {one.plan_indicator.indicator_id for one in found}
    candidates = among.filter(
        _stands(), plan_indicator__region__in=regions, plan_indicator__indicator__in=codes
    )
    by_ground: dict[Ground, list[Target]] = defaultdict(list)
    if found:
        for one in candidates:
            by_ground[_ground(one)].append(one)
    return {
        one.pk: [other for other in by_ground[_ground(one)] if _differ(one, other)]
        for one in found
        if one.pk in {each.pk for each in by_ground[_ground(one)]}
    }


def _stands() -> Q:
    """A value for a year or for every year that no later document amends or supersedes.

    What amends or sets a target ends with its own plan, and with the plan that it amends.
    """
    # That there is one goes without saying, but lets PostgreSQL read the few that there are.
    amending = Target.objects.filter(amends=OuterRef("pk"), amends__isnull=False).order_by()
    superseding = Plan.objects.filter(
        supersedes=OuterRef("plan_indicator__plan"), supersedes__isnull=False
    ).order_by()
    return (
        Q(value__isnull=False)
        & ~Q(goal_kind=GoalKind.UNDATED.value)
        & ~Q(Exists(amending))
        & ~Q(Exists(superseding))
        & ~Q(pk__in=RawSQL(_ENDED, []))
    )


def _ground(target: Target) -> Ground:
    """Region, indicator, years, form and definition: what makes two values comparable."""
    owner = target.plan_indicator
    return (
        owner.region_id,
        owner.indicator_id,
        target.goal_kind,
        target.form,
        target.year,
        target.base_year,
        target.counts_from,
        target.definition,
    )


def _differ(one: Target, other: Target) -> bool:
    if one.plan_indicator.plan_id == other.plan_indicator.plan_id:
        return False
    return _value(one) != _value(other)


def _value(target: Target) -> Decimal:
    """In the catalogue's unit."""
    owner = target.plan_indicator
    assert target.value is not None  # `_stands`
    return convert(target.value, owner.unit.rule, owner.indicator.unit.rule)


def _size(ref: type[F] | type[OuterRef]) -> Combinable:
    return Cast(ref("value"), FloatField()) * Cast(
        ref("plan_indicator__unit__factor"), FloatField()
    )


def _definition(ref: type[F] | type[OuterRef]) -> Combinable:
    own = NullIf(ref("definition_note"), Value("", TextField()))
    return Coalesce(own, ref("plan_indicator__definition_note"))
