"""The API of whether promises are kept: assessments, comparison."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers

from common.api.fields import ExactDecimalField, SentenceField, WordField
from common.api.keys import SortedRows
from common.api.views import ComputedListViewSet, PastMixin
from common.language import in_both
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
        help_text="The plan that amends or sets the target; null: it is the row's own.",
    )


class LimitSerializer(serializers.Serializer[Any]):
    """The limit of a year: the plan's word, or (`interpolated`, `carried`) an estimate."""

    value = ExactDecimalField(help_text="An estimate has six decimals; pages show fewer.")
    comparator = WordField(Comparator)
    basis = WordField(LimitBasis)
    base_year = serializers.IntegerField(read_only=True, allow_null=True)
    form = WordField(
        TargetForm,
        help_text=(
            "`value` is what is judged: of a `range` the near end, of `per_year` and `points` "
            "what the change leads to, of `about` the number before 左右, of an `increment` what "
            "is added."
        ),
    )
    value_to = ExactDecimalField(allow_null=True, help_text="The far end of a range; not judged.")
    aim = ExactDecimalField(allow_null=True, help_text="What is strived for (力争); not judged.")
    tolerance = ExactDecimalField(
        allow_null=True,
        help_text="Of `about`: how far beyond `value` is allowed, as a share of it.",
    )
    counts_from = serializers.IntegerField(
        source="target.counts_from",
        read_only=True,
        allow_null=True,
        help_text="Of an increment: the year from which it counts.",
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
        source="required.per_year", allow_null=True, default=None, help_text="In the unit."
    )
    required_rate = ExactDecimalField(
        source="required.rate", allow_null=True, default=None, help_text="In per cent a year."
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
        source="assessment.limit", read_only=True, allow_null=True, help_text="null: `reason`."
    )
    actual = ExactDecimalField(source="assessment.actual", allow_null=True)
    obs_status = serializers.SerializerMethodField(help_text="null: nothing is published.")
    withdrawn = WithdrawnSerializer(
        source="assessment.withdrawn",
        read_only=True,
        allow_null=True,
        help_text="What was published of the year and was withdrawn; else null.",
    )
    gap = ExactDecimalField(
        source="assessment.gap",
        allow_null=True,
        help_text="The room to the limit, in the unit: negative on the bad side.",
    )
    status = WordField(Status, source="assessment.status")
    reason = serializers.CharField(read_only=True)
    reason_en = serializers.CharField(read_only=True)
    derived = ExactDecimalField(
        source="assessment.derived",
        allow_null=True,
        help_text="A reduction computed from levels where none was reported; never judged.",
    )
    trend = TrendSerializer(source="assessment.trend", read_only=True, allow_null=True)
    projection = ProjectionSerializer(
        source="assessment.projection", read_only=True, allow_null=True
    )
    breaks = NamedBreakSerializer(
        source="assessment.named_breaks",
        many=True,
        read_only=True,
        help_text="Series breaks between the words that promise and the value, or for which"
        " there is no pace.",
    )
    demo = serializers.BooleanField(
        source="assessment.demo",
        read_only=True,
        help_text="The value is made up for the demonstration.",
    )

    @extend_schema_field(_OBS_STATUS)
    def get_obs_status(self, verdict: Any) -> str | None:
        return _obs_status(verdict.assessment)


class ComparedTargetSerializer(serializers.Serializer[Any]):
    """The plan's word that is compared: of the year, else standing, else the next or the last."""

    value = ExactDecimalField(allow_null=True, help_text="null: promised in words only.")
    year = serializers.IntegerField(
        read_only=True, allow_null=True, help_text="null: none; see `goal_kind`."
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
        help_text="The number to compare: the value, or a yearly rate; null: not comparable.",
    )


class ComparedSerializer(serializers.Serializer[Any]):
    """One promise in the comparison, with its value of the year."""

    region = serializers.CharField(source="row.region", read_only=True)
    plan = serializers.CharField(source="row.plan", read_only=True)
    unit = serializers.CharField(source="row.unit.symbol", read_only=True)
    nature = WordField(Nature, source="row.nature")
    target = ComparedTargetSerializer(read_only=True, allow_null=True)
    annual_rate = ExactDecimalField(
        allow_null=True, help_text="Of a reduction: what the target asks per year, in per cent."
    )
    actual = ExactDecimalField(allow_null=True)
    derived = ExactDecimalField(allow_null=True)
    status = WordField(Status, source="assessment.status")
    comparability = ComparabilitySerializer(
        source="by_target", read_only=True, help_text="Of the targets."
    )
    actual_comparability = ComparabilitySerializer(
        source="by_actual",
        read_only=True,
        allow_null=True,
        help_text="Of the values; null where there is none.",
    )
    withdrawn = WithdrawnSerializer(
        source="assessment.withdrawn",
        read_only=True,
        allow_null=True,
        help_text="What was published of the year and was withdrawn; else null.",
    )
    obs_status = serializers.SerializerMethodField(
        help_text="`preliminary`: may still change. null: nothing is published."
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
        )

    def paginate_queryset(self, queryset: Any) -> list[WordedVerdict] | None:  # type: ignore[override]
        page = super().paginate_queryset(queryset)
        return None if page is None else _worded(page)


@extend_schema_view(list=extend_schema(summary="One indicator across regions, in one year"))
class ComparisonViewSet(PastMixin[PlanIndicator], ComputedListViewSet[PlanIndicator]):
    """What each plan promises and what happened, with whether it may be compared and why not."""

    serializer_class = ComparedSerializer
    filterset_class = ComparisonFilter
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
        return SortedRows(found.rows, key=lambda one: (one.region.code, one.row.plan))


def _worded(verdicts: Sequence[AssessedYear]) -> list[WordedVerdict]:
    """Switches the language twice for all: for each row it would cost more than its sentences."""
    reasons = in_both(explain, [one.assessment for one in verdicts])
    return [
        WordedVerdict(one.row, one.assessment, *both)
        for one, both in zip(verdicts, reasons, strict=True)
    ]
