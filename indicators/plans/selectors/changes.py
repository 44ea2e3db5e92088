"""What became of plans: loaded, changed, and targets that amend or set another, newest first.

The history keeps digests of a plan, so of a changed one the parts are known, and not what they
said before; what it says of an amendment is the whole of both targets.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import TruncDate

from common.events import EventKey, EventScope, Window, midnight
from common.records.models import HistoryRow
from common.records.rules.chain import Content
from indicators.plans.models import Citation, Plan, PlanIndicator, Target
from indicators.plans.rules.history import KIND, LOAD, PlanPart
from indicators.plans.selectors.promise_rows import Pair

# The sources of the keys: a loading, an amendment that came with it, one whose day came later.
# `SUPERSEDING`: the day from which a plan that was loaded before takes the place of another one.
LOADED, ANNOUNCED, EFFECTIVE, SUPERSEDING = "loaded", "announced", "effective", "superseding"


@dataclass(frozen=True, slots=True)
class PlanEvent:
    """A plan was loaded: for the first time (`changed` is None), or with those parts changed; or
    its day has come (`is_superseding`)."""

    key: EventKey
    plan: Plan
    changed: tuple[PlanPart, ...] | None
    subject: Literal["plan"] = "plan"

    @property
    def is_superseding(self) -> bool:
        """Whether it takes the place of another plan from then on, and was not loaded then."""
        return self.key.source == SUPERSEDING


@dataclass(frozen=True, slots=True)
class AmendmentEvent:
    """`target` amends or sets another one: its plan was loaded, or its day has come since."""

    key: EventKey
    target: Target
    citation: Citation | None
    subject: Literal["target"] = "target"

    @property
    def is_announced(self) -> bool:
        """Whether its plan was loaded then, and not its day that came."""
        return self.key.source == ANNOUNCED

    @property
    def pair(self) -> Pair:
        promise = self.target.plan_indicator
        return (promise.region_id, promise.indicator_id)

    @property
    def plan(self) -> Plan:
        return self.target.plan_indicator.plan


def plan_events(window: Window, scope: EventScope, *, limit: int) -> list[PlanEvent]:
    """At most `limit` loadings that changed a plan of the regions, or that promises for them.
    Two queries."""
    rows = HistoryRow.objects.filter(record__kind=KIND, action=LOAD).select_related("record")
    slugs = _plans(scope).values("slug")
    found = list(window.rows(rows.filter(record__key__in=slugs), "at", LOADED)[:limit])
    keys = {row.record.key for row in found}
    plans = Plan.objects.select_related("region", "supersedes")
    known = plans.in_bulk(keys, field_name="slug") if keys else {}
    return [
        PlanEvent(EventKey(row.at, LOADED, row.pk), known[row.record.key], _changed(row))
        for row in found
    ]


def superseding_events(window: Window, scope: EventScope, *, limit: int) -> list[PlanEvent]:
    """At most `limit` plans whose day came, after they were loaded, to take the place of another.
    One query."""
    first = HistoryRow.objects.filter(
        record__kind=KIND, record__key=OuterRef("slug"), action=LOAD, number=1
    )
    rows = _plans(scope).filter(supersedes__isnull=False).select_related("region", "supersedes")
    rows = rows.annotate(loaded_at=Subquery(first.values("at")[:1]))
    later = Q(loaded_at__isnull=True) | Q(supersedes_on__gt=TruncDate("loaded_at"))
    found = window.days(rows.filter(later), "supersedes_on", SUPERSEDING)
    return [
        PlanEvent(EventKey(midnight(row.supersedes_on), SUPERSEDING, row.pk), row, None)
        for row in found[:limit]
        if row.supersedes_on is not None
    ]


def amendment_events(window: Window, scope: EventScope, *, limit: int) -> list[AmendmentEvent]:
    """At most `limit` of each: amendments that a loading brought, and those whose day came after
    it. At most four queries.

    One comes with the last loading that changed its plan's targets: the history doesn't tell
    one target from another.
    """
    rows = _amending(scope)
    announced = window.rows(rows.filter(loaded_at__isnull=False), "loaded_at", ANNOUNCED)
    later = Q(loaded_at__isnull=True) | Q(effective_on__gt=TruncDate("loaded_at"))
    effective = window.days(rows.filter(later), "effective_on", EFFECTIVE)
    found = [_amendment(row, ANNOUNCED, row.loaded_at) for row in announced[:limit]]
    return found + [
        _amendment(row, EFFECTIVE, midnight(row.effective_on)) for row in effective[:limit]
    ]


def announced_at(targets: Collection[int]) -> dict[int, datetime]:
    """When `targets`, by pk, came to amend others: with the last loading that changed their plan's
    targets. What was loaded before there was a history isn't in it. One query; none for none."""
    if not targets:
        return {}
    rows = Target.objects.filter(pk__in=targets).annotate(loaded_at=Subquery(_loadings()))
    return dict(rows.filter(loaded_at__isnull=False).values_list("pk", "loaded_at"))


def _plans(scope: EventScope) -> QuerySet[Plan]:
    found = Plan.objects.order_by()
    if scope.regions is not None:
        for_them = PlanIndicator.objects.filter(region__in=scope.regions).order_by().values("plan")
        found = found.filter(Q(region__in=scope.regions) | Q(pk__in=for_them))
    if scope.indicators:
        of_them = PlanIndicator.objects.filter(indicator__in=scope.indicators).order_by()
        found = found.filter(pk__in=of_them.values("plan"))
    return found


def _amending(scope: EventScope) -> QuerySet[Any]:
    rows = Target.objects.filter(amends__isnull=False).annotate(loaded_at=Subquery(_loadings()))
    if scope.regions is not None:
        rows = rows.filter(plan_indicator__region__in=scope.regions)
    if scope.indicators:
        rows = rows.filter(plan_indicator__indicator__in=scope.indicators)
    cited = Citation.objects.select_related("clause").defer("clause__text", "clause__note")
    return rows.select_related(
        *(f"{of}plan_indicator__{name}" for of in ("", "amends__") for name in ("plan", "unit"))
    ).prefetch_related(Prefetch("citations", cited))


def _loadings() -> QuerySet[Any]:
    """When a plan was last loaded with other targets than before."""
    targets = PlanPart.TARGETS.value
    rows = HistoryRow.objects.filter(
        record__kind=KIND, record__key=OuterRef("plan_indicator__plan__slug"), action=LOAD
    ).alias(was=KT(f"before__{targets}"), became=KT(f"after__{targets}"))
    changed = rows.filter(Q(before__isnull=True) | Q(was__isnull=True) | ~Q(was=F("became")))
    return changed.order_by("-number").values("at")[:1]


def _amendment(row: Target, source: str, at: datetime) -> AmendmentEvent:
    citations: Sequence[Citation] = list(row.citations.all())
    return AmendmentEvent(EventKey(at, source, row.pk), row, citations[0] if citations else None)


def _changed(row: HistoryRow) -> tuple[PlanPart, ...] | None:
    if row.before is None:
        return None
    before, after = cast("Mapping[str, Any]", row.before), cast("Content", row.after)
    return tuple(
        part for part in PlanPart if _differs(before.get(part.value), after.get(part.value))
    )


def _differs(before: object, after: object) -> bool:
    """Rows of before 0.2 keep a digest of a part, which tells nothing beside its rows."""
    return type(before) is type(after) and before != after
