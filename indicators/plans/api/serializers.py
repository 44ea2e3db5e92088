"""Rows of the API: the catalogue, plans, and what they promise."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.api.fields import ExactDecimalField, WordField
from indicators.plans.models import (
    Citation,
    Clause,
    Indicator,
    IndicatorDivision,
    IndicatorPart,
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
    GoalKind,
    Nature,
    Origin,
    PlanStatus,
    PriceBasis,
    TargetForm,
    Theme,
)


class DivisionSerializer(serializers.ModelSerializer[IndicatorDivision]):
    """One way to divide an indicator. `complete`: the parts add up to it."""

    parts: "serializers.SlugRelatedField[IndicatorPart]" = serializers.SlugRelatedField(
        many=True, read_only=True, slug_field="part_id", help_text="Codes of indicators."
    )

    class Meta:
        model = IndicatorDivision
        fields = ("code", "complete", "parts")
        extra_kwargs = {"complete": {"help_text": "The parts are all of it."}}


class PartOfSerializer(serializers.ModelSerializer[IndicatorPart]):
    """A whole that an indicator is a part of, and in which of its divisions."""

    whole = serializers.CharField(
        source="division.whole_id", read_only=True, help_text="The code of an indicator."
    )
    division = serializers.CharField(source="division.code", read_only=True)
    complete = serializers.BooleanField(
        source="division.complete", read_only=True, help_text="With the others it is all of it."
    )

    class Meta:
        model = IndicatorPart
        fields = ("whole", "division", "complete")


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
    increment_of = serializers.CharField(
        source="increment_of_id",
        allow_null=True,
        read_only=True,
        help_text="Of an increment (新增): the stock that it adds to.",
    )
    per = serializers.CharField(
        source="per_id",
        allow_null=True,
        read_only=True,
        help_text="Of an intensity: the unit by which it is divided, where `unit` doesn't say it.",
    )
    smallest = ExactDecimalField(
        source="smallest_sensible", allow_null=True, help_text="A value below it is asked about."
    )
    largest = ExactDecimalField(
        source="largest_sensible", allow_null=True, help_text="A value above it is asked about."
    )
    tolerance = ExactDecimalField(
        allow_null=True, help_text="What 左右 allows, as a share of the target."
    )
    price_basis = WordField(
        PriceBasis,
        source="prices_or_none",
        allow_null=True,
        help_text="At which prices a value with money in it counts; else null.",
    )
    divisions = DivisionSerializer(
        many=True, read_only=True, help_text="The ways in which it is divided into parts."
    )
    part_of = PartOfSerializer(
        many=True, read_only=True, help_text="The wholes that it is a part of."
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
            "increment_of",
            "basin",
            "definition",
            "definition_en",
            "definition_source",
            "is_intensity",
            "whole_numbers",
            "cumulative",
            "may_be_negative",
            "per",
            "smallest",
            "largest",
            "tolerance",
            "price_basis",
            "divisions",
            "part_of",
        )
        extra_kwargs = {
            "definition_source": {"help_text": "Where the definition is from, in Chinese."},
            "is_intensity": {"help_text": "Alike however large a region is, beside shares."},
            "whole_numbers": {"help_text": "Counted: a fraction is asked about."},
            "cumulative": {"help_text": "Adds up from year to year: a fall is asked about."},
            "may_be_negative": {"help_text": "Below zero is right."},
            "basin": {
                "help_text": "Only this basin's part of the region counts; empty: all of it."
            },
        }


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
        read_only=True,
        allow_null=True,
        help_text="null: none is named; `goal_kind` says what then.",
    )
    value = ExactDecimalField(
        source="printed_value",
        allow_null=True,
        help_text="In the printed unit, with the printed decimals. null: words only.",
    )
    comparator = WordField(Comparator)
    base_year = serializers.IntegerField(
        read_only=True,
        allow_null=True,
        help_text="Of a reduction or a change: the year it is counted from.",
    )
    goal_kind = WordField(
        GoalKind,
        help_text="`by_year`; without a year `standing`, every year, or `undated`, never judged.",
    )
    form = WordField(
        TargetForm,
        help_text=(
            "What `value` is: of a `range` the near end, of `per_year` per cent a year, of "
            "`points` percentage points, both since `base_year`; of an `increment` what is added."
        ),
    )
    value_to = ExactDecimalField(
        source="printed_value_to", allow_null=True, help_text="The far end of a range; not judged."
    )
    aim = ExactDecimalField(
        source="printed_aim",
        allow_null=True,
        help_text="What is strived for (力争) beside the firm `value`; not judged.",
    )
    counts_from = serializers.IntegerField(
        read_only=True,
        allow_null=True,
        help_text="Of an increment: the year from which it counts; null: the plan doesn't say.",
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
            "goal_kind",
            "form",
            "value_to",
            "aim",
            "counts_from",
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
            "goal_kind",
            "form",
            "value_to",
            "aim",
            "counts_from",
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
