"""The API of the work: tasks and their milestones."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.mixins import RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.fields import WordField
from common.api.views import ListViewSet, ReadView, not_found
from departments.models import Department, Region
from indicators.plans.rules.enums import DepartmentRole
from tasks.filters import MilestoneFilter, TaskFilter
from tasks.models import Assignment, Item, Milestone, Task
from tasks.rules.status import MilestoneStatus, TaskStatus
from tasks.selectors import tasks as selectors


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
        help_text="The numbers of the items; none: the whole task.",
    )
    department = AssignedDepartmentSerializer(read_only=True)
    role = WordField(DepartmentRole)

    class Meta:
        model = Assignment
        fields = ("items", "department", "role", "order")


class TaskSerializer(serializers.ModelSerializer[Task]):
    plan = serializers.SlugField(source="plan.slug", read_only=True)
    group = GroupSerializer(source="*", read_only=True)
    clause = serializers.CharField(source="clause.key", read_only=True)
    items = ItemSerializer(many=True, read_only=True)
    assignments = AssignmentSerializer(many=True, read_only=True)
    indicators = serializers.SerializerMethodField(
        help_text="The indicators that the clauses of the task promise."
    )
    status = WordField(
        TaskStatus, help_text="As of today: `overdue` if a milestone is past due without a report."
    )

    class Meta:
        model = Task
        fields = (
            "plan",
            "group",
            "key",
            "number",
            "title",
            "clause",
            "items",
            "assignments",
            "indicators",
            "status",
            "note",
        )

    def get_indicators(self, task: Task) -> list[str]:
        return selectors.indicator_codes(task)


class MilestoneSerializer(serializers.ModelSerializer[Milestone]):
    plan = serializers.SlugField(source="task.plan.slug", read_only=True)
    task = serializers.CharField(source="task.key", read_only=True)
    clause = serializers.CharField(source="clause.key", read_only=True)
    regions = serializers.SlugRelatedField[Region](
        slug_field="code",
        many=True,
        read_only=True,
        help_text="The regions that it names; none: the plan's own.",
    )
    status = WordField(MilestoneStatus, help_text="As of today.")

    class Meta:
        model = Milestone
        fields = (
            "plan",
            "task",
            "due_on",
            "due_text",
            "text",
            "regions",
            "status",
            "clause",
            "quote",
        )
        extra_kwargs = {
            "due_on": {"help_text": "The last day of what the plan says; null: no date given."},
            "due_text": {"help_text": "The words of the plan."},
        }


@extend_schema_view(list=extend_schema(summary="Tasks"))
class TaskViewSet(ListViewSet[Task]):
    """The work that plans promise: what is to be done, by which departments, in which role."""

    serializer_class = TaskSerializer
    filterset_class = TaskFilter
    queryset = Task.objects.none()

    def get_queryset(self) -> QuerySet[Task]:
        return selectors.tasks(today=timezone.localdate())


class TaskView(RetrieveModelMixin, ReadView[Task]):
    """One task, by its plan and its key in the plan."""

    serializer_class = TaskSerializer
    queryset = Task.objects.none()
    detail = True

    def get_object(self) -> Task:
        self.check_parameters()
        plan, key = self.kwargs["plan"], self.kwargs["key"]
        row = self.get_queryset().filter(plan__slug=plan, key=key).first()
        if row is None:
            raise not_found(f"{plan}/{key}")
        return row

    def get_queryset(self) -> QuerySet[Task]:
        return selectors.tasks(today=timezone.localdate())

    @extend_schema(summary="One task", operation_id="tasks_retrieve")
    def get(self, request: Request, plan: str, key: str) -> Response:
        return self.retrieve(request)


@extend_schema_view(list=extend_schema(summary="Milestones"))
class MilestoneViewSet(ListViewSet[Milestone]):
    """What must be done by when, the earliest first, as far as the plan gives a date."""

    serializer_class = MilestoneSerializer
    filterset_class = MilestoneFilter
    queryset = Milestone.objects.none()

    def get_queryset(self) -> QuerySet[Milestone]:
        return selectors.milestones(today=timezone.localdate())
