"""计量单位: what indicators are measured in, and how plans and people write it."""

from decimal import Decimal
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from common.decimals import value_field
from common.masters import FileManaged
from indicators.plans.rules import units as rules


class Unit(FileManaged):
    """A unit; `factor` turns a value into the base unit of its `dimension`, exactly."""

    symbol = models.CharField("符号", max_length=10, primary_key=True)
    dimension = models.CharField("量", max_length=20, help_text="同一种量的单位可以互相换算。")
    factor = models.DecimalField(
        "换算系数",
        max_digits=20,
        decimal_places=8,
        help_text="乘以它即换算为该量的基本单位。",
        validators=[MinValueValidator(Decimal("0.00000001"), "应大于 0")],
    )
    name = models.CharField("名称", max_length=20)
    name_en = models.CharField("英文名称", max_length=40)
    highest = value_field(verbose_name="最大可能值")
    is_share = models.BooleanField(
        "占比", default=False, help_text="与城市大小无关，可在城市间比较。"
    )
    is_count = models.BooleanField("计数", default=False, help_text="逐个计数的，不问年际变化。")
    in_points = models.BooleanField("差值按百分点", default=False)
    is_bare = models.BooleanField("数值后不写单位", default=False)
    order = models.PositiveSmallIntegerField("次序", default=1000)

    class Meta:
        verbose_name = verbose_name_plural = "计量单位"
        ordering: ClassVar = ["order", "symbol"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(factor__gt=0), name="unit_factor_above_zero")
        ]

    def __str__(self) -> str:
        return self.symbol

    @property
    def rule(self) -> rules.UnitData:
        """The unit as the rules know it; numbers without the zeros that the column pads."""
        return rules.UnitData(
            self.symbol,
            self.dimension,
            self.factor.normalize(),
            self.name,
            self.name_en,
            None if self.highest is None else self.highest.normalize(),
            self.is_share,
            self.is_count,
            self.in_points,
            self.is_bare,
        )


class UnitSpelling(FileManaged):
    """How a unit is also written: as plans print it, or as people type it after a number."""

    text = models.CharField("写法", max_length=20, unique=True, blank=True)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="spellings", verbose_name="单位")
    in_plans = models.BooleanField(
        "规划中的写法", default=False, help_text="否则只是填报时的写法。"
    )

    class Meta:
        verbose_name = verbose_name_plural = "单位写法"
        ordering: ClassVar = ["unit", "text"]

    def __str__(self) -> str:
        return f"{self.text} → {self.unit_id}"
