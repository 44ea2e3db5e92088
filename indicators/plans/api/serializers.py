"""Rows of the API: the catalogue, plans, and what they promise."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.api.fields import ExactDecimalField, WordField
from indicators.plans.models import (
    Citation,
    Clause,
    Indicator,
    Plan,
    PlanIndicator,
    PlanIndicatorDepartment,
    Reported,
    SeriesBreak,
    Target,
)
from indicators.plans.rules.breaks import Break
from indicators.plans.rules.enums import (
    BreakKind,
    CitationKind,
    ClauseKind,
    Comparator,
    DepartmentRole,
    Direction,
    Nature,
    Origin,
    PlanStatus,
    Theme,
)
from indicators.plans.selectors.plans import readings


class IndicatorSerializer(serializers.ModelSerializer[Indicator]):
    unit = serializers.CharField(source="unit_id", read_only=True, help_text="The unit's symbol.")
    direction = WordField(Direction)
    theme = WordField(Theme)
    level_of = serializers.CharField(
        source="level_of_id",
        allow_null=True,
        read_only=True,
        help_text="Of a reduction: the indicator that it is the percentage fall of.",
    )

    class Meta:
        model = Indicator
        fields = (
            "code",
            "name",
            "name_en",
            "unit",
            "direction",
            "theme",
            "level_of",
            "definition",
            "definition_en",
        )


class SeriesBreakSerializer(serializers.ModelSerializer[SeriesBreak]):
    indicator = serializers.CharField(source="indicator_id", read_only=True)
    region = serializers.CharField(
        source="region_id",
        allow_null=True,
        read_only=True,
        help_text="The one region where it is so; null: everywhere.",
    )
    year = serializers.IntegerField(
        read_only=True, help_text="The first year that is counted in the new way."
    )
    kind = WordField(BreakKind)

    class Meta:
        model = SeriesBreak
        fields = ("indicator", "region", "year", "kind", "note", "note_en", "source")
        extra_kwargs: ClassVar = {"source": {"help_text": "The document that says so."}}


class NamedBreakSerializer(serializers.Serializer[Break]):
    """A series break that matters to a verdict; all of them are in `series-breaks/`."""

    indicator = serializers.CharField(read_only=True)
    region = serializers.CharField(read_only=True, allow_null=True)
    year = serializers.IntegerField(read_only=True)
    kind = WordField(BreakKind)
    note = serializers.CharField(read_only=True)
    note_en = serializers.CharField(read_only=True)
    source = serializers.CharField(read_only=True)  # type: ignore[assignment]


class PlanSerializer(serializers.ModelSerializer[Plan]):
    region = serializers.CharField(source="region_id", read_only=True)
    status = WordField(PlanStatus)

    class Meta:
        model = Plan
        fields = (
            "slug",
            "region",
            "year",
            "title",
            "doc_number",
            "issuer",
            "issued_on",
            "date_text",
            "status",
            "note",
        )


class ClauseSerializer(serializers.ModelSerializer[Clause]):
    kind = WordField(ClauseKind)

    class Meta:
        model = Clause
        fields = ("key", "kind", "heading", "text", "note", "order")
        extra_kwargs = {
            "text": {"help_text": "Paragraphs separated by line breaks; a row's cells by tabs."},
            "note": {"help_text": "An editor's note on the state of the text, not part of it."},
        }


class CitationSerializer(serializers.ModelSerializer[Citation]):
    clause = serializers.CharField(
        source="clause.key", read_only=True, help_text="The key of a clause of the same plan."
    )
    kind = WordField(CitationKind)
    stated_value = ExactDecimalField(
        source="printed_value", allow_null=True, help_text="The value that these words state."
    )

    class Meta:
        model = Citation
        fields = ("clause", "quote", "stated_value", "kind", "start", "end")
        extra_kwargs = {
            "start": {"help_text": "Where the quotation begins in the clause's `text`."},
            "end": {"help_text": "Where it ends."},
        }


class TargetSerializer(serializers.ModelSerializer[Target]):
    year = serializers.IntegerField(
        read_only=True, allow_null=True, help_text="null: a standing limit, every year."
    )
    value = ExactDecimalField(
        source="printed_value",
        allow_null=True,
        help_text="In the printed unit, with the printed decimals. null: words only.",
    )
    comparator = WordField(Comparator)
    base_year = serializers.IntegerField(
        read_only=True, allow_null=True, help_text="Of a reduction: the year it is counted from."
    )
    conflict = serializers.BooleanField(
        read_only=True, help_text="Whether the plan also states another value (see conflicts/)."
    )
    citations = CitationSerializer(many=True, read_only=True)

    class Meta:
        model = Target
        fields = (
            "year",
            "value",
            "comparator",
            "base_year",
            "wording",
            "conflict",
            "definition_note",
            "note",
            "citations",
        )
        extra_kwargs = {
            "definition_note": {
                "help_text": "Where this target alone means something else than its indicator."
            }
        }


class ReportedSerializer(serializers.ModelSerializer[Reported]):
    year = serializers.IntegerField(read_only=True)
    value = ExactDecimalField(source="printed_value")
    citations = CitationSerializer(many=True, read_only=True)

    class Meta:
        model = Reported
        fields = ("year", "value", "base_year", "note", "citations")


class ResponsibilitySerializer(serializers.ModelSerializer[PlanIndicatorDepartment]):
    id = serializers.IntegerField(source="department_id", read_only=True)
    name = serializers.CharField(source="department.name", read_only=True)
    role = WordField(DepartmentRole)

    class Meta:
        model = PlanIndicatorDepartment
        fields = ("id", "name", "role", "order")


class PlanIndicatorSerializer(serializers.ModelSerializer[PlanIndicator]):
    plan = serializers.SlugField(source="plan.slug", read_only=True)
    region = serializers.CharField(source="region_id", read_only=True)
    indicator = serializers.CharField(source="indicator_id", read_only=True)
    nature = WordField(Nature)
    origin = WordField(Origin)
    targets = TargetSerializer(many=True, read_only=True)
    reported = ReportedSerializer(
        many=True, read_only=True, help_text="What the plan itself reports for past years."
    )
    departments = ResponsibilitySerializer(source="responsibilities", many=True, read_only=True)

    class Meta:
        model = PlanIndicator
        fields = (
            "plan",
            "region",
            "indicator",
            "serial",
            "printed_name",
            "printed_unit",
            "printed_theme",
            "nature",
            "origin",
            "definition_note",
            "note",
            "targets",
            "reported",
            "departments",
        )
        extra_kwargs = {
            "definition_note": {
                "help_text": "Where this plan defines the thing otherwise than the catalogue."
            }
        }


class FlatTargetSerializer(TargetSerializer):
    """A target with its plan indicator's columns; `note` is the plan indicator's.

    `definition_note` is the target's own, else the plan indicator's.
    """

    plan = serializers.SlugField(source="plan_indicator.plan.slug", read_only=True)
    region = serializers.CharField(source="plan_indicator.region_id", read_only=True)
    indicator = serializers.CharField(source="plan_indicator.indicator_id", read_only=True)
    serial = serializers.CharField(source="plan_indicator.serial", read_only=True)
    printed_name = serializers.CharField(source="plan_indicator.printed_name", read_only=True)
    printed_unit = serializers.CharField(source="plan_indicator.printed_unit", read_only=True)
    printed_theme = serializers.CharField(source="plan_indicator.printed_theme", read_only=True)
    nature = WordField(Nature, source="plan_indicator.nature")
    origin = WordField(Origin, source="plan_indicator.origin")
    definition_note = serializers.CharField(source="definition", read_only=True)
    note = serializers.CharField(source="plan_indicator.note", read_only=True)
    target_note = serializers.CharField(source="note", read_only=True)
    departments = ResponsibilitySerializer(
        source="plan_indicator.responsibilities", many=True, read_only=True
    )

    class Meta(TargetSerializer.Meta):
        fields = (  # type: ignore[assignment]
            "plan",
            "region",
            "indicator",
            "serial",
            "printed_name",
            "printed_unit",
            "printed_theme",
            "nature",
            "origin",
            "definition_note",
            "note",
            "year",
            "value",
            "comparator",
            "base_year",
            "wording",
            "conflict",
            "target_note",
            "citations",
            "departments",
        )


class ReadingSerializer(serializers.ModelSerializer[Citation]):
    value = ExactDecimalField(source="printed_value")
    clause = serializers.CharField(source="clause.key", read_only=True)

    class Meta:
        model = Citation
        fields = ("value", "clause", "quote")


class ConflictSerializer(serializers.ModelSerializer[Target]):
    plan = serializers.SlugField(source="plan_indicator.plan.slug", read_only=True)
    region = serializers.CharField(source="plan_indicator.region_id", read_only=True)
    indicator = serializers.CharField(source="plan_indicator.indicator_id", read_only=True)
    printed_name = serializers.CharField(source="plan_indicator.printed_name", read_only=True)
    printed_unit = serializers.CharField(source="plan_indicator.printed_unit", read_only=True)
    adopted = ExactDecimalField(
        source="printed_value", help_text="The value of the target: the annex table over the body."
    )
    readings = serializers.SerializerMethodField()

    class Meta:
        model = Target
        fields = (
            "plan",
            "region",
            "indicator",
            "printed_name",
            "printed_unit",
            "year",
            "base_year",
            "adopted",
            "readings",
        )

    @extend_schema_field(ReadingSerializer(many=True))
    def get_readings(self, target: Target) -> list[dict[str, object]]:
        return list(ReadingSerializer(readings(target), many=True).data)
