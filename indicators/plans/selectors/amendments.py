"""What later documents say of targets and plans: amended, set, superseded."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from indicators.plans.models import Plan, PlanIndicator, Target
from indicators.plans.rules.in_force import Amendment, Document, Ending
from indicators.plans.rules.units import UnitData
from indicators.plans.selectors.target_rows import TARGET_COLUMNS, in_unit, target_of
from indicators.plans.selectors.units import units


@dataclass(frozen=True, slots=True)
class LaterDocuments:
    """`targets`: the amendments, by the pk of the target that each amends; of each the document
    and the day. `plans`: which plan is superseded, by its pk. `amending`: the pks of targets
    that amend."""

    targets: Mapping[int, Amendment]
    plans: Mapping[int, Ending]
    amending: frozenset[int]

    def without(self, targets: Collection[int]) -> "LaterDocuments":
        """The same, before these targets, by their pks, amended anything."""
        known = {of: one for of, one in self.targets.items() if one.target.pk not in targets}
        return replace(self, targets=known)


NOTHING_LATER = LaterDocuments({}, {}, frozenset())


def later_documents(
    regions: "QuerySet[Any, Any] | Iterable[str]", known: Mapping[str, UnitData] | None = None
) -> LaterDocuments:
    """What amends the targets of `regions`, and which plans are superseded.

    Two queries; one more for the units where something amends and they aren't `known`.
    """
    plans = superseded_plans()
    found = _amendments(regions, known, plans)
    amending = frozenset(one.target.pk for one in found.values() if one.target.pk is not None)
    return LaterDocuments(found, plans, amending)


def superseded_plans() -> Mapping[int, Ending]:
    """Which plans are superseded, by pk: from which day, by which. They are few. One query."""
    rows = Plan.objects.filter(supersedes__isnull=False).order_by()
    return {
        pk: Ending(day, Document(slug, title))
        for pk, day, slug, title in rows.values_list("supersedes", "supersedes_on", "slug", "title")
        if pk is not None and day is not None
    }


def judged(scope: QuerySet[PlanIndicator]) -> QuerySet[PlanIndicator]:
    """What of `scope` is judged by itself.

    Where all targets of a document amend those of others, the amended promise carries on with
    them, and it isn't judged a second time. One that also promises something of its own is judged
    by that alone (`make_promise`).
    """
    others = Target.objects.filter(plan_indicator=OuterRef("plan_indicator"), amends__isnull=True)
    amending = Target.objects.filter(~Exists(others), amends__isnull=False).order_by()
    return scope.exclude(pk__in=amending.values("plan_indicator"))


def _amendments(
    regions: "QuerySet[Any, Any] | Iterable[str]",
    known: Mapping[str, UnitData] | None,
    superseded: Mapping[int, Ending],
) -> Mapping[int, Amendment]:
    rows = list(
        Target.objects.filter(amends__isnull=False, plan_indicator__region__in=regions)
        .order_by()
        .values_list(
            "amends",
            "effective_on",
            "plan_indicator__plan",
            "plan_indicator__plan__slug",
            "plan_indicator__plan__title",
            "plan_indicator__unit",
            "plan_indicator__indicator__unit",
            "plan_indicator__definition_note",
            *TARGET_COLUMNS,
        )
    )
    of = units() if rows and known is None else known or {}
    found: dict[int, Amendment] = {}
    for amended, day, plan, slug, title, printed, unit, definition, *columns in rows:
        target = target_of(columns)
        if target is None or amended is None or day is None:
            continue
        target = in_unit(target, of[printed], of[unit])
        target = replace(target, definition_note=target.definition_note or definition)
        found[amended] = Amendment(target, Document(slug, title), day, superseded.get(plan))
    return found
