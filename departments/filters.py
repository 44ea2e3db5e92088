"""What lists of regions and departments, and the audit log, can be filtered by."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from common.audit.rules import Event
from common.filters import (
    ChoiceListFilter,
    CodeListFilter,
    DateFilter,
    FilterSet,
    SearchFilter,
    check_day,
)
from common.ordering import OrderingParameter, Sortable, by_name
from departments.models import DepartmentFunction, Region
from departments.rules.roles import RegionLevel
from departments.selectors import lineage


class RegionCodesFilter(CodeListFilter):
    """Rows of these regions, by their codes. A region that was renamed or recoded is one series:
    each of its codes finds what stands under any of them."""

    def __init__(self, *, field_name: str, help_text: LazyText, **options: Any) -> None:
        super().__init__(
            field_name=field_name,
            known=Region.objects.all,
            key="code",
            label=_("行政区"),
            help_text=help_text,
            **options,
        )

    def condition(self, value: list[str]) -> Q:
        return super().condition(lineage().all_of(value))


def region_filter(column: str, **options: Any) -> RegionCodesFilter:
    """Rows of these regions, by their codes."""
    words = _("行政区代码（GB/T 2260），如 140300。")
    return RegionCodesFilter(field_name=column, help_text=words, **options)


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
        columns=["name", "name_in_file", "aliases__name"],
        many=True,
        label=_("搜索"),
        help_text=_("部门名称或其别名中的文字。"),
    )


class DepartmentListFilter(DepartmentFilter):
    """The page of the departments, which are counted: their promises, their tasks."""

    ordering = OrderingParameter(
        {
            "name": by_name("name"),
            "function": by_name("function__name", english="function__name_en"),
            "promises": Sortable("promise_count"),
            "tasks": Sortable("task_count"),
        }
    )


class DayFilter(DateFilter):
    """Rows of that day and later, or (`until`) of that day and earlier, in Chinese time."""

    def __init__(self, *, until: bool = False, **options: Any) -> None:
        super().__init__(validators=[check_day], **options)
        self.until = until

    def filter(self, qs: QuerySet[Any], value: date | None) -> QuerySet[Any]:
        if value is None:
            return qs
        first = datetime.combine(value, time.min, timezone.get_default_timezone())
        if self.until:
            return qs.filter(**{f"{self.field_name}__lt": first + timedelta(days=1)})
        return qs.filter(**{f"{self.field_name}__gte": first})


class AuditFilter(FilterSet):
    event = ChoiceListFilter(
        field_name="event", words=Event, label=_("事件"), help_text=_("发生了什么。")
    )
    since = DayFilter(field_name="at", label=_("自"), help_text=_("从这一天起，如 2026-03-01。"))
    until = DayFilter(
        field_name="at", until=True, label=_("至"), help_text=_("到这一天为止，如 2026-03-31。")
    )
    search = SearchFilter(
        columns=["name", "actor__first_name", "address", "key", "what", "detail"],
        label=_("搜索"),
        help_text=_("用户名、姓名、网络地址、密钥开头、对象或说明中的文字。"),
    )
