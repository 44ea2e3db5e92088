"""What the overview, assessments, comparisons and completeness can be asked for.

The rows that these filters narrow are plan indicators; years and statuses belong to what is
computed from them.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.filters import (
    ChoiceListFilter,
    CodeListField,
    CodeListFilter,
    FilterSet,
    ListFilter,
    YearFilter,
)
from departments.filters import region_filter
from departments.rules.roles import RegionLevel
from indicators.actuals.selectors.completeness import CompletenessList, completeness
from indicators.assessments.rules.statuses import Status
from indicators.assessments.selectors.comparison import Compared, comparison
from indicators.assessments.selectors.verdicts import AssessmentList, assessments
from indicators.plans.filters import (
    PlanIndicatorFilter,
    ProvinceFilter,
    indicator_filter,
    nature_filter,
    plan_filter,
)
from indicators.plans.models import Indicator, PlanIndicator
from indicators.plans.rules.enums import Theme

YEARS_HELP = _("年份或范围：2025、2023:2030、2023:、:2030。")


class AskedYears(YearFilter):
    """Years of what is computed from the rows."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label=_("年份"), **options)

    def filter(self, qs: QuerySet[Any], value: list[Any]) -> QuerySet[Any]:
        return qs


class OneYearField(forms.IntegerField):
    """A single year, as a number of four digits."""

    default_error_messages = {"invalid": _("请写一个四位数的年份，如 2025；这里不能写范围。")}

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1000, max_value=9999, **options)


class AskedYear(ListFilter):
    """The one year that a comparison or an overview is about."""

    field_class = OneYearField
    openapi = {"type": "integer", "minimum": 1000, "maximum": 9999}

    def __init__(self, **options: Any) -> None:
        super().__init__(label=_("年份"), **options)

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return qs


class AskedStatuses(ChoiceListFilter):
    """Statuses of what is computed from the rows."""

    def filter(self, qs: QuerySet[Any], value: list[Any]) -> QuerySet[Any]:
        return qs


class OverviewFilter(FilterSet):
    """Plan indicators of the overview; its year is chosen beside it."""

    year = AskedYear(help_text=_("年份，如 2025。"))
    province = ProvinceFilter(field_name="region")
    plan = plan_filter("plan__slug")
    theme = ChoiceListFilter(
        field_name="indicator__theme", words=Theme, label=_("主题"), help_text=_("指标主题。")
    )
    nature = nature_filter("nature")


class CityFilter(FilterSet):
    """The page of one city is about one year."""

    year = AskedYear(help_text=_("年份，如 2025；不写为上一年。"))


class AssessmentFilter(FilterSet):
    """Narrows plan indicators to those of the list, and gives the list of their verdicts."""

    region = region_filter("region_id")
    province = ProvinceFilter(field_name="region")
    plan = plan_filter("plan__slug")
    indicator = indicator_filter("indicator_id")
    year = AskedYears(help_text=YEARS_HELP)
    status = AskedStatuses(
        words=Status, label=_("状态"), help_text=_("评估状态，如 breached、behind。")
    )

    def filter_queryset(self, queryset: QuerySet[PlanIndicator]) -> AssessmentList:
        asked = self.form.cleaned_data
        return assessments(
            scope=super().filter_queryset(queryset),
            intervals=asked["year"],
            statuses=asked["status"],
            today=timezone.localdate(),
        )


class CompletenessFilter(FilterSet):
    region = region_filter("region_id")
    province = ProvinceFilter(field_name="region")
    year = AskedYears(help_text=YEARS_HELP)

    def filter_queryset(self, queryset: QuerySet[PlanIndicator]) -> CompletenessList:
        return completeness(
            scope=super().filter_queryset(queryset),
            intervals=self.form.cleaned_data["year"],
            today=timezone.localdate(),
        )


class IndicatorPageFilter(PlanIndicatorFilter):
    """The promises of one indicator; its charts are about one year."""

    year = AskedYear(help_text=_("图表的年份，如 2025；不写为上一年。"))


class OneIndicatorField(CodeListField):
    """One code of the catalogue, and no more: several indicators are never compared."""

    default_error_messages = {"several": _("一次只能比较一个指标。")}

    def check(self, parts: list[str]) -> list[Any]:
        if len(parts) > 1:
            raise ValidationError(self.error_messages["several"], code="several")
        return super().check(parts)


class OneIndicatorFilter(CodeListFilter):
    field_class = OneIndicatorField
    openapi = {"type": "string"}


class ComparisonFilter(FilterSet):
    """One indicator in one year; of cities, unless other regions are named."""

    indicator = OneIndicatorFilter(
        field_name="indicator_id",
        known=Indicator.objects.all,
        key="code",
        required=True,
        label=_("指标"),
        help_text=_("指标代码，如 total_water_use；必填，只能一个。"),
    )
    year = AskedYear(help_text=_("年份，如 2025；不写为上一年。"))
    region = region_filter("region_id")
    province = ProvinceFilter(field_name="region")

    def filter_queryset(self, queryset: QuerySet[PlanIndicator]) -> list[Compared]:
        asked, today = self.form.cleaned_data, timezone.localdate()
        scope = super().filter_queryset(queryset)
        if not asked["region"]:
            scope = scope.filter(region__level=RegionLevel.CITY.value)
        return comparison(
            indicator=Indicator.objects.select_related("unit").get(code=asked["indicator"][0]),
            year=asked["year"] or today.year - 1,
            scope=scope,
            today=today,
        ).rows
