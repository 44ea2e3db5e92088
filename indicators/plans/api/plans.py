"""The API of what is promised: the catalogue and its breaks, plans, clauses, targets, conflicts."""

from collections.abc import Mapping
from typing import ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view

from common.api.views import ListViewSet, PastMixin, ReadViewSet, not_found
from common.ordering import Sortable
from indicators.plans.api.serializers import (
    ClauseSerializer,
    ConflictSerializer,
    FlatTargetSerializer,
    IndicatorSerializer,
    PlanIndicatorSerializer,
    PlanSerializer,
    SeriesBreakSerializer,
)
from indicators.plans.filters import (
    ConflictFilter,
    IndicatorFilter,
    PlanFilter,
    PlanIndicatorFilter,
    SeriesBreakFilter,
    TargetFilter,
)
from indicators.plans.models import Clause, Indicator, Plan, PlanIndicator, SeriesBreak, Target
from indicators.plans.selectors import plans as selectors
from indicators.plans.selectors.breaks import break_rows

SLUG = "[a-zA-Z0-9_-]+"
# No `value`: each plan prints it in a unit of its own.
_OF_TARGETS: Mapping[str, Sortable] = {
    "plan": Sortable("plan_indicator__plan__slug"),
    "region": Sortable("plan_indicator__region_id"),
    "indicator": Sortable("plan_indicator__indicator_id"),
    "year": Sortable("year", nullable=True),
}


@extend_schema_view(list=extend_schema(summary="Plans"), retrieve=extend_schema(summary="One plan"))
class PlanViewSet(PastMixin[Plan], ReadViewSet[Plan]):
    """Issued documents. A plan without a printed date says so in `date_text` and `note`."""

    serializer_class = PlanSerializer
    filterset_class = PlanFilter
    orderings: ClassVar[Mapping[str, Sortable]] = {
        "slug": Sortable("slug"),
        "region": Sortable("region_id"),
        "year": Sortable("year"),
        "issued_on": Sortable("issued_on", nullable=True),
    }
    lookup_field = "slug"
    lookup_value_regex = SLUG
    queryset = Plan.objects.none()

    def get_queryset(self) -> QuerySet[Plan]:
        return selectors.plans()


@extend_schema_view(list=extend_schema(summary="The text of a plan"))
class ClauseViewSet(ListViewSet[Clause]):
    """The whole text of one plan, clause by clause, in the document's order."""

    serializer_class = ClauseSerializer
    orderings: ClassVar[Mapping[str, Sortable]] = {"order": Sortable("order")}
    queryset = Clause.objects.none()

    def get_queryset(self) -> QuerySet[Clause]:
        slug = self.kwargs["slug"]
        plan = selectors.plans().filter(slug=slug).first()
        if plan is None:
            raise not_found(slug)
        return selectors.clauses(plan=plan)


@extend_schema_view(
    list=extend_schema(summary="The catalogue of indicators"),
    retrieve=extend_schema(summary="One indicator"),
)
class IndicatorViewSet(ReadViewSet[Indicator]):
    """What all cities are measured by: one code, unit and direction for everyone."""

    serializer_class = IndicatorSerializer
    filterset_class = IndicatorFilter
    orderings: ClassVar[Mapping[str, Sortable]] = {"code": Sortable("code")}
    lookup_field = "code"
    lookup_value_regex = "[a-z][a-z_]*"
    queryset = Indicator.objects.none()

    def get_queryset(self) -> QuerySet[Indicator]:
        return selectors.catalogue_with_parts()


@extend_schema_view(list=extend_schema(summary="From which year an indicator is counted otherwise"))
class SeriesBreakViewSet(ListViewSet[SeriesBreak]):
    """Values before the year of a break aren't held against those from it on.

    A reduction breaks where the level breaks that it is the percentage fall of (`level_of`).
    """

    serializer_class = SeriesBreakSerializer
    filterset_class = SeriesBreakFilter
    orderings: ClassVar[Mapping[str, Sortable]] = {
        "indicator": Sortable("indicator_id"),
        "region": Sortable("region_id", nullable=True),
        "year": Sortable("year"),
    }
    queryset = SeriesBreak.objects.none()

    def get_queryset(self) -> QuerySet[SeriesBreak]:
        return break_rows()


@extend_schema_view(list=extend_schema(summary="What each plan says of each indicator"))
class PlanIndicatorViewSet(PastMixin[PlanIndicator], ListViewSet[PlanIndicator]):
    """Names, units and values as printed, with every target and the words it stands in."""

    serializer_class = PlanIndicatorSerializer
    filterset_class = PlanIndicatorFilter
    orderings: ClassVar[Mapping[str, Sortable]] = {
        "plan": Sortable("plan__slug"),
        "region": Sortable("region_id"),
        "indicator": Sortable("indicator_id"),
    }
    queryset = PlanIndicator.objects.none()

    def get_queryset(self) -> QuerySet[PlanIndicator]:
        return selectors.plan_indicators()


@extend_schema_view(list=extend_schema(summary="Targets, one row each"))
class TargetViewSet(PastMixin[Target], ListViewSet[Target]):
    """The same as `plan-indicators/`, flat: one row a target."""

    serializer_class = FlatTargetSerializer
    filterset_class = TargetFilter
    orderings = _OF_TARGETS
    queryset = Target.objects.none()

    def get_queryset(self) -> QuerySet[Target]:
        return selectors.targets()


@extend_schema_view(list=extend_schema(summary="Where plans contradict themselves or each other"))
class ConflictViewSet(ListViewSet[Target]):
    """Targets of which the plan or another document of the region states different values: every
    reading, and the adopted one. Of two documents each has a row of its own."""

    serializer_class = ConflictSerializer
    filterset_class = ConflictFilter
    orderings = _OF_TARGETS
    queryset = Target.objects.none()

    def get_queryset(self) -> QuerySet[Target]:
        return selectors.conflicts()

    def paginate_queryset(self, queryset: QuerySet[Target]) -> list[Target] | None:  # type: ignore[override]
        page = super().paginate_queryset(queryset)
        return selectors.with_readings(page) if page and self.shows("readings") else page
