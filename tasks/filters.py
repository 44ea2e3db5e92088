"""What lists of tasks and milestones can be filtered by."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common.filters import (
    ChoiceListFilter,
    CodeListFilter,
    DateFilter,
    FilterSet,
    IdListFilter,
    SearchFilter,
)
from departments.models import Department, Region
from indicators.plans.filters import plan_filter
from indicators.plans.rules.enums import DepartmentRole
from tasks.models import Assignment
from tasks.rules.status import MilestoneStatus, TaskStatus


class TaskFilter(FilterSet):
    """`department` and `role` together ask for one and the same assignment, so that neither of
    them narrows alone."""

    plan = plan_filter("plan__slug")
    department = IdListFilter(
        field_name="department",
        known=Department.objects.all,
        narrows=False,
        label=_("部门"),
        help_text=_("部门编号（见 departments/）：与 role 同用时，须为同一项分工。"),
    )
    role = ChoiceListFilter(
        field_name="role",
        words=DepartmentRole,
        narrows=False,
        label=_("职责"),
        help_text=_("牵头、参与或按职责分工。"),
    )
    status = ChoiceListFilter(
        field_name="status",
        words=TaskStatus,
        label=_("状态"),
        help_text=_("按时限节点计算的今日状态。"),
    )
    search = SearchFilter(
        columns=["title", "group_label", "items__text", "clause__text"],
        many=True,
        label=_("搜索"),
        help_text=_("任务名称、重点任务、具体任务或条款原文中的文字。"),
    )

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found: QuerySet[Any] = super().filter_queryset(queryset)
        wanted = {
            f"{column}__in": self.asked[name]
            for name, column in (("department", "department_id"), ("role", "role"))
            if self.asked.get(name)
        }
        if not wanted:
            return found
        return found.filter(Exists(Assignment.objects.filter(task=OuterRef("pk"), **wanted)))


class MilestoneRegionFilter(CodeListFilter):
    """Milestones of a region's own plans, and those of other plans that name the region."""

    def condition(self, value: list[str]) -> Q:
        return Q(task__plan__region_id__in=value) | Q(regions__in=value)


class MilestoneFilter(FilterSet):
    plan = plan_filter("task__plan__slug")
    region = MilestoneRegionFilter(
        field_name="region",
        known=Region.objects.all,
        key="code",
        many=True,
        label=_("行政区"),
        help_text=_("行政区代码：该行政区自己的规划，以及点名该行政区的节点。"),
    )
    due_before = DateFilter(
        field_name="due_on",
        lookup_expr="lte",
        label=_("到期日"),
        help_text=_("在此日或之前到期（YYYY-MM-DD）；不含未定时限的节点。"),
    )
    status = ChoiceListFilter(
        field_name="status",
        words=MilestoneStatus,
        label=_("状态"),
        help_text=_("按到期日计算的今日状态。"),
    )
