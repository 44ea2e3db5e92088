"""The API of the work: tasks and their milestones."""

from collections.abc import Mapping
from typing import ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.mixins import RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.fields import WordField
from common.api.views import ListViewSet, ReadView, not_found
from common.ordering import Sortable
from departments.models import Department, Region
from indicators.plans.rules.enums import DepartmentRole
from tasks.filters import MilestoneFilter, TaskFilter
from tasks.models import Assignment, Item, Milestone, Statement, Task
from tasks.rules.enums import WorkState
from tasks.rules.status import MilestoneStatus, TaskStatus
from tasks.selectors import tasks as selectors
from tasks.viewmodels.tasks import progress_of


class GroupSerializer(serializers.Serializer[Task]):
    """The group of tasks, 重点任务, that a task stands in."""

    order = serializers.IntegerField(source="group_order", read_only=True)
    label = serializers.CharField(  # type: ignore[assignment]
        source="group_label", read_only=True
    )


class ItemSerializer(serializers.ModelSerializer[Item]):
    class Meta:
        model = Item
        fields = ("number", "text")


class AssignedDepartmentSerializer(serializers.ModelSerializer[Department]):
    class Meta:
        model = Department
        fields = ("id", "name")


class AssignmentSerializer(serializers.ModelSerializer[Assignment]):
    items = serializers.SlugRelatedField[Item](
        slug_field="number",
        many=True,
        read_only=True,
        help_text=_("具体任务的编号；空：整项任务。"),
    )
    department = AssignedDepartmentSerializer(read_only=True)
    role = WordField(DepartmentRole)

    class Meta:
        model = Assignment
        fields = ("items", "department", "role", "order")


class LastReportSerializer(serializers.ModelSerializer[Statement]):
    """What a department reported last on the task or on one of its items; on milestones, see
    `progress/`."""

    department = AssignedDepartmentSerializer(read_only=True)
    item = serializers.IntegerField(
        source="item.number",
        read_only=True,
        allow_null=True,
        help_text=_("具体任务的编号；null：整项任务。"),
    )
    status = WordField(WorkState, source="state")
    percent = serializers.IntegerField(
        read_only=True, allow_null=True, help_text=_("百分比，0 至 100；null：没有写。")
    )
    reported_at = serializers.DateTimeField(source="at", read_only=True)

    class Meta:
        model = Statement
        fields = ("department", "item", "status", "percent", "reported_at")


class TaskSerializer(serializers.ModelSerializer[Task]):
    plan = serializers.SlugField(source="plan.slug", read_only=True)
    region = serializers.CharField(
        source="plan.region_id", read_only=True, help_text=_("规划所属的行政区。")
    )
    group = GroupSerializer(source="*", read_only=True)
    clause = serializers.CharField(source="clause.key", read_only=True)
    items = ItemSerializer(many=True, read_only=True)
    assignments = AssignmentSerializer(many=True, read_only=True)
    indicators = serializers.SerializerMethodField(help_text=_("任务条款所承诺的指标。"))
    status = WordField(
        TaskStatus,
        help_text=_(
            "截至今天最紧迫的时限节点的状态：`overdue` 已逾期、未报告；`unreportable` 已"
            "逾期，但没有部门有账号；`reported` 报告已完成、待确认；`upcoming` 未"
            "到期；`undated` 无期限；`met` 已完成。"
        ),
    )
    progress = serializers.SerializerMethodField(
        help_text=_("负责部门报告的总体进展；null：都没有报告，或调用者不可读。")
    )
    reports = LastReportSerializer(
        source="last_reports",
        many=True,
        read_only=True,
        help_text=_("各部门对任务和各具体任务的最近一次报告，限调用者可读的。"),
    )

    class Meta:
        model = Task
        fields = (
            "plan",
            "region",
            "group",
            "key",
            "number",
            "title",
            "clause",
            "items",
            "assignments",
            "indicators",
            "status",
            "progress",
            "reports",
            "note",
        )

    def get_indicators(self, task: Task) -> list[str]:
        return selectors.indicator_codes(task)

    @extend_schema_field(WordField(WorkState, allow_null=True))
    def get_progress(self, task: Task) -> WorkState | None:
        return progress_of(task)


class MilestoneSerializer(serializers.ModelSerializer[Milestone]):
    plan = serializers.SlugField(source="task.plan.slug", read_only=True)
    task = serializers.CharField(source="task.key", read_only=True)
    clause = serializers.CharField(source="clause.key", read_only=True)
    regions = serializers.SlugRelatedField[Region](
        slug_field="code",
        many=True,
        read_only=True,
        help_text=_("所涉及的行政区；空：规划所属的行政区。"),
    )
    due = serializers.DateField(
        read_only=True,
        allow_null=True,
        help_text=_("起算的最后期限：最近一次同意的延期日期，没有的为 `due_on`。"),
    )
    extended = serializers.SerializerMethodField(help_text=_("`due` 是否不同于 `due_on`。"))
    status = WordField(
        MilestoneStatus,
        help_text=_(
            "截至今天按 `due` 的状态：`overdue` 已逾期、未报告；`unreportable` 已"
            "逾期，但任务没有部门有账号；`reported` 报告已完成、待确认；`upcoming` 未"
            "到期；`undated` 无期限；`met` 已确认完成。"
        ),
    )

    class Meta:
        model = Milestone
        fields = (
            "plan",
            "task",
            "number",
            "due_on",
            "due",
            "extended",
            "due_text",
            "text",
            "regions",
            "status",
            "clause",
            "quote",
        )
        extra_kwargs = {
            "number": {"help_text": _("在任务中的编号，不变：报告用它指明节点。")},
            "due_on": {"help_text": _("规划所写期限的最后一天；null：没有写明日期。")},
            "due_text": {"help_text": _("规划原文。")},
        }

    def get_extended(self, milestone: Milestone) -> bool:
        return milestone.due != milestone.due_on  # type: ignore[attr-defined, no-any-return]


class TasksMixin(ReadView[Task]):
    """Tasks as the caller may see them: their milestones as of today, and what was reported."""

    serializer_class = TaskSerializer
    queryset = Task.objects.none()

    def get_queryset(self) -> QuerySet[Task]:
        return selectors.tasks(today=timezone.localdate(), user=self.request.user)


@extend_schema_view(list=extend_schema(summary="Tasks"))
class TaskViewSet(TasksMixin, ListViewSet[Task]):
    """The work that plans promise: what is to be done, by which departments, in which role, and
    how far they say that it is."""

    filterset_class = TaskFilter
    orderings: ClassVar[Mapping[str, Sortable]] = {
        "plan": Sortable("plan__slug"),
        "region": Sortable("plan__region_id"),
    }


class TaskView(RetrieveModelMixin, TasksMixin):
    """One task, by its plan and its key in the plan."""

    detail = True

    def get_object(self) -> Task:
        self.check_parameters()
        plan, key = self.kwargs["plan"], self.kwargs["key"]
        row = self.get_queryset().filter(plan__slug=plan, key=key).first()
        if row is None:
            raise not_found(f"{plan}/{key}")
        return row

    @extend_schema(summary="One task", operation_id="tasks_retrieve")
    def get(self, request: Request, plan: str, key: str) -> Response:
        return self.retrieve(request)


@extend_schema_view(list=extend_schema(summary="Milestones"))
class MilestoneViewSet(ListViewSet[Milestone]):
    """What must be done by when, the earliest first, as far as the plan gives a date."""

    serializer_class = MilestoneSerializer
    filterset_class = MilestoneFilter
    orderings: ClassVar[Mapping[str, Sortable]] = {
        "plan": Sortable("task__plan__slug"),
        "due_on": Sortable("due_on", nullable=True),
        "due": Sortable("due", nullable=True),
    }
    queryset = Milestone.objects.none()

    def get_queryset(self) -> QuerySet[Milestone]:
        return selectors.milestones(today=timezone.localdate())
