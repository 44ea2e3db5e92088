"""Reads of what is promised: the catalogue, plans, clauses, plan indicators, targets, conflicts.

Pages and the API call the same functions. Each returns a queryset in a stable order, with what
a row shows already joined or prefetched, so that a list costs the same however long it is.
"""

from collections.abc import Iterable
from functools import cache

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from departments.models import Region
from departments.selectors import regions, with_parents
from indicators.plans.models import (
    Citation,
    Clause,
    Indicator,
    IndicatorDivision,
    IndicatorPart,
    Plan,
    PlanIndicator,
    PlanIndicatorDepartment,
    Reading,
    Reported,
    Target,
)
from indicators.plans.rules.enums import CitationKind
from indicators.plans.selectors.conflicts import differing, differs_from_another_document

# The target that a target amends, as its sentence is named.
_NAMED = ("plan_indicator__plan", "plan_indicator__unit", "plan_indicator__indicator")
_AMENDS = tuple(f"amends__{name}" for name in _NAMED)
# The targets of one promise: a standing limit comes last.
_BY_YEAR = (F("year").asc(nulls_last=True), F("base_year").asc(nulls_first=True), "pk")


def catalogue() -> QuerySet[Indicator]:
    """Every indicator that cities share, with its unit, in the catalogue's order."""
    return Indicator.objects.select_related("unit").order_by("order", "code")


def catalogue_with_parts() -> QuerySet[Indicator]:
    """The catalogue; each with what it is the reduction or the increment of, the ways in which it
    is divided (`divisions`, `parts`) and the wholes that it is a part of (`part_of`)."""
    parts = IndicatorPart.objects.select_related("part").order_by("order")
    divisions = IndicatorDivision.objects.prefetch_related(Prefetch("parts", parts))
    wholes = IndicatorPart.objects.select_related("division__whole")
    return (
        catalogue()
        .select_related("per", "level_of", "increment_of")
        .prefetch_related(
            Prefetch("divisions", divisions.order_by("pk")),
            Prefetch("part_of", wholes.order_by("division__whole__order", "division_id")),
        )
    )


def catalogue_with_counts() -> QuerySet[Indicator]:
    """The catalogue with parts; `promise_count` and `city_count` say who promises each."""
    return catalogue_with_parts().annotate(
        promise_count=Count("plan_indicators", distinct=True),
        city_count=Count("plan_indicators__plan__region", distinct=True),
    )


def plans() -> QuerySet[Plan]:
    """Every plan with its region, the plan that it supersedes, and the one that supersedes it."""
    return (
        Plan.objects.select_related("region", "supersedes")
        .prefetch_related("superseded_by")
        .order_by("region_id", "slug")
    )


def regions_with_plans() -> QuerySet[Region]:
    """The regions that have a plan, with all those above them, by code."""
    return with_parents(regions().filter(pk__in=Plan.objects.order_by().values("region")))


def clauses(*, plan: Plan) -> QuerySet[Clause]:
    """The whole text of one plan, clause by clause, in the document's order."""
    return Clause.objects.filter(plan=plan).order_by("order")


def plan_indicators(*, cited: bool = True) -> QuerySet[PlanIndicator]:
    """What each plan says of each indicator, in the document's order.

    Prefetched: `targets` (see `targets`) and `reported`, if `cited` both with `citations` and
    their clauses, and with what amends them; `responsibilities` with their departments, in the
    printed order.
    """
    targets, reported = _targets_of_an_indicator(), Reported.objects.all()
    if cited:
        targets = targets.prefetch_related(
            _citations(), _amended_by(), _citations("amends__citations")
        )
        reported = reported.prefetch_related(_citations())
    return (
        PlanIndicator.objects.select_related("plan", "region", "unit", "indicator__unit")
        .prefetch_related(
            Prefetch("targets", targets),
            Prefetch("reported", reported),
            _responsibilities("responsibilities"),
        )
        .order_by("plan__region_id", "plan__slug", "order", "pk")
    )


def judged_alone(*, cited: bool = False) -> QuerySet[PlanIndicator]:
    """The same with no more than a limit needs: targets, if `cited` with `citations` and their
    clauses, and what is reported, without what is shown beside them. Indicators and units aren't
    joined: who asks for limits has the catalogue."""
    targets = Target.objects.order_by(*_BY_YEAR)
    return (
        PlanIndicator.objects.select_related("plan")
        .prefetch_related(
            Prefetch("targets", targets.prefetch_related(_citations()) if cited else targets),
            Prefetch("reported", Reported.objects.order_by(*_BY_YEAR)),
        )
        .order_by("plan__region_id", "plan__slug", "order", "pk")
    )


def offered(promises: QuerySet[PlanIndicator]) -> tuple[list[Region], list[Plan]]:
    """The regions and the plans of the promises, for a filter: by region, with nothing joined. Two
    queries."""
    rows = promises.order_by()
    return (
        list(Region.objects.filter(pk__in=rows.values("region")).order_by("code")),
        list(Plan.objects.filter(pk__in=rows.values("plan")).order_by("region_id", "slug")),
    )


def targets() -> QuerySet[Target]:
    """Every target, flat, with its plan indicator, the target that it amends and the one that
    amends it; `conflict` is annotated on each.

    In the document's order, the years of one indicator ascending, a standing limit last.
    """
    return (
        _with_conflict()
        .select_related(
            "plan_indicator__plan",
            "plan_indicator__region",
            "plan_indicator__unit",
            "plan_indicator__indicator__unit",
            *_AMENDS,
        )
        .prefetch_related(
            _citations(),
            _citations("amends__citations"),
            _amended_by(),
            _responsibilities("plan_indicator__responsibilities"),
        )
        .order_by(
            "plan_indicator__plan__region_id",
            "plan_indicator__plan__slug",
            "plan_indicator__order",
            F("year").asc(nulls_last=True),
            F("base_year").asc(nulls_first=True),
            "pk",
        )
    )


def conflicts() -> QuerySet[Target]:
    """The targets of which two different values are stated: by the plan's own text
    (`states_two`), or by another document that is in force beside it.

    The value of the target is the adopted one; `readings(target)` are all that its plan states,
    `conflicts.differing` what the other documents do.
    """
    found = targets().filter(Q(conflict=True))
    return found.annotate(states_two=_states_another_value())  # type: ignore[no-redef]


def with_readings(found: Iterable[Target]) -> list[Target]:
    """The same targets, of `conflicts`, each with all that is stated of it (`all_readings`): by
    its own plan, the adopted reading first, then by other documents. Two queries."""
    rows = list(found)
    stated = Target.objects.select_related(
        "plan_indicator__plan", "plan_indicator__unit", "plan_indicator__indicator__unit"
    ).prefetch_related(_citations())
    others = differing(rows, stated.order_by("plan_indicator__plan__slug", "pk"))
    for one in rows:
        documents = (one, *others.get(one.pk, ()))
        one.all_readings = [
            Reading(target, citation) for target in documents for citation in readings(target)
        ]
    return rows


def readings(target: Target) -> list[Citation]:
    """The citations of a target that state a value, the adopted reading first.

    Those that state the far end of a range or what is strived for state no other value. Reads
    the prefetched citations of a target that came from a selector of this module.
    """
    further = {target.value_to, target.aim} - {None}
    return [
        one
        for one in target.citations.all()
        if one.kind == CitationKind.VALUE and one.stated_value not in further
    ]


@cache
def _with_conflict() -> QuerySet[Target]:
    """Made once, and read only by what is made of it: to put the conditions together takes longer
    than to read some rows by them."""
    states = Q(_states_another_value()) | differs_from_another_document()
    return Target.objects.annotate(conflict=states)  # type: ignore[no-redef]  # declared there


def _states_another_value() -> Exists:
    # Written as less-or-more, so that a target in words only (no value) is no conflict.
    # The far end of a range and what is strived for are no other value.
    return Exists(
        Citation.objects.filter(
            Q(stated_value__lt=OuterRef("value")) | Q(stated_value__gt=OuterRef("value")),
            target=OuterRef("pk"),
            kind=CitationKind.VALUE,
        )
        .exclude(stated_value=F("target__value_to"))
        .exclude(stated_value=F("target__aim"))
    )


def _targets_of_an_indicator() -> QuerySet[Target]:
    return _with_conflict().select_related(*_AMENDS).order_by(*_BY_YEAR)


def _amended_by(depth: int = 3) -> "Prefetch[str]":
    """What amends a target, and what amends that. Deeper than that it is read when it is shown."""
    rows = _with_conflict().select_related(*_NAMED).prefetch_related(_citations())
    return Prefetch("amended_by", rows.prefetch_related(_amended_by(depth - 1)) if depth else rows)


def _citations(path: str = "citations") -> "Prefetch[str]":
    # Of the clause only its key is shown beside a quotation, never the whole text again.
    shown = Citation.objects.select_related("clause").defer("clause__text", "clause__note")
    return Prefetch(path, shown.order_by("order", "pk"))


def _responsibilities(path: str) -> "Prefetch[str]":
    return Prefetch(
        path,
        PlanIndicatorDepartment.objects.select_related("department").order_by("order", "pk"),
    )
