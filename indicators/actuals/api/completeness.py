"""The API of how complete the values are that the plans require."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from common.api.fields import ExactDecimalField
from common.api.views import ComputedListViewSet, PastMixin
from common.ordering import Sortable
from indicators.actuals.filters import CompletenessFilter
from indicators.actuals.selectors.completeness import Completeness, completeness
from indicators.plans.models import PlanIndicator


class CompletenessSerializer(serializers.Serializer[Any]):
    """How many of the values that the plans require are there."""

    region = serializers.CharField(read_only=True)
    year = serializers.IntegerField(read_only=True)
    required = serializers.IntegerField(  # type: ignore[assignment]
        read_only=True
    )
    filled = serializers.IntegerField(
        read_only=True, help_text=_("已填报数值或说明没有数值的原因的项数。")
    )
    submitted = serializers.IntegerField(read_only=True, help_text=_("已提交或已发布的项数。"))
    approved = serializers.IntegerField(read_only=True, help_text=_("已发布的项数。"))
    on_time = serializers.IntegerField(
        read_only=True, allow_null=True, help_text=_("在截止日前提交的项数；null：没有设定截止日。")
    )
    rate = ExactDecimalField(
        allow_null=True, help_text=_("`filled` 占 `required` 的比例，0 至 1。")
    )


@extend_schema_view(list=extend_schema(summary="How complete each region's values are"))
class CompletenessViewSet(PastMixin[PlanIndicator], ComputedListViewSet[PlanIndicator]):
    """Region by region, from its first plan's year to this year.

    The counts are the same whoever asks: how far a region is with a year is public, what it is
    working on is not. They count what is entered and handed in, too, as the pages do.
    """

    serializer_class = CompletenessSerializer
    filterset_class = CompletenessFilter
    orderings: ClassVar[Mapping[str, Sortable]] = {"region": Sortable(), "year": Sortable()}
    queryset = PlanIndicator.objects.none()

    def get_queryset(self) -> QuerySet[PlanIndicator]:
        return PlanIndicator.objects.all()

    def get_rows(
        self, scope: QuerySet[PlanIndicator], asked: Mapping[str, Any]
    ) -> Sequence[Completeness]:
        return completeness(
            scope=scope,
            intervals=asked["year"],
            today=self.moment.today,
            order=self.asked_order,
        )
