"""The administration shows the tasks; they come from the plans' fixtures."""

from typing import ClassVar

from django.contrib import admin

from common.admin import ReadOnly
from tasks.models import Assignment, Item, Milestone, Task


class ItemInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = Item
    fields = readonly_fields = ("number", "text")


class AssignmentInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = Assignment
    fields = readonly_fields = ("department", "role", "order")


class MilestoneInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = Milestone
    fields = readonly_fields = ("due_on", "due_text", "text")


@admin.register(Task)
class TaskAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("key", "title", "plan", "group_label")
    list_filter = ("plan",)
    list_select_related = ("plan",)
    search_fields = ("title", "items__text")
    inlines: ClassVar = [ItemInline, AssignmentInline, MilestoneInline]
