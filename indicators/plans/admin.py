"""The administration shows what is promised; plans come from their fixtures."""

from typing import ClassVar

from django.contrib import admin

from common.admin import PrintedValue, ReadOnly
from indicators.plans.models import Indicator, Plan, PlanIndicator, PlanIndicatorDepartment, Target


class TargetInline(PrintedValue, ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = Target
    fields = readonly_fields = ("year", "base_year", "comparator", "as_printed", "wording")


class ResponsibilityInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = PlanIndicatorDepartment
    fields = readonly_fields = ("department", "role", "order")


@admin.register(Indicator)
class IndicatorAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("code", "name", "unit", "direction", "theme", "level_of")
    list_filter = ("theme", "direction")
    list_select_related = ("level_of",)
    search_fields = ("code", "name", "name_en")


@admin.register(Plan)
class PlanAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("slug", "region", "title", "status", "issued_on")
    list_filter = ("status", "region")
    list_select_related = ("region",)
    search_fields = ("slug", "title", "doc_number")


@admin.register(PlanIndicator)
class PlanIndicatorAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("printed_name", "plan", "region", "indicator", "nature", "origin")
    list_filter = ("plan", "nature", "origin")
    list_select_related = ("plan", "region", "indicator")
    search_fields = ("printed_name", "indicator__code", "indicator__name")
    inlines: ClassVar = [TargetInline, ResponsibilityInline]
