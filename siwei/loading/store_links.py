"""Stores what plans say of one another, after all of them are stored."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from indicators.plans.models import Plan, Target
from indicators.plans.rules.enums import GoalKind
from siwei.loading.check import CheckedPlan
from siwei.loading.links import KnownPlan, TargetKey, plans_named
from siwei.loading.sync import SyncCounts

_KEY = (
    "plan_indicator__plan__slug",
    "plan_indicator__region_id",
    "plan_indicator__indicator_id",
    "year",
    "base_year",
    "goal_kind",
)
_AMENDED = tuple(f"amends__{name}" for name in _KEY)


def stored_plans(plans: Sequence[CheckedPlan]) -> list[KnownPlan]:
    """The plans of the database that `plans` refer to, or that refer to others. Two queries."""
    given = {one.file.plan.slug for one in plans}
    named = {slug for one in plans for slug in plans_named(one)}
    amending = Target.objects.filter(plan_indicator__plan=OuterRef("pk"), amends__isnull=False)
    found = Plan.objects.exclude(slug__in=given).filter(
        Q(slug__in=named) | Q(supersedes__isnull=False) | Exists(amending)
    )
    days: dict[str, dict[TargetKey, Any]] = defaultdict(dict)
    amends: dict[str, dict[TargetKey, TargetKey]] = defaultdict(dict)
    for _pk, key, amended, day in _rows(Target.objects.filter(plan_indicator__plan__in=found)):
        days[key.plan][key] = day
        if amended is not None:
            amends[key.plan][key] = amended
    return [
        KnownPlan(
            plan.slug,
            plan.region_id,
            plan.issued_on,
            plan.supersedes.slug if plan.supersedes else None,
            plan.supersedes_on,
            days[plan.slug],
            amends[plan.slug],
        )
        for plan in found.select_related("supersedes")
    ]


def loosen(plans: Sequence[CheckedPlan], links: Mapping[TargetKey, TargetKey]) -> None:
    """Take back what the files no longer say, before their rows change."""
    slugs = [one.file.plan.slug for one in plans]
    for one in plans:
        head = one.file.plan
        gone = Plan.objects.filter(slug=head.slug, supersedes__isnull=False)
        gone.exclude(supersedes__slug=head.supersedes or "").update(
            supersedes=None, supersedes_on=None
        )
    amending = Target.objects.filter(plan_indicator__plan__slug__in=slugs, amends__isnull=False)
    stale = [pk for pk, key, amended, _day in _rows(amending) if links.get(key) != amended]
    Target.objects.filter(pk__in=stale).update(amends=None)


def link(
    stored: Iterable[tuple[Plan, CheckedPlan, SyncCounts]], links: Mapping[TargetKey, TargetKey]
) -> None:
    """Store whom each target of the files amends, and whose place each plan takes."""
    named = {key.plan for pair in links.items() for key in pair}
    targets = Target.objects.filter(plan_indicator__plan__slug__in=named).order_by("pk")
    by_key = {
        _key(row): (pk, now) for *row, pk, now in targets.values_list(*_KEY, "pk", "amends_id")
    }
    for plan, checked, tally in stored:
        _supersede(plan, checked, tally)
        mine = {key: to for key, to in links.items() if key.plan == plan.slug}
        for key, amended in mine.items():
            pk, now = by_key[key]
            wanted, _amends = by_key[amended]
            if now != wanted:
                Target.objects.filter(pk=pk).update(amends=wanted)
                tally.relinked(Target, pk)


def _supersede(plan: Plan, checked: CheckedPlan, tally: SyncCounts) -> None:
    head = checked.file.plan
    old = None if head.supersedes is None else Plan.objects.get(slug=head.supersedes)
    wanted = (old and old.pk, head.superseding_day)
    if (plan.supersedes_id, plan.supersedes_on) != wanted:
        plan.supersedes, plan.supersedes_on = old, head.superseding_day
        plan.save(update_fields=["supersedes", "supersedes_on"])
        tally.relinked(Plan, plan.pk)


def _rows(targets: QuerySet[Target]) -> list[tuple[int, TargetKey, TargetKey | None, Any]]:
    """Each target: its primary key, its own key, that of the amended one, and its day."""
    rows = targets.order_by("pk").values_list("pk", *_KEY, *_AMENDED, "effective_on")
    size = len(_KEY)
    return [
        (pk, _key(row[:size]), _key(row[size:]) if row[size] else None, day)
        for pk, *row, day in rows
    ]


def _key(row: Sequence[Any]) -> TargetKey:
    plan, region, indicator, year, base_year, goal = row
    return TargetKey(plan, region, indicator, year, base_year, GoalKind(goal))
