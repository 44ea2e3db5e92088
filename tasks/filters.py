"""What lists of tasks and milestones can be filtered by."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common.filters import (
    ChoiceListFilter,
    CodeListFilter,
    DateFilter,
    DayParameter,
    FilterSet,
    IdListFilter,
    ListFilter,
    SearchFilter,
    SinceFilter,
    check_day,
)
from common.ordering import OrderingParameter, Sortable, by_name
from departments.filters import region_filter
from departments.models import Department, Region
from indicators.plans.filters import plan_filter
from indicators.plans.rules.enums import DepartmentRole
from tasks.models import GROUP_LENGTH, Assignment, Item, Milestone, Statement, Task
from tasks.rules.board import BoardView
from tasks.rules.enums import StatementKind, WorkState
from tasks.rules.status import MilestoneStatus, TaskStatus
from tasks.selectors.ordering import first_due, item_count, urgency
from tasks.selectors.standing import with_due
from tasks.selectors.statements import visible_to


class GroupField(forms.CharField):
    """The heading of a group of tasks, as some plan prints it."""

    default_error_messages: ClassVar = {"unknown": _("没有叫“%(value)s”的重点任务。")}

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if text and not Task.objects.filter(group_label=text).exists():
            message = self.error_messages["unknown"]
            raise ValidationError(message, code="unknown", params={"value": text})
        return text


class GroupFilter(ListFilter):
    """Rows of the tasks below one heading, whatever plans have it. Headings hold commas, so it is
    no list of them."""

    field_class = GroupField
    openapi: dict[str, Any] = {"type": "string", "maxLength": GROUP_LENGTH}

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_length=GROUP_LENGTH,
            label=_("重点任务"),
            help_text=_("重点任务的标题，与规划所印完全一致。"),
            **options,
        )

    def condition(self, value: Any) -> Q:
        return Q(**{self.field_name: value})


class WorkSearchFilter(SearchFilter):
    """A search that looks into what was said about the task, too, as far as the reader may see it.

    `task` is where a row has its task.
    """

    def __init__(self, *, task: str, **options: Any) -> None:
        super().__init__(many=True, label=_("搜索"), **options)
        self.task = task

    def holds(self, word: str) -> Q:
        said = Statement.objects.filter(
            visible_to(self.parent.request.user),
            Q(text__icontains=word) | Q(next_step__icontains=word),
            task=OuterRef(self.task),
        )
        if self.task != "pk":  # a milestone: what was said on another one isn't about it
            said = said.filter(Q(milestone=None) | Q(milestone=OuterRef("pk")))
        return super().holds(word) | Q(Exists(said))


class AssignedFilter(FilterSet):
    """`department` and `role` together ask for one and the same assignment, so that neither of
    them narrows alone."""

    # Where a row has its task.
    task_column = "pk"

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

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found: QuerySet[Any] = super().filter_queryset(queryset)
        wanted = {
            f"{column}__in": self.asked[name]
            for name, column in (("department", "department_id"), ("role", "role"))
            if self.asked.get(name)
        }
        if not wanted:
            return found
        own = Assignment.objects.filter(task=OuterRef(self.task_column), **wanted)
        return found.filter(Exists(own))


class TaskFilter(AssignedFilter):
    """`due_after` and `due_before` together ask for one and the same milestone, too."""

    plan = plan_filter("plan__slug")
    region = region_filter("plan__region_id")
    group = GroupFilter(field_name="group_label")
    status = ChoiceListFilter(
        field_name="status",
        words=TaskStatus,
        label=_("状态"),
        help_text=_("按时限节点计算的今日状态。"),
    )
    due_after = DayParameter(
        label=_("到期不早于"),
        help_text=_("有节点在此日或之后到期（YYYY-MM-DD）；与 due_before 同用时，须为同一节点。"),
    )
    due_before = DayParameter(
        label=_("到期不晚于"), help_text=_("有节点在此日或之前到期（YYYY-MM-DD）。")
    )
    search = WorkSearchFilter(
        columns=["title", "group_label", "items__text", "clause__text", "milestones__text"],
        task="pk",
        help_text=_("任务名称、重点任务、具体任务、时限节点、条款原文或可见的进展报告中的文字。"),
    )

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found = super().filter_queryset(queryset)
        wanted = {
            f"due__{lookup}": self.asked[name]
            for name, lookup in (("due_after", "gte"), ("due_before", "lte"))
            if self.asked.get(name)
        }
        if not wanted:
            return found
        dated = with_due(Milestone.objects.filter(task=OuterRef("pk")))
        return found.filter(Exists(dated.filter(**wanted)))


class MilestoneRegionFilter(CodeListFilter):
    """Milestones of a region's own plans, and those of other plans that name the region."""

    def condition(self, value: list[str]) -> Q:
        return Q(task__plan__region_id__in=value) | Q(regions__in=value)


class MilestoneFilter(AssignedFilter):
    """What is asked of the work, `department`, `role` and `group`, is asked of its task."""

    task_column = "task_id"

    plan = plan_filter("task__plan__slug")
    region = MilestoneRegionFilter(
        field_name="region",
        known=Region.objects.all,
        key="code",
        many=True,
        label=_("行政区"),
        help_text=_("行政区代码：该行政区自己的规划，以及点名该行政区的节点。"),
    )
    group = GroupFilter(field_name="task__group_label")
    due_after = DateFilter(
        field_name="due",
        lookup_expr="gte",
        validators=[check_day],
        label=_("到期不早于"),
        help_text=_("在此日或之后到期（YYYY-MM-DD）；不含未定时限的节点。"),
    )
    due_before = DateFilter(
        field_name="due",
        lookup_expr="lte",
        validators=[check_day],
        label=_("到期不晚于"),
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
    search = WorkSearchFilter(
        columns=[
            *("text", "task__title", "task__group_label", "task__items__text"),
            *("clause__text", "task__clause__text"),
        ],
        task="task_id",
        help_text=_("节点内容、任务名称、重点任务、具体任务、条款原文或可见的进展报告中的文字。"),
    )


class ViewParameter(ListFilter):
    """In which way the board shows what is found; every row stays."""

    field_class = forms.ChoiceField

    def __init__(self) -> None:
        views = [(view.value, view.value) for view in BoardView]
        super().__init__(choices=views, narrows=False, label=_("视图"))


class BoardTaskFilter(TaskFilter):
    """The filter of the list and of the matrix."""

    view = ViewParameter()


class TaskListFilter(BoardTaskFilter):
    """The filter of the list, which is in the order that is asked for."""

    ordering = OrderingParameter(
        {
            "title": by_name("title"),
            "items": Sortable("item_count", computed=item_count),
            "due": Sortable("first_due", nullable=True, computed=first_due),
            "status": Sortable("urgency", computed=urgency),
        }
    )


class BoardMilestoneFilter(MilestoneFilter):
    """The filter of the time line, in the same words as that of the list."""

    view = ViewParameter()


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
