"""What a plan says of an indicator: targets, values it reports, and the words they stand in."""

from decimal import Decimal
from typing import ClassVar, NamedTuple

from django.db import models
from django.db.models import F, Q

from common.choices import one_of
from common.decimals import at_places, places_field, value_field, with_places
from common.labels import choices
from departments.models import Department, Region
from indicators.plans import wording  # noqa: F401  registers the labels that are choices
from indicators.plans.models.catalogue import Indicator
from indicators.plans.models.plans import Clause, Plan
from indicators.plans.models.units import Unit
from indicators.plans.rules.enums import (
    CitationKind,
    Comparator,
    DepartmentRole,
    GoalKind,
    Nature,
    Origin,
    TargetForm,
)
from indicators.plans.rules.target_keys import PublicTargetKey


class PlanIndicator(models.Model):
    """规划指标: what one plan says of one indicator for one region, as printed.

    `unit` is the unit that `printed_unit` means; the catalogue's where none is printed beside
    mere words.
    """

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="plan_indicators", verbose_name="规划"
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="plan_indicators", verbose_name="行政区"
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="plan_indicators", verbose_name="指标"
    )
    serial = models.CharField("序号", max_length=10, blank=True)
    printed_name = models.CharField("原文名称", max_length=100)
    printed_unit = models.CharField("原文单位", max_length=10, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="plan_indicators", verbose_name="单位"
    )
    printed_theme = models.CharField("原文类型", max_length=40, blank=True)
    nature = models.CharField("指标属性", max_length=10, choices=choices(Nature))
    origin = models.CharField("出处", max_length=5, choices=choices(Origin))
    definition_note = models.TextField("口径说明", blank=True)
    note = models.TextField("说明", blank=True)
    order = models.PositiveSmallIntegerField("次序")

    horizon: int | None  # only on rows of `with_horizons`

    class Meta:
        verbose_name = verbose_name_plural = "规划指标"
        ordering: ClassVar = ["plan", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "region", "indicator"], name="indicator_once_per_plan_and_region"
            ),
            one_of("nature", Nature, "plan_indicator_nature_known"),
            one_of("origin", Origin, "plan_indicator_origin_known"),
        ]
        # What another document says of the same thing is asked of every target.
        indexes: ClassVar = [
            models.Index(fields=["region", "indicator"], name="plan_indicator_by_pair")
        ]

    def __str__(self) -> str:
        return f"{self.plan.slug} {self.printed_name}"


class PlanIndicatorDepartment(models.Model):
    """A department that answers for a plan indicator; `order` is the printed one."""

    plan_indicator = models.ForeignKey(
        PlanIndicator, models.CASCADE, related_name="responsibilities"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="indicator_responsibilities"
    )
    role = models.CharField("职责", max_length=13, choices=choices(DepartmentRole))
    order = models.PositiveSmallIntegerField("次序")

    class Meta:
        verbose_name = verbose_name_plural = "指标责任单位"
        ordering: ClassVar = ["plan_indicator", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan_indicator", "department"], name="department_once_per_plan_indicator"
            ),
            one_of("role", DepartmentRole, "indicator_department_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.get_role_display()}"


class Dated(models.Model):
    """A value with its year, in the unit that the plan prints."""

    is_reported: ClassVar = False  # a value of the past, not one that is promised

    year = models.PositiveSmallIntegerField("年份", null=True, blank=True)
    base_year = models.PositiveSmallIntegerField("基期年", null=True, blank=True)
    value = value_field(verbose_name="数值")
    value_places = places_field()
    note = models.TextField("说明", blank=True)

    class Meta:
        abstract = True

    @property
    def printed_value(self) -> Decimal | None:
        """The value with the decimals that the plan prints."""
        return at_places(self.value, self.value_places)


class Target(Dated):
    """目标值. Without a value it promises in words.

    `goal_kind`: it holds for its year, for every year, or names none and is only shown. `form`:
    what its number says. A range has its near end, which is judged, as `value` and the far one as
    `value_to`. `aim` is 力争, the further value beside the firm one. An increment counts from the
    year `counts_from`, where the plan says so. `amends` is the target of an earlier document that
    this one replaces, or sets where that one left it to another document, from `effective_on` on.
    `definition_note`: where this target alone means something else than its indicator.
    """

    plan_indicator = models.ForeignKey(PlanIndicator, models.CASCADE, related_name="targets")
    goal_kind = models.CharField(
        "目标形式", max_length=8, choices=choices(GoalKind), default=GoalKind.BY_YEAR.value
    )
    form = models.CharField(
        "数值形式", max_length=13, choices=choices(TargetForm), default=TargetForm.VALUE.value
    )
    comparator = models.CharField("比较符", max_length=2, choices=choices(Comparator))
    value_to = value_field(verbose_name="区间另一端")
    value_to_places = places_field()
    aim = value_field(verbose_name="力争值")
    aim_places = places_field()
    counts_from = models.PositiveSmallIntegerField("起算年", null=True, blank=True)
    amends = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="amended_by",
        verbose_name="修订的目标",
    )
    effective_on = models.DateField("修订生效日期", null=True, blank=True)
    wording = models.CharField("措辞", max_length=200, blank=True)
    definition_note = models.TextField("口径说明", blank=True)

    # Only on rows of selectors: whether its plan, or another document, states another value, too.
    conflict: bool
    # Only on rows of `conflicts`: whether its own plan does, and all that is stated.
    states_two: bool
    all_readings: "list[Reading]"

    class Meta:
        verbose_name = verbose_name_plural = "目标值"
        ordering: ClassVar = ["plan_indicator", F("year").asc(nulls_last=True), "base_year"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan_indicator", "year", "base_year"], name="target_once_per_year_and_base"
            ),
            models.UniqueConstraint(
                fields=["plan_indicator", "year"],
                condition=Q(base_year__isnull=True, year__isnull=False),
                name="target_once_per_year",
            ),
            models.UniqueConstraint(
                fields=["plan_indicator", "goal_kind"],
                condition=Q(year__isnull=True),
                name="one_target_without_a_year",
            ),
            one_of("goal_kind", GoalKind, "target_goal_kind_known"),
            one_of("form", TargetForm, "target_form_known"),
            models.CheckConstraint(
                condition=Q(goal_kind=GoalKind.BY_YEAR.value, year__isnull=False)
                | (~Q(goal_kind=GoalKind.BY_YEAR.value) & Q(year__isnull=True)),
                name="target_by_year_has_a_year",
            ),
            with_places("value_to", "value_to_places", "target_value_to_with_places"),
            with_places("aim", "aim_places", "target_aim_with_places"),
            models.CheckConstraint(
                condition=Q(form=TargetForm.RANGE.value, value_to__isnull=False)
                | (~Q(form=TargetForm.RANGE.value) & Q(value_to__isnull=True)),
                name="target_range_has_two_ends",
            ),
            models.CheckConstraint(
                condition=Q(form=TargetForm.INCREMENT.value) | Q(counts_from__isnull=True),
                name="target_only_increment_counts_from_a_year",
            ),
            models.CheckConstraint(
                condition=Q(aim__isnull=True) | Q(value__isnull=False),
                name="target_aim_beside_value",
            ),
            models.CheckConstraint(
                condition=~Q(form=TargetForm.SET_ELSEWHERE.value) | Q(value__isnull=True),
                name="target_set_elsewhere_has_no_value",
            ),
            models.CheckConstraint(
                condition=Q(amends__isnull=True) | Q(effective_on__isnull=False),
                name="amendment_has_a_day",
            ),
            models.CheckConstraint(condition=~Q(amends=F("pk")), name="target_amends_another"),
            models.UniqueConstraint(fields=["amends"], name="target_amended_once"),
            one_of("comparator", Comparator, "target_comparator_known"),
            models.CheckConstraint(
                condition=Q(base_year__isnull=True) | Q(base_year__lt=F("year")),
                name="target_base_before_year",
            ),
            with_places("value", "value_places", "target_value_with_places"),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(wording=""), name="target_value_or_words"
            ),
        ]
        # The last year of all targets, without reading them.
        indexes: ClassVar = [models.Index(fields=["year"], name="target_by_year")]

    def __str__(self) -> str:
        return f"{self.plan_indicator} {self.year or ''} {self.comparator} {self.printed_value}"

    @property
    def replaced_by(self) -> "Target | None":
        """The target of a later document that amends or sets this one."""
        return next(iter(self.amended_by.all()), None)

    @property
    def key(self) -> PublicTargetKey:
        """The public key: `yangquan-2025/140300.total_water_use.2025`."""
        owner = self.plan_indicator
        return PublicTargetKey(
            plan=owner.plan.slug,
            region=owner.region_id,
            indicator=owner.indicator_id,
            year=self.year,
            base_year=self.base_year,
            goal_kind=self.goal_kind,
        )

    @property
    def printed_value_to(self) -> Decimal | None:
        """The far end of a range, with the decimals that the plan prints."""
        return at_places(self.value_to, self.value_to_places)

    @property
    def printed_aim(self) -> Decimal | None:
        """The further value (力争), with the decimals that the plan prints."""
        return at_places(self.aim, self.aim_places)

    @property
    def definition(self) -> str:
        """How its plan defines what this target says, where not as the catalogue does."""
        return self.definition_note or self.plan_indicator.definition_note


class Reported(Dated):
    """A value that the plan itself reports for a past year: the plan's word, beside the actual."""

    is_reported: ClassVar = True
    # Nobody promises it, and nobody amends it.
    conflict: ClassVar = False
    amends: ClassVar = None
    replaced_by: ClassVar = None

    plan_indicator = models.ForeignKey(PlanIndicator, models.CASCADE, related_name="reported")

    class Meta:
        verbose_name = verbose_name_plural = "规划报告值"
        ordering: ClassVar = ["plan_indicator", "year", "base_year"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan_indicator", "year", "base_year"],
                name="reported_once_per_year_and_base",
            ),
            models.UniqueConstraint(
                fields=["plan_indicator", "year"],
                condition=Q(base_year__isnull=True),
                name="reported_once_per_year",
            ),
            models.CheckConstraint(
                condition=Q(year__isnull=False, value__isnull=False, value_places__isnull=False),
                name="reported_is_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_indicator} {self.year} {self.printed_value}"


class Citation(models.Model):
    """出处: the exact words of a clause and the value that they state.

    `text[start:end]` of the clause is what the plan reader marks.
    """

    target = models.ForeignKey(
        Target, models.CASCADE, null=True, blank=True, related_name="citations"
    )
    reported = models.ForeignKey(
        Reported, models.CASCADE, null=True, blank=True, related_name="citations"
    )
    clause = models.ForeignKey(Clause, models.CASCADE, related_name="citations")
    kind = models.CharField("引证内容", max_length=9, choices=choices(CitationKind))
    quote = models.TextField("原话")
    stated_value = value_field(verbose_name="所述数值")
    stated_places = places_field()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    order = models.PositiveSmallIntegerField("次序")

    class Meta:
        verbose_name = verbose_name_plural = "出处"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(target__isnull=False, reported__isnull=True)
                | Q(target__isnull=True, reported__isnull=False),
                name="citation_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(start__lt=F("end")), name="citation_marks_some_words"
            ),
            models.CheckConstraint(
                condition=Q(kind=CitationKind.VALUE.value, stated_value__isnull=False)
                | (~Q(kind=CitationKind.VALUE.value) & Q(stated_value__isnull=True)),
                name="citation_value_iff_it_states_one",
            ),
            with_places("stated_value", "stated_places", "citation_value_with_places"),
            one_of("kind", CitationKind, "citation_kind_known"),
        ]

    def __str__(self) -> str:
        return self.quote

    @property
    def printed_value(self) -> Decimal | None:
        return at_places(self.stated_value, self.stated_places)


class Reading(NamedTuple):
    """A value of a target as some words of its document state it."""

    target: Target
    citation: Citation
