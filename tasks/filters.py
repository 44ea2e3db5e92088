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
    SinceFilter,
)
from departments.filters import region_filter
from departments.models import Department, Region
from indicators.plans.filters import plan_filter
from indicators.plans.rules.enums import DepartmentRole
from tasks.models import Assignment, Item, Milestone, Task
from tasks.rules.enums import StatementKind, WorkState
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
        field_name="due",
        lookup_expr="lte",
        label=_("到期日"),
        help_text=_(
            "在此日或之前到期（YYYY-MM-DD），已同意延期的按延期后的日期；不含未定时限的节点。"
        ),
    )
    status = ChoiceListFilter(
        field_name="status",
        words=MilestoneStatus,
        label=_("状态"),
        help_text=_("按到期日计算的今日状态。"),
    )


class ProgressFilter(FilterSet):
    """What was said about the work; reports, unless `kind` asks for more."""

    plan = plan_filter("task__plan__slug")
    region = region_filter("task__plan__region_id")
    task = CodeListFilter(
        field_name="task__key",
        known=Task.objects.all,
        key="key",
        label=_("任务"),
        help_text=_("任务在规划中的键，如 2.1；与 plan 同用才指一项任务。"),
    )
    item = IdListFilter(
        field_name="item__number",
        known=Item.objects.all,
        key="number",
        label=_("具体任务"),
        help_text=_("具体任务在主要任务中的序号。"),
    )
    milestone = IdListFilter(
        field_name="milestone__number",
        known=Milestone.objects.all,
        key="number",
        label=_("时限节点"),
        help_text=_("时限节点在主要任务中的编号（见 milestones/）。"),
    )
    department = IdListFilter(
        field_name="department_id",
        known=Department.objects.all,
        label=_("部门"),
        help_text=_("部门编号（见 departments/）：谁的报告，或向谁说的。"),
    )
    kind = ChoiceListFilter(
        field_name="kind",
        words=StatementKind,
        label=_("种类"),
        help_text=_("工作记录的种类；不写则只列进展报告（report）。"),
    )
    status = ChoiceListFilter(
        field_name="state",
        words=WorkState,
        label=_("进度"),
        help_text=_("报告所说的进度；其他种类没有进度。"),
    )
    since = SinceFilter(
        field_name="at",
        label=_("自"),
        help_text=_("此时间及以后所说的（ISO 8601，如 2026-03-01 或 2026-03-01T00:00:00+08:00）。"),
    )
    confirmed_since = SinceFilter(
        field_name="confirmed_at",
        label=_("确认时间"),
        help_text=_("此时间及以后被确认的报告：未登录者由此得知新公开的报告。"),
    )

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found: QuerySet[Any] = super().filter_queryset(queryset)
        return found if self.asked["kind"] else found.filter(kind=StatementKind.REPORT.value)
