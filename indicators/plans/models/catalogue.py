"""指标: the catalogue that all cities share, so that they can be compared."""

from decimal import Decimal
from typing import ClassVar

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from common.choices import one_of
from common.decimals import value_field
from common.labels import choices
from common.masters import FileManaged
from departments.models import Region
from indicators.plans import wording  # noqa: F401  registers the labels that are choices
from indicators.plans.models.units import Unit
from indicators.plans.rules.enums import BreakKind, Direction, PriceBasis, Theme


class Indicator(FileManaged):
    """A catalogue entry, with what the checks of a value need.

    `level_of` names the level that a reduction is the percentage fall of, `increment_of` the stock
    that an increment adds to. `basin`: only this part of the region counts. `yearly_change` is
    how far a value may move within a year before it is asked about, as a share of it; without
    one the check's own threshold holds. `tolerance` is what 左右 allows, as a share. `per` is
    the unit by which values of an intensity are divided. `slips` are the units in which values
    are typed by mistake.
    """

    code = models.CharField(
        "代码",
        max_length=60,
        primary_key=True,
        validators=[RegexValidator(r"^[a-z][a-z_]*[a-z]$", "只用小写英文字母和下划线")],
    )
    name = models.CharField("名称", max_length=60)
    name_en = models.CharField("英文名称", max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="indicators", verbose_name="单位")
    direction = models.CharField("方向", max_length=8, choices=choices(Direction))
    theme = models.CharField("主题", max_length=10, choices=choices(Theme))
    level_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reductions",
        verbose_name="对应的水平指标",
    )
    increment_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="increments",
        verbose_name="对应的累计指标",
    )
    basin = models.CharField(
        "所限流域", max_length=20, blank=True, help_text="只计行政区内这一流域的部分，如 海河流域。"
    )
    definition = models.TextField("定义", blank=True)
    definition_en = models.TextField("英文定义", blank=True)
    definition_source = models.CharField(
        "定义出处", max_length=200, blank=True, help_text="规定这一定义的制度、标准或公报。"
    )
    is_intensity = models.BooleanField(
        "强度指标", default=False, help_text="与城市大小无关，可在城市间比较。"
    )
    per = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="每单位",
        help_text="强度指标的分母，如 万元；填报时可写“立方米/万元”。",
    )
    may_be_negative = models.BooleanField("可以为负", default=False)
    whole_numbers = models.BooleanField("只取整数", default=False)
    cumulative = models.BooleanField("累计值", default=False, help_text="逐年累计，不会减少。")
    smallest = value_field(verbose_name="合理最小值", help_text="低于它时请填报人核对。")
    largest = value_field(verbose_name="合理最大值", help_text="超过时请填报人核对。")
    slips = models.ManyToManyField(
        Unit,
        blank=True,
        related_name="+",
        verbose_name="常错用的单位",
        help_text="填报时容易误用的单位，如 万立方米；数值像是按它填的，请填报人核对。",
    )
    yearly_change = models.DecimalField(
        "年际变化阈值",
        max_digits=6,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="占上年值的比例，如 0.05；不填则按检查的默认值。",
    )
    tolerance = models.DecimalField(
        "“左右”的容差",
        max_digits=6,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="占目标值的比例，如 0.02。",
    )
    price_basis = models.CharField(
        "价格口径", max_length=8, choices=choices(PriceBasis), blank=True
    )
    order = models.PositiveSmallIntegerField("次序", default=1000)

    class Meta:
        verbose_name = verbose_name_plural = "指标"
        ordering: ClassVar = ["order", "code"]
        constraints: ClassVar = [
            one_of("direction", Direction, "indicator_direction_known"),
            one_of("theme", Theme, "indicator_theme_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_reduction(self) -> bool:
        return self.level_of_id is not None

    @property
    def goes_by_size(self) -> bool:
        """Whether a larger city has a larger value: it is no share, coefficient or intensity."""
        return not (self.is_intensity or self.unit.is_share or self.unit.is_bare)

    @property
    def falls(self) -> bool:
        """Whether a change that is promised of it is a fall."""
        return self.is_reduction or self.direction == Direction.AT_MOST

    @property
    def smallest_sensible(self) -> Decimal | None:
        """Without the zeros that a column adds to it."""
        return _plain(self.smallest)

    @property
    def largest_sensible(self) -> Decimal | None:
        return _plain(self.largest)

    @property
    def prices_or_none(self) -> PriceBasis | None:
        """At which prices a value counts; None where there is no money in it."""
        return PriceBasis(self.price_basis) if self.price_basis else None


def _plain(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.normalize() + 0


class SeriesBreak(FileManaged):
    """口径变动: from `year` on an indicator is counted differently, in one region or in all.

    `source` is the document that says so.
    """

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="breaks", verbose_name="指标"
    )
    region = models.ForeignKey(
        Region,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="series_breaks",
        verbose_name="行政区",
        help_text="不填则对所有行政区都成立。",
    )
    year = models.PositiveSmallIntegerField("年份", help_text="从这一年起按新口径统计。")
    kind = models.CharField("类别", max_length=12, choices=choices(BreakKind))
    note = models.TextField("说明")
    note_en = models.TextField("英文说明")
    source = models.CharField("出处", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "口径变动"
        ordering: ClassVar = ["indicator", "year", "region"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "region", "year"], name="series_break_once_per_region"
            ),
            models.UniqueConstraint(
                fields=["indicator", "year"],
                condition=Q(region__isnull=True),
                name="series_break_once_for_all",
            ),
            one_of("kind", BreakKind, "series_break_kind_known"),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.indicator_id, self.region_id, str(self.year))))


class IndicatorDivision(FileManaged):
    """One way to divide a whole into parts, such as total water use by source.

    `complete`: the parts are all of the whole, so that they must add up.
    """

    whole = models.ForeignKey(
        Indicator, models.CASCADE, related_name="divisions", verbose_name="总量"
    )
    code = models.CharField("代码", max_length=20, help_text="如 source（按水源）、use（按用途）。")
    complete = models.BooleanField("各分项之和等于总量", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "指标构成"
        ordering: ClassVar = ["whole", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["whole", "code"], name="division_once_per_whole")
        ]

    def __str__(self) -> str:
        return f"{self.whole_id} {self.code}"


class IndicatorPart(models.Model):
    """An indicator that is a part of another."""

    division = models.ForeignKey(IndicatorDivision, models.CASCADE, related_name="parts")
    part = models.ForeignKey(Indicator, models.PROTECT, related_name="part_of", verbose_name="分项")
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "分项"
        ordering: ClassVar = ["division", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["division", "part"], name="part_once_per_division")
        ]

    def __str__(self) -> str:
        return self.part_id
