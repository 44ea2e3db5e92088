"""What lists of plans, promises and actuals can be filtered by."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.as_of import AsOfParameter
from common.filters import (
    ChoiceListFilter,
    CodeListFilter,
    FilterSet,
    IdListFilter,
    SearchFilter,
    YearFilter,
)
from common.ordering import OrderingParameter, Sortable, by_name
from departments.filters import RegionCodesFilter, region_filter
from departments.models import Department, Region
from departments.rules.roles import RegionLevel
from departments.selectors import within
from indicators.plans.models import Indicator, Plan
from indicators.plans.rules.enums import (
    BreakKind,
    Direction,
    GoalKind,
    Nature,
    Origin,
    PlanStatus,
    TargetForm,
    Theme,
)


def plan_filter(column: str) -> CodeListFilter:
    """Rows of these plans, by their slugs."""
    return CodeListFilter(
        field_name=column,
        known=Plan.objects.all,
        key="slug",
        label=_("规划"),
        help_text=_("规划标识，如 yangquan-2025。"),
    )


def indicator_filter(column: str, **options: Any) -> CodeListFilter:
    """Rows of these indicators, by their codes in the catalogue."""
    return CodeListFilter(
        field_name=column,
        known=Indicator.objects.all,
        key="code",
        label=_("指标"),
        help_text=_("指标代码，如 total_water_use。"),
        **options,
    )


def department_filter(column: str) -> IdListFilter:
    """Rows for which these departments answer, by their ids."""
    return IdListFilter(
        field_name=column,
        known=Department.objects.all,
        many=True,
        label=_("部门"),
        help_text=_("部门编号（见 departments/）。"),
    )


def nature_filter(column: str) -> ChoiceListFilter:
    """Rows of these natures."""
    return ChoiceListFilter(
        field_name=column,
        words=Nature,
        label=_("指标属性"),
        help_text=_("约束性、预期性或未注明。"),
    )


def goal_kind_filter(column: str, *, many: bool = False) -> ChoiceListFilter:
    """Rows of these kinds of goal; with `many`, that have a target of one."""
    return ChoiceListFilter(
        field_name=column,
        words=GoalKind,
        many=many,
        label=_("目标形式"),
        help_text=_("分年目标、长期控制或未写明年份。"),
    )


def form_filter(column: str, *, many: bool = False) -> ChoiceListFilter:
    """Rows whose number says this; with `many`, that have such a target."""
    return ChoiceListFilter(
        field_name=column,
        words=TargetForm,
        many=many,
        label=_("数值形式"),
        help_text=_("数值、区间、年均变化、百分点变化、左右、另行下达或新增。"),
    )


def years_parameter() -> YearFilter:
    """The years of what is computed from the rows."""
    return YearFilter(
        narrows=False,
        label=_("年份"),
        help_text=_("年份或范围：2025、2023:2030、2023:、:2030。"),
    )


class ProvinceFilter(CodeListFilter):
    """Rows of every region of a province: the province itself, its cities and their counties."""

    def __init__(self, *, field_name: str, **options: Any) -> None:
        super().__init__(
            field_name=field_name,
            known=lambda: Region.objects.filter(level=RegionLevel.PROVINCE),
            key="code",
            label=_("省"),
            help_text=_("省级行政区代码，如 140000：该省及其所辖市、县。"),
            **options,
        )

    def condition(self, value: list[str]) -> Q:
        return within(value, self.field_name)


class PlanFilter(FilterSet):
    region = region_filter("region_id")
    status = ChoiceListFilter(
        field_name="status",
        words=PlanStatus,
        label=_("状态"),
        help_text=_("已印发、征求意见稿或日期不详。"),
    )
    search = SearchFilter(
        columns=["title", "doc_number", "issuer", "slug"],
        label=_("搜索"),
        help_text=_("标题、文号、印发机关或标识中的文字。"),
    )
    as_of = AsOfParameter()


class PlanListFilter(PlanFilter):
    """The page of the plans."""

    ordering = OrderingParameter(
        {
            "title": by_name("title"),
            "region": Sortable("region_id"),
            "status": Sortable("status"),
            "doc_number": by_name("doc_number"),
            "issuer": by_name("issuer"),
            "issued_on": Sortable("issued_on", nullable=True),
        }
    )


class ReaderFilter(FilterSet):
    """What a page of one plan can be asked for."""

    as_of = AsOfParameter()


class IndicatorFilter(FilterSet):
    theme = ChoiceListFilter(
        field_name="theme", words=Theme, label=_("主题"), help_text=_("指标主题。")
    )
    direction = ChoiceListFilter(
        field_name="direction",
        words=Direction,
        label=_("方向"),
        help_text=_("上限、下限或不评。"),
    )
    search = SearchFilter(
        columns=["code", "name", "name_en"],
        label=_("搜索"),
        help_text=_("名称、英文名称或代码中的文字。"),
    )


class ValidInFilter(RegionCodesFilter):
    """Rows that hold in these regions: their own, and those that hold everywhere."""

    def condition(self, value: list[str]) -> Q:
        return super().condition(value) | Q(**{f"{self.field_name}__isnull": True})


class CatalogueFilter(IndicatorFilter):
    """The page of the catalogue, which is counted: who promises what. Each theme is in order."""

    ordering = OrderingParameter(
        {
            "name": by_name("name", english="name_en"),
            "unit": Sortable("unit_id"),
            "direction": Sortable("direction"),
            "cities": Sortable("city_count"),
            "promises": Sortable("promise_count"),
            "code": Sortable("code"),
        }
    )


class SeriesBreakFilter(FilterSet):
    indicator = indicator_filter("indicator_id")
    region = ValidInFilter(
        field_name="region_id", help_text=_("行政区代码：该行政区的，和对所有行政区都成立的。")
    )
    year = YearFilter(
        field_name="year",
        label=_("年份"),
        help_text=_("年份或范围：2025、2023:2030、2023:、:2030。"),
    )
    kind = ChoiceListFilter(
        field_name="kind", words=BreakKind, label=_("类别"), help_text=_("口径变动的类别。")
    )


class PlanIndicatorFilter(FilterSet):
    plan = plan_filter("plan__slug")
    region = region_filter("region_id")
    indicator = indicator_filter("indicator_id")
    nature = nature_filter("nature")
    origin = ChoiceListFilter(
        field_name="origin", words=Origin, label=_("出处"), help_text=_("附表或正文。")
    )
    department = department_filter("responsibilities__department_id")
    goal_kind = goal_kind_filter("targets__goal_kind", many=True)
    form = form_filter("targets__form", many=True)
    search = SearchFilter(
        columns=["printed_name", "indicator__name", "indicator__name_en", "indicator__code"],
        label=_("搜索"),
        help_text=_("原文名称、指标名称、英文名称或代码中的文字。"),
    )
    as_of = AsOfParameter()


class TargetFilter(FilterSet):
    plan = plan_filter("plan_indicator__plan__slug")
    region = region_filter("plan_indicator__region_id")
    indicator = indicator_filter("plan_indicator__indicator_id")
    year = YearFilter(
        field_name="year",
        none=True,
        label=_("年份"),
        help_text=_("目标年份或范围：2025、2023:2030、2023:、:2030；none 为没有年份的目标。"),
    )
    nature = nature_filter("plan_indicator__nature")
    goal_kind = goal_kind_filter("goal_kind")
    form = form_filter("form")
    as_of = AsOfParameter()


class ConflictFilter(FilterSet):
    plan = plan_filter("plan_indicator__plan__slug")
    indicator = indicator_filter("plan_indicator__indicator_id")
    search = SearchFilter(
        columns=[
            "plan_indicator__printed_name",
            "plan_indicator__indicator__name",
            "plan_indicator__indicator__name_en",
            "plan_indicator__indicator__code",
            "citations__quote",
        ],
        many=True,
        label=_("搜索"),
        help_text=_("原文名称、指标名称、英文名称、代码或引文中的文字。"),
    )


class ConflictPageFilter(ConflictFilter):
    """The page of conflicts shows the past, too."""

    as_of = AsOfParameter()
