"""What the overview, assessments and comparisons can be asked for.

The rows that these filters narrow are plan indicators; years and statuses are parameters of what
is computed from them.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.as_of import AsOfParameter
from common.filters import (
    ChoiceListFilter,
    CodeListFilter,
    DayParameter,
    FilterSet,
    OneCodeField,
    OneYearParameter,
)
from common.ordering import OrderingParameter
from departments.filters import region_filter
from departments.rules.roles import RegionLevel
from indicators.assessments.rules.enums import COMPARED_COLUMNS
from indicators.assessments.rules.statuses import Status
from indicators.plans.filters import (
    PlanIndicatorFilter,
    ProvinceFilter,
    indicator_filter,
    nature_filter,
    plan_filter,
    years_parameter,
)
from indicators.plans.models import Indicator
from indicators.plans.rules.enums import Theme

# What a table of regions in numbers can be ordered by: a region, one of its counts.
REGION_COLUMNS = ("code", *(status.value for status in Status), "filled", "late")
# What the promises of a city can be ordered by.
CITY_COLUMNS = ("indicator", "status", "gap")


class OverviewFilter(FilterSet):
    """Plan indicators of the overview; its year is chosen beside it."""

    year = OneYearParameter(help_text=_("年份，如 2025。"))
    province = ProvinceFilter(field_name="region")
    plan = plan_filter("plan__slug")
    theme = ChoiceListFilter(
        field_name="indicator__theme", words=Theme, label=_("主题"), help_text=_("指标主题。")
    )
    nature = nature_filter("nature")
    ordering = OrderingParameter(REGION_COLUMNS)
    as_of = AsOfParameter()


class ProvincePageFilter(OverviewFilter):
    """Plan indicators of one province, which the address names: nothing filters by province."""

    province = None  # type: ignore[assignment]  # takes the filter away


class CityFilter(FilterSet):
    """The page of one city is about one year, and tells what changed since a day."""

    year = OneYearParameter(help_text=_("年份，如 2025；不写为上一年。"))
    since = DayParameter(label=_("自"), help_text=_("从这一天起的变化，如 2026-03-01。"))
    as_of = AsOfParameter()


class StandingFilter(CityFilter):
    """The first tab of a city and its files: the table of promises can be sorted."""

    ordering = OrderingParameter(CITY_COLUMNS)


class AssessmentFilter(FilterSet):
    """The promises that are assessed; years and statuses choose among their verdicts."""

    region = region_filter("region_id")
    province = ProvinceFilter(field_name="region")
    plan = plan_filter("plan__slug")
    indicator = indicator_filter("indicator_id")
    year = years_parameter()
    status = ChoiceListFilter(
        narrows=False,
        words=Status,
        label=_("状态"),
        help_text=_("评估状态，如 breached、behind。"),
    )
    as_of = AsOfParameter()


class IndicatorPageFilter(PlanIndicatorFilter):
    """The promises of one indicator; its charts are about one year."""

    year = OneYearParameter(help_text=_("图表的年份，如 2025；不写为上一年。"))
    ordering = OrderingParameter(COMPARED_COLUMNS)


class OneIndicatorField(OneCodeField):
    """One code of the catalogue, and no more: several indicators are never compared."""

    default_error_messages = {"several": _("一次只能比较一个指标。")}


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
    year = OneYearParameter(help_text=_("年份，如 2025；不写为上一年。"))
    region = region_filter("region_id")
    province = ProvinceFilter(field_name="region")
    as_of = AsOfParameter()

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        scope: QuerySet[Any] = super().filter_queryset(queryset)
        if self.asked["region"]:
            return scope
        return scope.filter(region__level=RegionLevel.CITY.value)
