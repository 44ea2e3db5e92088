"""Rows of the API: the catalogue, plans, and what they promise."""

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
    Target,
)
from indicators.plans.rules.enums import (
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


class PlanSerializer(serializers.ModelSerializer[Plan]):
    region = serializers.CharField(source="region_id", read_only=True)
    status = WordField(PlanStatus)
    supersedes = serializers.CharField(
        source="supersedes.slug",
        default=None,
        read_only=True,
        allow_null=True,
        help_text="The plan of which it takes the place; else null.",
    )
    superseded_by = serializers.SerializerMethodField(
        help_text="The plan that takes its place; else null."
    )
    superseded_on = serializers.SerializerMethodField(
        help_text="From this day on it is no longer judged; else null."
    )

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
            "supersedes",
            "superseded_by",
            "superseded_on",
        )

    @extend_schema_field({"type": ["string", "null"]})
    def get_superseded_by(self, plan: Plan) -> str | None:
        return plan.successor.slug if plan.successor else None

    @extend_schema_field({"type": ["string", "null"], "format": "date"})
    def get_superseded_on(self, plan: Plan) -> str | None:
        later = plan.successor
        return later.supersedes_on.isoformat() if later and later.supersedes_on else None


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


class TargetNameSerializer(serializers.Serializer[Target]):
    """Which target is meant, as targets/ lists it."""

    plan = serializers.CharField(source="plan_indicator.plan.slug", read_only=True)
    region = serializers.CharField(source="plan_indicator.region_id", read_only=True)
    indicator = serializers.CharField(source="plan_indicator.indicator_id", read_only=True)
    year = serializers.IntegerField(read_only=True, allow_null=True)
    base_year = serializers.IntegerField(read_only=True, allow_null=True)


class AmendingSerializer(TargetNameSerializer):
    """The target that amends another, or sets it, and from which day on."""

    effective_on = serializers.DateField(read_only=True)


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
        read_only=True,
        help_text="Whether the plan or another document also states another value "
        "(see conflicts/).",
    )
    amends = TargetNameSerializer(
        read_only=True,
        allow_null=True,
        help_text="The target of an earlier document that this one replaces, or sets; else null.",
    )
    amended_by = AmendingSerializer(
        source="replaced_by",
        read_only=True,
        allow_null=True,
        help_text="The target of a later document that replaces or sets this one; else null.",
    )
    effective_on = serializers.DateField(
        read_only=True, allow_null=True, help_text="From which day it amends; else null."
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
            "amends",
            "amended_by",
            "effective_on",
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
            "amends",
            "amended_by",
            "effective_on",
            "citations",
            "departments",
        )


class ReadingSerializer(serializers.Serializer[Citation]):
    """A value as some words state it."""

    value = ExactDecimalField(source="citation.printed_value")
    clause = serializers.CharField(source="citation.clause.key", read_only=True)
    quote = serializers.CharField(source="citation.quote", read_only=True)
    plan = serializers.CharField(
        source="target.plan_indicator.plan.slug",
        read_only=True,
        help_text="The document in which they stand.",
    )
    printed_unit = serializers.CharField(
        source="target.plan_indicator.printed_unit",
        read_only=True,
        help_text="The unit of `value`.",
    )


class ConflictSerializer(serializers.ModelSerializer[Target]):
    plan = serializers.SlugField(source="plan_indicator.plan.slug", read_only=True)
    region = serializers.CharField(source="plan_indicator.region_id", read_only=True)
    indicator = serializers.CharField(source="plan_indicator.indicator_id", read_only=True)
    printed_name = serializers.CharField(source="plan_indicator.printed_name", read_only=True)
    printed_unit = serializers.CharField(source="plan_indicator.printed_unit", read_only=True)
    adopted = ExactDecimalField(
        source="printed_value", help_text="The value of the target: the annex table over the body."
    )
    kind = serializers.SerializerMethodField(
        help_text="`within`: the plan contradicts itself; `between`: another document does."
    )
    readings = ReadingSerializer(
        source="all_readings",
        many=True,
        read_only=True,
        help_text="The adopted one first, those of other documents last.",
    )

    class Meta:
        model = Target
        fields = (
            "kind",
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

    @extend_schema_field({"type": "string", "enum": ["within", "between"]})
    def get_kind(self, target: Target) -> str:
        return "within" if target.states_two else "between"
