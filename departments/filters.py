"""What lists of regions and departments can be filtered by."""

from django.utils.translation import gettext_lazy as _

from common.filters import ChoiceListFilter, CodeListFilter, FilterSet, SearchFilter
from departments.models import DepartmentFunction, Region
from departments.rules.roles import RegionLevel


def region_filter(column: str) -> CodeListFilter:
    """Rows of these regions, by their GB/T 2260 codes."""
    return CodeListFilter(
        field_name=column,
        known=Region.objects.all,
        key="code",
        label=_("行政区"),
        help_text=_("行政区代码（GB/T 2260），如 140300。"),
    )


class RegionFilter(FilterSet):
    level = ChoiceListFilter(
        field_name="level", words=RegionLevel, label=_("级别"), help_text=_("行政区级别。")
    )
    parent = CodeListFilter(
        field_name="parent_id",
        known=Region.objects.all,
        key="code",
        label=_("上级"),
        help_text=_("直接上级行政区的代码，如 140000。"),
    )
    search = SearchFilter(
        columns=["code", "name", "name_en"],
        label=_("搜索"),
        help_text=_("名称、英文名称或代码中的文字。"),
    )


class DepartmentFilter(FilterSet):
    region = region_filter("region_id")
    function = CodeListFilter(
        field_name="function_id",
        known=DepartmentFunction.objects.all,
        key="code",
        names_known=True,
        label=_("职能"),
        help_text=_("部门职能，用于对应各市的同类部门。"),
    )
    search = SearchFilter(
        columns=["name", "aliases__name"],
        many=True,
        label=_("搜索"),
        help_text=_("部门名称或其别名中的文字。"),
    )
