"""指标: the catalogue that all cities share, so that they can be compared."""

from typing import ClassVar

from django.db import models

from common.choices import one_of
from common.labels import choices
from indicators.plans import wording  # noqa: F401  registers the labels that are choices
from indicators.plans.rules.enums import Direction, Theme
from indicators.plans.rules.units import UNITS


class Indicator(models.Model):
    """A catalogue entry. `level_of` names the level that a reduction is the percentage fall of."""

    code = models.CharField("代码", max_length=60, primary_key=True)
    name = models.CharField("名称", max_length=60)
    name_en = models.CharField("英文名称", max_length=120)
    unit = models.CharField("单位", max_length=10)
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
    definition = models.TextField("定义", blank=True)
    definition_en = models.TextField("英文定义", blank=True)
    order = models.PositiveSmallIntegerField("次序")

    class Meta:
        verbose_name = verbose_name_plural = "指标"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            one_of("direction", Direction, "indicator_direction_known"),
            one_of("theme", Theme, "indicator_theme_known"),
            models.CheckConstraint(
                condition=models.Q(unit__in=list(UNITS)), name="indicator_unit_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_reduction(self) -> bool:
        return self.level_of_id is not None
