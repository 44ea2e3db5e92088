"""What the calendar can be asked for; all are parameters of what is read from two tables."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.filters import (
    ChoiceListFilter,
    FilterSet,
    IdListFilter,
    ListFilter,
    OneYearParameter,
)
from departments.filters import region_filter
from departments.models import Department
from indicators.plans.filters import plan_filter
from siwei.calendar.rules.entries import EntryKind


class MonthField(forms.IntegerField):
    default_error_messages = {"invalid": _("请写 1 至 12 的月份。")}

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=12, **options)


class MonthParameter(ListFilter):
    field_class = MonthField

    def __init__(self, **options: Any) -> None:
        super().__init__(narrows=False, label=_("月份"), **options)


class CalendarFilter(FilterSet):
    year = OneYearParameter(help_text=_("哪一年；不写则从今天起。"))
    month = MonthParameter(help_text=_("这一年的第几个月；不写则为全年。"))
    region = region_filter("region", narrows=False)
    plan = plan_filter("slug")
    department = IdListFilter(
        field_name="department",
        known=Department.objects.all,
        narrows=False,
        label=_("部门"),
        help_text=_("部门编号：该部门承担的任务的节点，及其所在省的填报截止日期。"),
    )
    kind = ChoiceListFilter(
        words=EntryKind, narrows=False, label=_("类型"), help_text=_("时限节点或填报截止。")
    )
