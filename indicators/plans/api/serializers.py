"""Rows of the API: the catalogue, plans, and what they promise."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
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
        many=True, read_only=True, slug_field="part_id", help_text=_("指标代码。")
    )

    class Meta:
        model = IndicatorDivision
        fields = ("code", "complete", "parts")
        extra_kwargs = {
            "code": {"help_text": _("构成方式的代码，如 source（按水源）、use（按用途）。")},
            "complete": {"help_text": _("各部分合起来就是全部。")},
        }


class PartOfSerializer(serializers.ModelSerializer[IndicatorPart]):
    """A whole that an indicator is a part of, and in which of its divisions."""

    whole = serializers.CharField(
        source="division.whole_id", read_only=True, help_text=_("指标代码。")
    )
    division = serializers.CharField(source="division.code", read_only=True)
    complete = serializers.BooleanField(
        source="division.complete", read_only=True, help_text=_("与其他部分合起来就是全部。")
    )

    class Meta:
        model = IndicatorPart
        fields = ("whole", "division", "complete")


class IndicatorSerializer(serializers.ModelSerializer[Indicator]):
    unit = serializers.CharField(source="unit_id", read_only=True, help_text=_("计量单位的符号。"))
    direction = WordField(Direction)
    theme = WordField(Theme)
    level_of = serializers.CharField(
        source="level_of_id",
        allow_null=True,
        read_only=True,
        help_text=_("降幅指标：是哪个指标下降的百分比。"),
    )
    increment_of = serializers.CharField(
        source="increment_of_id",
        allow_null=True,
        read_only=True,
        help_text=_("新增指标：累计到哪个指标。"),
    )
    per = serializers.CharField(
        source="per_id",
        allow_null=True,
        read_only=True,
        help_text=_("强度指标：`unit` 没有写明时，除以什么单位。"),
    )
    smallest = ExactDecimalField(
        source="smallest_sensible",
        allow_null=True,
        help_text=_("低于此值（用 `unit` 的单位）时会询问。"),
    )
    largest = ExactDecimalField(
        source="largest_sensible",
        allow_null=True,
        help_text=_("高于此值（用 `unit` 的单位）时会询问。"),
    )
    tolerance = ExactDecimalField(
        allow_null=True, help_text=_("“左右”允许的偏差，占目标值的比例。")
    )
    price_basis = WordField(
        PriceBasis,
        source="prices_or_none",
        allow_null=True,
        help_text=_("涉及金额的数值按什么价格计算；不涉及的为 null。"),
    )
    divisions = DivisionSerializer(many=True, read_only=True, help_text=_("指标的构成方式。"))
    part_of = PartOfSerializer(many=True, read_only=True, help_text=_("是哪些指标的组成部分。"))

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
            "definition_source": {"help_text": _("定义的出处（中文）。")},
            "is_intensity": {"help_text": _("不因行政区大小而异（比例之外）。")},
            "whole_numbers": {"help_text": _("计数指标：出现小数时会询问。")},
            "cumulative": {"help_text": _("逐年累计：减少时会询问。")},
            "may_be_negative": {"help_text": _("可以为负数。")},
            "basin": {"help_text": _("只统计该流域内的部分；空：整个行政区。")},
        }


class SeriesBreakSerializer(serializers.ModelSerializer[SeriesBreak]):
    indicator = serializers.CharField(source="indicator_id", read_only=True)
    region = serializers.CharField(
        source="region_id",
        allow_null=True,
        read_only=True,
        help_text=_("只在这个行政区如此；null：各地都如此。"),
    )
    year = serializers.IntegerField(read_only=True, help_text=_("按新口径统计的第一年。"))
    kind = WordField(BreakKind)

    class Meta:
        model = SeriesBreak
        fields = ("indicator", "region", "year", "kind", "note", "note_en", "source")
        extra_kwargs: ClassVar = {"source": {"help_text": _("如此规定的文件。")}}


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
        help_text=_("被它代替的规划；没有的为 null。"),
    )
    superseded_by = serializers.SerializerMethodField(help_text=_("代替它的规划；没有的为 null。"))
    superseded_on = serializers.SerializerMethodField(
        help_text=_("从这一天起不再评估；仍在评估的为 null。")
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
        extra_kwargs = {
            "year": {"help_text": _("标识中的年份：规划自这一年起算，上一年为其基期。")}
        }

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
            "text": {"help_text": _("段落以换行分隔；表格行的单元格以制表符分隔。")},
            "note": {"help_text": _("编者对文本状况的说明，不属于原文。")},
        }


class CitationSerializer(serializers.ModelSerializer[Citation]):
    clause = serializers.CharField(
        source="clause.key", read_only=True, help_text=_("同一规划中条款的键。")
    )
    kind = WordField(CitationKind)
    stated_value = ExactDecimalField(
        source="printed_value",
        allow_null=True,
        help_text=_("这些原文所写的数值，用规划所印的单位。"),
    )

    class Meta:
        model = Citation
        fields = ("clause", "quote", "stated_value", "kind", "start", "end")
        extra_kwargs = {
            "start": {"help_text": _("引文在条款 `text` 中的起始位置（字符）。")},
            "end": {"help_text": _("引文的结束位置（字符）。")},
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
        help_text=_("年份；null：没有写明年份，`goal_kind` 说明属于哪一种。"),
    )
    value = ExactDecimalField(
        source="printed_value",
        allow_null=True,
        help_text=_("用规划所印的单位和小数位数；null：只有文字表述。"),
    )
    comparator = WordField(Comparator)
    base_year = serializers.IntegerField(
        read_only=True,
        allow_null=True,
        help_text=_("降幅或变化：从哪一年算起。"),
    )
    goal_kind = WordField(
        GoalKind,
        help_text=_(
            "`by_year` 某年的目标；没有年份的，`standing` 每年都须遵守，`undated` 未"
            "写明年份，不评估。"
        ),
    )
    form = WordField(
        TargetForm,
        help_text=(
            _(
                "`value` 是什么：区间（`range`）的近端，年均（`per_year`）每年百"
                "分之几，百分点（`points`），后两者都从 `base_year` 算起；新增（"
                "`increment`）的增加量。"
            )
        ),
    )
    value_to = ExactDecimalField(
        source="printed_value_to",
        allow_null=True,
        help_text=_("区间的远端，用 `value` 的单位；不评估。"),
    )
    aim = ExactDecimalField(
        source="printed_aim",
        allow_null=True,
        help_text=_("在确保值 `value` 之外的力争值，用它的单位；不评估。"),
    )
    counts_from = serializers.IntegerField(
        read_only=True,
        allow_null=True,
        help_text=_("新增：从哪一年起累计；null：规划没有写明。"),
    )
    conflict = serializers.BooleanField(
        read_only=True,
        help_text=_("该规划或另一份文件是否还写有别的数值（见 conflicts/）。"),
    )
    amends = TargetNameSerializer(
        read_only=True,
        allow_null=True,
        help_text=_("被这个目标修订或由它下达的先前文件中的目标；没有的为 null。"),
    )
    amended_by = AmendingSerializer(
        source="replaced_by",
        read_only=True,
        allow_null=True,
        help_text=_("修订或下达这个目标的后来文件中的目标；没有的为 null。"),
    )
    effective_on = serializers.DateField(
        read_only=True, allow_null=True, help_text=_("从哪一天起修订；不修订的为 null。")
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
        extra_kwargs = {"definition_note": {"help_text": _("只有这个目标的含义与其指标不同之处。")}}


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
        many=True, read_only=True, help_text=_("规划自己报告的往年数值。")
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
        extra_kwargs = {"definition_note": {"help_text": _("该规划的定义与指标目录不同之处。")}}


class FlatTargetSerializer(TargetSerializer):
    """A target with its plan indicator's columns; `note` is the plan indicator's.

    `definition_note` is the target's own, else the plan indicator's.
    """

    key = serializers.CharField(
        read_only=True,
        help_text=_(
            "`<规划>/<行政区>.<指标>.<年份>`，有基期年的为 `….<基期年>-<年份>`；没有年份的，"
            "年份处为 `standing` 或 `undated`。"
        ),
    )
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
            "key",
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
        help_text=_("原文所在的文件。"),
    )
    printed_unit = serializers.CharField(
        source="target.plan_indicator.printed_unit",
        read_only=True,
        help_text=_("`value` 的单位。"),
    )


class ConflictSerializer(serializers.ModelSerializer[Target]):
    plan = serializers.SlugField(source="plan_indicator.plan.slug", read_only=True)
    region = serializers.CharField(source="plan_indicator.region_id", read_only=True)
    indicator = serializers.CharField(source="plan_indicator.indicator_id", read_only=True)
    printed_name = serializers.CharField(source="plan_indicator.printed_name", read_only=True)
    printed_unit = serializers.CharField(source="plan_indicator.printed_unit", read_only=True)
    adopted = ExactDecimalField(
        source="printed_value", help_text=_("采用的目标值：附表优先于正文，用规划所印的单位。")
    )
    kind = serializers.SerializerMethodField(
        help_text=_("`within`：规划自身前后不一；`between`：与另一份文件不一致。")
    )
    readings = ReadingSerializer(
        source="all_readings",
        many=True,
        read_only=True,
        help_text=_("采用的在最前，其他文件的在最后。"),
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
