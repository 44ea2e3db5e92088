"""The work: 主要任务, 具体任务, 职责分工 and 时限节点."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.choices import one_of
from common.labels import choices
from common.records.models import Record
from departments.models import Department, Region
from indicators.plans import wording as plan_wording  # noqa: F401  registers labels of choices
from indicators.plans.models import Clause, Plan
from indicators.plans.rules.enums import DepartmentRole
from tasks import wording  # noqa: F401  registers the labels that are choices
from tasks.rules.enums import StatementKind, WorkState
from tasks.rules.parts import foremost

GROUP_LENGTH = 120


class Task(models.Model):
    """主要任务: one row of a plan's list of work, with the clause that describes it."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="tasks", verbose_name="规划")
    key = models.CharField("键", max_length=20)
    number = models.CharField("序号", max_length=20, blank=True)
    title = models.CharField("名称", max_length=120)
    group_order = models.PositiveSmallIntegerField("组序")
    group_label = models.CharField("重点任务", max_length=GROUP_LENGTH)
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="tasks", verbose_name="条款")
    note = models.TextField("说明", blank=True)
    order = models.PositiveSmallIntegerField("次序")

    class Meta:
        verbose_name = verbose_name_plural = "主要任务"
        ordering: ClassVar = ["plan", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "key"], name="task_once_per_plan")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def numbered_title(self) -> str:
        """The title after its printed number: “3. …”, but “（二）…”, which takes no point."""
        point = ". " if self.number.isdigit() else ""
        return f"{self.number}{point}{self.title}"

    def foremost(self) -> "list[Assignment]":
        """Those to name first, all in one role: who leads; where nobody does, who shares the task;
        else who takes part. Each department once, in the order of the plan."""
        every = list(self.assignments.all())
        role = foremost(DepartmentRole(one.role) for one in every)
        found: dict[int, Assignment] = {}
        for one in every:
            if one.role == role:
                found.setdefault(one.department_id, one)
        return list(found.values())


class Item(models.Model):
    """具体任务: a numbered piece of work, in the words of the row that prints it."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="items", verbose_name="主要任务")
    number = models.PositiveSmallIntegerField("序号")
    text = models.TextField("内容")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="items", verbose_name="条款")

    class Meta:
        verbose_name = verbose_name_plural = "具体任务"
        ordering: ClassVar = ["task", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "number"], name="item_once_per_task")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class Assignment(models.Model):
    """职责分工: what one department does of a task; without items, of the whole task."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="assignments")
    department = models.ForeignKey(Department, models.PROTECT, related_name="assignments")
    role = models.CharField("职责", max_length=13, choices=choices(DepartmentRole))
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="assignments")
    items = models.ManyToManyField(Item, related_name="assignments", blank=True)
    order = models.PositiveSmallIntegerField("次序")

    class Meta:
        verbose_name = verbose_name_plural = "职责分工"
        ordering: ClassVar = ["task", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "order"], name="assignment_order_once"),
            one_of("role", DepartmentRole, "assignment_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.get_role_display()}"


class Milestone(models.Model):
    """时限节点: what must be done by when, as far as the plan gives a date.

    `number` stays when the plan is loaded again, wherever the file puts it: reports name it.
    """

    task = models.ForeignKey(Task, models.CASCADE, related_name="milestones")
    number = models.PositiveSmallIntegerField("编号")
    due_on = models.DateField("到期日", null=True, blank=True)
    due_text = models.CharField("时限原文", max_length=60)
    text = models.TextField("内容")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="milestones")
    quote = models.TextField("原话")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    regions = models.ManyToManyField(Region, related_name="milestones", blank=True)
    order = models.PositiveSmallIntegerField("次序")

    class Meta:
        verbose_name = verbose_name_plural = "时限节点"
        ordering: ClassVar = ["task", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "number"], name="milestone_once_per_task")
        ]

    def __str__(self) -> str:
        return f"{self.due_text} {self.text}"


class Statement(models.Model):
    """工作记录: what somebody said about a task, one of its items or milestones; append-only.

    `department` is whose report it is, or whom it is said to, with its `role` of that day in the
    task (empty: the plan names nobody). `about` is what it replies to. `organ`: in whose name
    somebody who oversees the work said it. With `on_behalf` the water bureau reported for a
    department that has nobody in Siwei. A trigger refuses to change or delete a row, unless the
    demonstration invented it (`demo`).
    """

    record = models.OneToOneField(
        Record, models.PROTECT, related_name="statement", verbose_name="变更档案"
    )
    task = models.ForeignKey(
        Task, models.PROTECT, related_name="statements", verbose_name="主要任务"
    )
    item = models.ForeignKey(
        Item, models.PROTECT, null=True, related_name="statements", verbose_name="具体任务"
    )
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, null=True, related_name="statements", verbose_name="时限节点"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="statements", verbose_name="部门"
    )
    role = models.CharField("职责", max_length=13, choices=choices(DepartmentRole), blank=True)
    kind = models.CharField("种类", max_length=12, choices=choices(StatementKind))
    state = models.CharField("进度", max_length=11, choices=choices(WorkState), blank=True)
    percent = models.PositiveSmallIntegerField("完成比例", null=True)
    text = models.TextField("内容", blank=True)
    next_step = models.TextField("下一步", blank=True)
    until = models.DateField("延期至", null=True)
    about = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="replies", verbose_name="回应"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="操作人"
    )
    organ = models.CharField("以何机关名义", max_length=110, blank=True)
    on_behalf = models.BooleanField("代报", default=False)
    at = models.DateTimeField("时间")
    demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "工作记录"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            one_of("kind", StatementKind, "statement_kind_known"),
            models.CheckConstraint(
                condition=Q(role="") | Q(role__in=[one.value for one in DepartmentRole]),
                name="statement_role_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=StatementKind.REPORT.value,
                    state__in=[one.value for one in WorkState],
                )
                | (~Q(kind=StatementKind.REPORT.value) & Q(state="")),
                name="statement_state_of_a_report",
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__lte=100),
                name="statement_percent_at_most_100",
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=True) | Q(milestone__isnull=True),
                name="statement_item_or_milestone",
            ),
        ]
        indexes: ClassVar = [
            # What was said last of a milestone, which every list of milestones asks for.
            models.Index(fields=["milestone", "id"], name="statement_by_milestone"),
            models.Index(fields=["at"], name="statement_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} #{self.pk}"
