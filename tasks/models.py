"""The work: 主要任务, 具体任务, 职责分工 and 时限节点."""

from typing import ClassVar

from django.db import models

from common.choices import one_of
from common.labels import choices
from departments.models import Department, Region
from indicators.plans import wording  # noqa: F401  registers the labels that are choices
from indicators.plans.models import Clause, Plan
from indicators.plans.rules.enums import DepartmentRole

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
    """时限节点: what must be done by when, as far as the plan gives a date."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="milestones")
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
            models.UniqueConstraint(fields=["task", "order"], name="milestone_order_once")
        ]

    def __str__(self) -> str:
        return f"{self.due_text} {self.text}"
