"""The API of regions and departments."""

from typing import ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from common.api.fields import WordField
from common.api.views import ReadViewSet
from departments import selectors
from departments.filters import DepartmentFilter, RegionFilter
from departments.models import Department, Region, RegionSuccession
from departments.rules.roles import RegionLevel, SuccessionKind


class SuccessionSerializer(serializers.Serializer[RegionSuccession]):
    """What a region became, or what it was before, and on which day."""

    code = serializers.CharField(read_only=True, help_text="The other region.")
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
        help_text="What it became. One that was renamed or recoded goes on as one series: filters"
        " take either code.",
    )
    predecessors = PredecessorSerializer(
        source="precessions", many=True, read_only=True, help_text="What it was before."
    )
    parent = serializers.CharField(  # type: ignore[assignment]
        source="parent_id",
        allow_null=True,
        read_only=True,
        help_text="The code of the region above.",
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
            "valid_from": {"help_text": "Its first day; null: not known."},
            "valid_to": {"help_text": "The day after its last one; null: it is there."},
        }


class DepartmentSerializer(serializers.ModelSerializer[Department]):
    region = serializers.CharField(source="region_id", read_only=True)
    aliases = serializers.ListField(
        child=serializers.CharField(),
        source="other_names",
        read_only=True,
        help_text="Other spellings of the name in the region's plan, and the name that the plan"
        " prints, where it has been renamed since.",
    )
    function = serializers.CharField(
        source="function_id",
        read_only=True,
        help_text="What the department does, the same word in every region.",
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
    lookup_field = "id"
    lookup_value_regex = "[0-9]{1,18}"
    queryset = Department.objects.none()

    def get_queryset(self) -> QuerySet[Department]:
        return selectors.departments()
