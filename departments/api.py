"""The API of regions and departments."""

from collections.abc import Mapping
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from common.api.fields import WordField
from common.api.views import ReadViewSet
from common.ordering import Sortable
from departments import selectors
from departments.filters import DepartmentFilter, RegionFilter
from departments.models import Department, Region, RegionSuccession
from departments.rules.roles import RegionLevel, SuccessionKind


class SuccessionSerializer(serializers.Serializer[RegionSuccession]):
    """What a region became, or what it was before, and on which day."""

    code = serializers.CharField(read_only=True, help_text=_("另一个行政区。"))
    kind = WordField(SuccessionKind)
    on = serializers.DateField(read_only=True)


class SuccessorSerializer(SuccessionSerializer):
    code = serializers.CharField(source="successor_id", read_only=True)


class PredecessorSerializer(SuccessionSerializer):
    code = serializers.CharField(source="predecessor_id", read_only=True)


class RegionSerializer(serializers.ModelSerializer[Region]):
    level = WordField(RegionLevel)
    successors = SuccessorSerializer(
        source="successions",
        many=True,
        read_only=True,
        help_text=_("后来成为什么。只是更名或更换代码的，数据连续：筛选时两个代码都可以用。"),
    )
    predecessors = PredecessorSerializer(
        source="precessions", many=True, read_only=True, help_text=_("以前是什么。")
    )
    parent = serializers.CharField(  # type: ignore[assignment]
        source="parent_id",
        allow_null=True,
        read_only=True,
        help_text=_("上级行政区的代码。"),
    )

    class Meta:
        model = Region
        fields = (
            "code",
            "name",
            "name_en",
            "level",
            "parent",
            "valid_from",
            "valid_to",
            "successors",
            "predecessors",
        )
        extra_kwargs: ClassVar = {
            "valid_from": {"help_text": _("设立之日；null：不详。")},
            "valid_to": {"help_text": _("撤销之日；null：仍然存在。")},
        }


class DepartmentSerializer(serializers.ModelSerializer[Department]):
    region = serializers.CharField(source="region_id", read_only=True)
    aliases = serializers.ListField(
        child=serializers.CharField(),
        source="other_names",
        read_only=True,
        help_text=_("该地规划中的其他写法；后来更名的，也包括规划中的名称。"),
    )
    function = serializers.CharField(
        source="function_id",
        read_only=True,
        help_text=_("部门的职能，各地用同一个词。"),
    )

    class Meta:
        model = Department
        fields = ("id", "region", "name", "aliases", "function", "note")


@extend_schema_view(
    list=extend_schema(summary="Regions"), retrieve=extend_schema(summary="One region")
)
class RegionViewSet(ReadViewSet[Region]):
    """Provinces, cities, counties and development zones, by their codes."""

    serializer_class = RegionSerializer
    filterset_class = RegionFilter
    orderings: ClassVar[Mapping[str, Sortable]] = {
        "code": Sortable("code"),
        "valid_from": Sortable("valid_from", nullable=True),
        "valid_to": Sortable("valid_to", nullable=True),
    }
    lookup_field = "code"
    lookup_value_regex = "[0-9]{6}"
    queryset = Region.objects.none()

    def get_queryset(self) -> QuerySet[Region]:
        return selectors.regions().prefetch_related("successions", "precessions")


@extend_schema_view(
    list=extend_schema(summary="Departments"), retrieve=extend_schema(summary="One department")
)
class DepartmentViewSet(ReadViewSet[Department]):
    """The organs of a region that a plan names, with the other spellings that it uses."""

    serializer_class = DepartmentSerializer
    filterset_class = DepartmentFilter
    orderings: ClassVar[Mapping[str, Sortable]] = {
        "id": Sortable("id"),
        "region": Sortable("region_id"),
    }
    lookup_field = "id"
    lookup_value_regex = "[0-9]{1,18}"
    queryset = Department.objects.none()

    def get_queryset(self) -> QuerySet[Department]:
        return selectors.departments()
