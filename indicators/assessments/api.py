"""The API of whether promises are kept: assessments, comparison."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers

from common.api.fields import ExactDecimalField, SentenceField, WordField
from common.api.views import ComputedListViewSet, PastMixin
from common.language import in_both
from common.ordering import Sortable
from common.sorting import Order, SortColumn, SortedRows, completed, finite
from indicators.actuals.api.actuals import WithdrawnSerializer
from indicators.actuals.rules.enums import ObsStatus
from indicators.assessments.filters import AssessmentFilter, ComparisonFilter
from indicators.assessments.rules.assessment import Assessment
from indicators.assessments.rules.enums import ComparabilityLevel
from indicators.assessments.rules.statuses import Status
from indicators.assessments.rules.trend import Method, Pace
from indicators.assessments.selectors.comparison import Compared, comparison
from indicators.assessments.selectors.verdicts import AssessedYear, assessments
from indicators.assessments.wording import explain, ground_note
from indicators.plans.api.serializers import NamedBreakSerializer
from indicators.plans.models import Indicator, PlanIndicator
from indicators.plans.rules.enums import Comparator, GoalKind, LimitBasis, Nature, TargetForm
from indicators.plans.selectors.promise_rows import PromiseRow


@dataclass(frozen=True, slots=True)
class WordedVerdict:
    """A row of the list with its reason in both languages."""

    row: PromiseRow
    assessment: Assessment
    reason: str
    reason_en: str


def _set_by(source: str) -> serializers.CharField:
    return serializers.CharField(
        source=source,
        default=None,
        read_only=True,
        allow_null=True,
        help_text=_("修订或下达该目标的规划；null：就是本行的规划。"),
    )


class LimitSerializer(serializers.Serializer[Any]):
    """The limit of a year: the plan's word, or (`interpolated`, `carried`) an estimate."""

    value = ExactDecimalField(
        help_text=_("被评估的限值，用 `unit` 的单位；估计值有六位小数，页面上少一些。")
    )
    comparator = WordField(Comparator)
    basis = WordField(LimitBasis)
    base_year = serializers.IntegerField(read_only=True, allow_null=True)
    form = WordField(
        TargetForm,
        help_text=(
            _(
                "`value` 是据以评估的数：区间的近端；年均、百分点变化所达到的值"
                "；“左右”之前的数；新增的增加量。"
            )
        ),
    )
    value_to = ExactDecimalField(
        allow_null=True, help_text=_("区间的远端，用 `value` 的单位；不评估。")
    )
    aim = ExactDecimalField(allow_null=True, help_text=_("力争值，用 `unit` 的单位；不评估。"))
    tolerance = ExactDecimalField(
        allow_null=True,
        help_text=_("“左右”：允许超出 `value` 多少，占它的比例。"),
    )
    counts_from = serializers.IntegerField(
        source="target.counts_from",
        read_only=True,
        allow_null=True,
        help_text=_("新增：从哪一年起累计。"),
    )
    set_by = _set_by("target.document.slug")


class PointSerializer(serializers.Serializer[Any]):
    year = serializers.IntegerField(read_only=True)
    value = ExactDecimalField()


class TrendSerializer(serializers.Serializer[Any]):
    """The observed pace against the required one; `ratio` 1 is just enough."""

    pace = WordField(Pace)
    ratio = ExactDecimalField(allow_null=True)
    method = WordField(Method)
    start = PointSerializer(read_only=True)
    target = PointSerializer(read_only=True)


class ProjectionSerializer(serializers.Serializer[Any]):
    """The value of the next target's year at the pace so far, and the change that is required."""

    year = serializers.IntegerField(source="target.year", read_only=True)
    value = ExactDecimalField(allow_null=True)
    kept = serializers.BooleanField(read_only=True, allow_null=True)
    required_per_year = ExactDecimalField(
        source="required.per_year",
        allow_null=True,
        default=None,
        help_text=_("每年应变化多少，用 `unit` 的单位。"),
    )
    required_rate = ExactDecimalField(
        source="required.rate", allow_null=True, default=None, help_text=_("每年应变化百分之几。")
    )


_OBS_STATUS = {"type": ["string", "null"], "enum": [*(word.value for word in ObsStatus), None]}


def _obs_status(judged: Assessment) -> str | None:
    observed = judged.observed
    if observed is None or observed.withdrawn is not None:
        return None
    return str(observed.obs_status)


class AssessmentSerializer(serializers.Serializer[Any]):
    """The verdict on one promise in one year, from published values alone."""

    region = serializers.CharField(source="row.region", read_only=True)
    plan = serializers.CharField(source="row.plan", read_only=True)
    indicator = serializers.CharField(source="row.indicator", read_only=True)
    year = serializers.IntegerField(source="assessment.year", read_only=True)
    nature = WordField(Nature, source="row.nature")
    unit = serializers.CharField(source="row.unit.symbol", read_only=True)
    limit = LimitSerializer(
        source="assessment.limit",
        read_only=True,
        allow_null=True,
        help_text=_("这一年的限值；null：没有，原因见 `reason`。"),
    )
    actual = ExactDecimalField(source="assessment.actual", allow_null=True)
    obs_status = serializers.SerializerMethodField(
        help_text=_("数值的情况；null：没有已发布的数值。")
    )
    withdrawn = WithdrawnSerializer(
        source="assessment.withdrawn",
        read_only=True,
        allow_null=True,
        help_text=_("该年曾发布、后来撤回的内容；没有的为 null。"),
    )
    gap = ExactDecimalField(
        source="assessment.gap",
        allow_null=True,
        help_text=_("距限值的余量，用 `unit` 的单位：突破时为负。"),
    )
    status = WordField(Status, source="assessment.status")
    reason = serializers.CharField(read_only=True)
    reason_en = serializers.CharField(read_only=True)
    derived = ExactDecimalField(
        source="assessment.derived",
        allow_null=True,
        help_text=_("没有报告降幅时由水平值推算的降幅（%）；不评估。"),
    )
    trend = TrendSerializer(source="assessment.trend", read_only=True, allow_null=True)
    projection = ProjectionSerializer(
        source="assessment.projection", read_only=True, allow_null=True
    )
    breaks = NamedBreakSerializer(
        source="assessment.named_breaks",
        many=True,
        read_only=True,
        help_text=_("目标与数值之间的口径变动，或因此不计算进度的口径变动。"),
    )
    demo = serializers.BooleanField(
        source="assessment.demo",
        read_only=True,
        help_text=_("数值是为演示虚构的。"),
    )

    @extend_schema_field(_OBS_STATUS)
    def get_obs_status(self, verdict: Any) -> str | None:
        return _obs_status(verdict.assessment)


class ComparedTargetSerializer(serializers.Serializer[Any]):
    """The plan's word that is compared: of the year, else standing, else the next or the last."""

    value = ExactDecimalField(
        allow_null=True, help_text=_("用 `unit` 的单位；null：只有文字表述。")
    )
    year = serializers.IntegerField(
        read_only=True, allow_null=True, help_text=_("年份；null：没有，见 `goal_kind`。")
    )
    base_year = serializers.IntegerField(read_only=True, allow_null=True)
    comparator = WordField(Comparator)
    goal_kind = WordField(GoalKind)
    form = WordField(TargetForm)
    value_to = ExactDecimalField(allow_null=True)
    aim = ExactDecimalField(allow_null=True)
    counts_from = serializers.IntegerField(read_only=True, allow_null=True)
    set_by = _set_by("document.slug")


class ComparabilitySerializer(serializers.Serializer[Any]):
    level = WordField(ComparabilityLevel)
    note = SentenceField(ground_note, "zh-hans", source="notes")
    note_en = SentenceField(ground_note, "en", source="notes")
    ranked_by = ExactDecimalField(
        allow_null=True,
        help_text=_("用来比较的数：数值或每年的幅度；null：不可比。"),
    )


class ComparedSerializer(serializers.Serializer[Any]):
    """One promise in the comparison, with its value of the year."""

    region = serializers.CharField(source="row.region", read_only=True)
    plan = serializers.CharField(source="row.plan", read_only=True)
    unit = serializers.CharField(source="row.unit.symbol", read_only=True)
    nature = WordField(Nature, source="row.nature")
    target = ComparedTargetSerializer(read_only=True, allow_null=True)
    annual_rate = ExactDecimalField(
        allow_null=True, help_text=_("降幅：目标要求每年下降百分之几。")
    )
    actual = ExactDecimalField(allow_null=True)
    derived = ExactDecimalField(allow_null=True)
    status = WordField(Status, source="assessment.status")
    comparability = ComparabilitySerializer(
        source="by_target", read_only=True, help_text=_("目标是否可比。")
    )
    actual_comparability = ComparabilitySerializer(
        source="by_actual",
        read_only=True,
        allow_null=True,
        help_text=_("数值是否可比；没有数值的为 null。"),
    )
    withdrawn = WithdrawnSerializer(
        source="assessment.withdrawn",
        read_only=True,
        allow_null=True,
        help_text=_("该年曾发布、后来撤回的内容；没有的为 null。"),
    )
    obs_status = serializers.SerializerMethodField(
        help_text=_("`preliminary` 初步数：还可能变动。null：没有已发布的数值。")
    )
    demo = serializers.BooleanField(source="assessment.demo", read_only=True)

    @extend_schema_field(_OBS_STATUS)
    def get_obs_status(self, row: Any) -> str | None:
        return _obs_status(row.assessment)


@extend_schema_view(list=extend_schema(summary="Is each promise kept, year by year"))
class AssessmentViewSet(PastMixin[PlanIndicator], ComputedListViewSet[PlanIndicator]):
    """Verdicts, promise by promise, for every year from the first to the last of any plan.

    They rest on published values, whoever asks.
    """

    serializer_class = AssessmentSerializer
    filterset_class = AssessmentFilter
    orderings: ClassVar[Mapping[str, Sortable]] = {"year": Sortable()}
    queryset = PlanIndicator.objects.none()

    def get_queryset(self) -> QuerySet[PlanIndicator]:
        return PlanIndicator.objects.all()

    def get_rows(
        self, scope: QuerySet[PlanIndicator], asked: Mapping[str, Any]
    ) -> Sequence[AssessedYear]:
        return assessments(
            scope=scope,
            intervals=asked["year"],
            statuses=asked["status"],
            today=self.moment.today,
            order=self.asked_order,
        )

    def paginate_queryset(self, queryset: Any) -> list[WordedVerdict] | None:  # type: ignore[override]
        page = super().paginate_queryset(queryset)
        if page is None or self.shows("reason", "reason_en"):
            return None if page is None else worded(page)
        return [WordedVerdict(one.row, one.assessment, "", "") for one in page]


@extend_schema_view(list=extend_schema(summary="One indicator across regions, in one year"))
class ComparisonViewSet(PastMixin[PlanIndicator], ComputedListViewSet[PlanIndicator]):
    """What each plan promises and what happened, with whether it may be compared and why not."""

    serializer_class = ComparedSerializer
    filterset_class = ComparisonFilter
    # Not the values themselves: only what may be ranked is (`ranked_by`), the rest comes last.
    orderings: ClassVar[Mapping[str, Sortable]] = {
        "region": Sortable(),
        "comparability.ranked_by": Sortable(nullable=True),
        "actual_comparability.ranked_by": Sortable(nullable=True),
    }
    queryset = PlanIndicator.objects.none()

    def get_queryset(self) -> QuerySet[PlanIndicator]:
        return PlanIndicator.objects.all()

    def get_rows(
        self, scope: QuerySet[PlanIndicator], asked: Mapping[str, Any]
    ) -> Sequence[Compared]:
        today = self.moment.today
        found = comparison(
            indicator=Indicator.objects.select_related("unit").get(code=asked["indicator"][0]),
            year=asked["year"] or today.year - 1,
            scope=scope,
            today=today,
        )
        order = completed(self.asked_order, [Order("region"), Order("plan")])
        return SortedRows(found.rows, _OF_COMPARED, order)


_OF_COMPARED: Mapping[str, SortColumn[Compared]] = {
    "region": SortColumn(lambda one: one.region.code),
    "plan": SortColumn(lambda one: one.row.plan),
    "comparability.ranked_by": SortColumn(lambda one: one.by_target.ranked_by, finite),
    "actual_comparability.ranked_by": SortColumn(
        lambda one: one.by_actual and one.by_actual.ranked_by, finite
    ),
}


def worded(verdicts: Sequence[AssessedYear]) -> list[WordedVerdict]:
    """Switches the language twice for all: for each row it would cost more than its sentences."""
    reasons = in_both(explain, [one.assessment for one in verdicts])
    return [
        WordedVerdict(one.row, one.assessment, *both)
        for one, both in zip(verdicts, reasons, strict=True)
    ]
