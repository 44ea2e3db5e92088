"""The administration shows the tasks, which come from the plans' fixtures, and what was said about
them, which nobody changes."""

from typing import ClassVar

from django.contrib import admin

from common.admin import ReadOnly
from tasks.models import Assignment, Item, Milestone, Statement, Task


class ItemInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = Item
    fields = readonly_fields = ("number", "text")


class AssignmentInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = Assignment
    fields = readonly_fields = ("department", "role", "order")


class MilestoneInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = Milestone
    fields = readonly_fields = ("number", "due_on", "due_text", "text")


@admin.register(Task)
class TaskAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("key", "title", "plan", "group_label")
    list_filter = ("plan",)
    list_select_related = ("plan",)
    search_fields = ("title", "items__text")
    inlines: ClassVar = [ItemInline, AssignmentInline, MilestoneInline]


@admin.register(Statement)
class StatementAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("id", "at", "kind", "task", "department", "state", "by", "demo")
    list_filter = ("kind", "state", "on_behalf", "demo", "task__plan")
    list_select_related = ("task", "department", "by")
    search_fields = ("text", "next_step", "task__title", "department__name")
    date_hierarchy = "at"
    ordering = ("-id",)
