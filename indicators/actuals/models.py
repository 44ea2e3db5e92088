"""年度实际值, and the years in which it may be entered. Every change is in `common.records`."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from common.choices import one_of
from common.decimals import at_places, places_field, value_field, with_places
from common.labels import choices
from common.records.models import Record
from departments.models import Region
from indicators.actuals import wording  # noqa: F401  registers the labels that are choices
from indicators.actuals.rules.content import Withdrawal
from indicators.actuals.rules.enums import VALUED, ActualState, ObsStatus
from indicators.actuals.rules.keys import ActualKey
from indicators.plans.models.catalogue import Indicator

_VALUED = [status.value for status in VALUED]


class Actual(models.Model):
    """One region's value of one indicator in one year, in the catalogue's unit.

    `value`, `obs_status` and `source` are what is being worked on; the `published_*` columns
    hold what was last approved, until a correction of it is approved; `published_note` why
    there is no value, where there is none. The `withdrawn_*` columns hold what was published last
    and was withdrawn, with the reason, until a value is approved again. `version` is the number
    of the last row of its history, `published_version` that of the one that published it,
    `began` that of its first one: above 1 where a removed value came back. `changed_by` is who
    last changed the value itself, its texts or its evidence.
    """

    record = models.OneToOneField(
        Record, models.PROTECT, related_name="actual", verbose_name="变更档案"
    )

    # Found by the first column of the unique constraints.
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="actuals", db_index=False, verbose_name="行政区"
    )
    # Without a second index by patterns, which Django would add.
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="actuals", db_index=False, verbose_name="指标"
    )
    year = models.PositiveSmallIntegerField("年份")
    base_year = models.PositiveSmallIntegerField("基期年", null=True, blank=True)
    value = value_field(verbose_name="数值")
    value_places = places_field()
    obs_status = models.CharField("数据状态", max_length=15, choices=choices(ObsStatus))
    source = models.CharField("来源", max_length=300, blank=True)
    note = models.TextField("说明", blank=True)
    explanation = models.TextField("对提示的解释", blank=True)
    state = models.CharField("审核状态", max_length=10, choices=choices(ActualState))
    demo = models.BooleanField("演示数据", default=False)
    version = models.PositiveIntegerField("版本", default=1)
    began = models.PositiveIntegerField("首个版本", default=1)
    updated_at = models.DateTimeField("更新时间")
    # Nothing looks for what a person changed or submitted, but for the removal of an account.
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        db_index=False,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="最后修改人",
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        db_index=False,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="提交人",
    )
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    published_value = value_field(verbose_name="已发布数值")
    published_places = places_field()
    published_obs_status = models.CharField(
        "已发布数据状态", max_length=15, choices=choices(ObsStatus), blank=True
    )
    published_source = models.CharField("已发布来源", max_length=300, blank=True)
    published_note = models.TextField("已发布的理由", blank=True)
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    published_version = models.PositiveIntegerField("已发布版本", null=True, blank=True)
    withdrawn_value = value_field(verbose_name="撤回的数值")
    withdrawn_places = places_field()
    withdrawn_obs_status = models.CharField(
        "撤回的数据状态", max_length=15, choices=choices(ObsStatus), blank=True
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_organ = models.CharField("撤回单位", max_length=100, blank=True)
    withdrawn_reason = models.TextField("撤回理由", blank=True)
    withdrawn_version = models.PositiveIntegerField("撤回的版本", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "年度实际值"
        ordering: ClassVar = ["region", "indicator", "year", "base_year"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["region", "indicator", "year", "base_year"],
                name="actual_once_per_year_and_base",
            ),
            models.UniqueConstraint(
                fields=["region", "indicator", "year"],
                condition=Q(base_year__isnull=True),
                name="actual_once_per_year",
            ),
            models.CheckConstraint(
                condition=Q(base_year__isnull=True) | Q(base_year__lt=F("year")),
                name="actual_base_before_year",
            ),
            models.CheckConstraint(
                condition=Q(obs_status__in=_VALUED, value__isnull=False)
                | (~Q(obs_status__in=_VALUED) & Q(value__isnull=True)),
                name="actual_value_iff_normal",
            ),
            models.CheckConstraint(
                condition=~Q(state=ActualState.APPROVED.value) | Q(published_at__isnull=False),
                name="approved_is_published",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_obs_status="")
                | Q(
                    published_at__isnull=False,
                    published_obs_status__in=[status.value for status in ObsStatus],
                ),
                name="published_status_iff_published",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_version__isnull=True)
                | Q(published_at__isnull=False, published_version__isnull=False),
                name="published_version_iff_published",
            ),
            models.CheckConstraint(
                condition=Q(published_obs_status__in=_VALUED, published_value__isnull=False)
                | (~Q(published_obs_status__in=_VALUED) & Q(published_value__isnull=True)),
                name="published_value_iff_normal",
            ),
            models.CheckConstraint(
                condition=Q(
                    withdrawn_at__isnull=True,
                    withdrawn_version__isnull=True,
                    withdrawn_obs_status="",
                    withdrawn_reason="",
                )
                | (
                    Q(
                        withdrawn_at__isnull=False,
                        withdrawn_version__isnull=False,
                        published_at__isnull=True,
                        withdrawn_obs_status__in=[status.value for status in ObsStatus],
                    )
                    & ~Q(withdrawn_reason="")
                ),
                name="withdrawn_with_reason_and_not_published",
            ),
            models.CheckConstraint(
                condition=~Q(state=ActualState.WITHDRAWN.value) | Q(withdrawn_at__isnull=False),
                name="withdrawn_state_is_withdrawn",
            ),
            with_places("value", "value_places", "actual_value_with_places"),
            with_places("withdrawn_value", "withdrawn_places", "withdrawn_value_with_places"),
            with_places("published_value", "published_places", "published_value_with_places"),
            one_of("state", ActualState, "actual_state_known"),
            one_of("obs_status", ObsStatus, "actual_obs_status_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["year", "indicator", "region"], name="actual_by_year"),
            models.Index(fields=["indicator"], name="actual_by_indicator"),
            models.Index(fields=["updated_at"], name="actual_by_update"),
            # The time of what the public sees of it.
            models.Index(Coalesce("published_at", "withdrawn_at"), name="actual_by_publication"),
            models.Index(fields=["state", "year"], name="actual_by_state"),
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def key(self) -> ActualKey:
        """The public key: `140300.total_water_use.2025`."""
        return ActualKey(self.region_id, self.indicator_id, self.year, self.base_year)

    @property
    def printed_value(self) -> Decimal | None:
        return at_places(self.value, self.value_places)

    @property
    def printed_published_value(self) -> Decimal | None:
        return at_places(self.published_value, self.published_places)

    @property
    def has_value(self) -> bool:
        return self.value is not None

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def is_public(self) -> bool:
        """Whether everybody knows of it: it is published, or was until it was withdrawn."""
        return self.is_published or self.withdrawn_at is not None

    @property
    def withdrawal(self) -> Withdrawal | None:
        """What was withdrawn, and why; None where nothing is."""
        if self.withdrawn_at is None or self.withdrawn_version is None:
            return None
        return Withdrawal(
            value=at_places(self.withdrawn_value, self.withdrawn_places),
            obs_status=self.withdrawn_obs_status,
            at=self.withdrawn_at,
            organ=self.withdrawn_organ,
            reason=self.withdrawn_reason,
            version=self.withdrawn_version,
        )


class ReportingYear(models.Model):
    """A year as one province opens and closes it, with the day on which it is due."""

    province = models.ForeignKey(
        Region, models.PROTECT, related_name="reporting_years", verbose_name="省"
    )
    year = models.PositiveSmallIntegerField("年份")
    is_open = models.BooleanField("开放填报", default=True)
    due_on = models.DateField("截止日期")

    class Meta:
        verbose_name = verbose_name_plural = "填报年度"
        ordering: ClassVar = ["province", "-year"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["province", "year"], name="reporting_year_once")
        ]

    def __str__(self) -> str:
        return f"{self.province} {self.year}"
