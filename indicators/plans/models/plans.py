"""规划文件 and its text, clause by clause."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from common.choices import one_of
from common.labels import choices
from departments.models import Region
from indicators.plans import wording  # noqa: F401  registers the labels that are choices
from indicators.plans.rules.enums import ClauseKind, PlanStatus
from indicators.plans.rules.in_force import Document, Ending


class Plan(models.Model):
    """One issued document. It may take the place of an earlier one, from a day on."""

    slug = models.SlugField("标识", unique=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="plans", verbose_name="行政区")
    year = models.PositiveSmallIntegerField(
        "年度", help_text="标识中的年份：规划自这一年起算，上一年为其基期。"
    )
    title = models.CharField("标题", max_length=200)
    doc_number = models.CharField("文号", max_length=60, blank=True)
    issuer = models.CharField("印发机关", max_length=100, blank=True)
    issued_on = models.DateField("印发日期", null=True, blank=True)
    date_text = models.CharField("日期原文", max_length=60, blank=True)
    status = models.CharField("状态", max_length=8, choices=choices(PlanStatus))
    note = models.TextField("说明", blank=True)
    supersedes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name="代替的规划",
    )
    supersedes_on = models.DateField("代替日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "规划文件"
        ordering: ClassVar = ["region", "slug"]
        constraints: ClassVar = [
            one_of("status", PlanStatus, "plan_status_known"),
            models.CheckConstraint(
                condition=~Q(status=PlanStatus.ISSUED.value) | Q(issued_on__isnull=False),
                name="issued_plan_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True, supersedes_on__isnull=True)
                | Q(supersedes__isnull=False, supersedes_on__isnull=False),
                name="plan_supersedes_from_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(supersedes=F("pk")), name="plan_supersedes_another"
            ),
            models.UniqueConstraint(fields=["supersedes"], name="plan_superseded_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def successor(self) -> "Plan | None":
        """The plan that takes the place of this one; from when on, that one says."""
        return next(iter(self.superseded_by.all()), None)

    @property
    def ended(self) -> Ending | None:
        """The plan that takes the place of this one, and from when on."""
        later = self.successor
        if later is None or later.supersedes_on is None:
            return None
        return Ending(later.supersedes_on, Document(later.slug, later.title))


class Clause(models.Model):
    """条款: a numbered paragraph or an annex row, whose `text` is its cells, separated by tabs."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="clauses", verbose_name="规划")
    key = models.CharField("键", max_length=20)
    kind = models.CharField("类别", max_length=10, choices=choices(ClauseKind))
    heading = models.TextField("标题", blank=True)
    text = models.TextField("正文", blank=True)
    note = models.TextField("校注", blank=True)
    order = models.PositiveSmallIntegerField("次序")

    class Meta:
        verbose_name = verbose_name_plural = "条款"
        ordering: ClassVar = ["plan", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "key"], name="clause_once_per_plan"),
            one_of("kind", ClauseKind, "clause_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.plan.slug} {self.key}"
