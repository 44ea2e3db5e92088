"""The administration keeps units and indicators of its own, and shows what files bring."""

from typing import ClassVar

from django.contrib import admin

from common.admin import FileManagedAdmin, FileManagedInline, PrintedValue, ReadOnly, Searching
from indicators.plans.forms import IndicatorForm, PartFormSet, SpellingForm
from indicators.plans.models import (
    Indicator,
    IndicatorDivision,
    IndicatorPart,
    Plan,
    PlanIndicator,
    PlanIndicatorDepartment,
    SeriesBreak,
    Target,
    Unit,
    UnitSpelling,
)


class TargetInline(PrintedValue, ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = Target
    fields = readonly_fields = (
        "year",
        "base_year",
        "comparator",
        "as_printed",
        "wording",
        "definition_note",
    )


class ResponsibilityInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = PlanIndicatorDepartment
    fields = readonly_fields = ("department", "role", "order")


@admin.register(Unit)
class UnitAdmin(FileManagedAdmin):
    list_display = ("symbol", "dimension", "factor", "name_en", "highest", "managed_by_file")
    list_filter = ("dimension",)
    search_fields = ("symbol", "name", "name_en")
    fixed = ("symbol", "dimension", "factor")  # values that are stored are in it
    renamable = ("name", "name_en")


@admin.register(UnitSpelling)
class UnitSpellingAdmin(FileManagedAdmin):
    form = SpellingForm
    list_display = ("text", "unit", "in_plans", "managed_by_file")
    list_display_links = ("text", "unit")  # the text may be empty
    list_filter = ("in_plans", "unit")
    search_fields = ("text",)


@admin.register(Indicator)
class IndicatorAdmin(FileManagedAdmin):
    form = IndicatorForm
    list_display = ("code", "name", "unit", "direction", "theme", "level_of", "managed_by_file")
    list_filter = ("theme", "direction")
    list_select_related = ("level_of", "unit")
    search_fields = ("code", "name", "name_en")
    fixed = ("code", "unit", "level_of")  # values that are stored mean what these say
    renamable = ("name", "name_en", "definition", "definition_en")


@admin.register(SeriesBreak)
class SeriesBreakAdmin(Searching, FileManagedAdmin):
    list_display = ("indicator", "region", "year", "kind", "source", "managed_by_file")
    list_display_links = ("indicator", "year")
    list_filter = ("kind",)
    list_select_related = ("indicator", "region")
    search_fields = ("indicator__code", "indicator__name", "region__name", "source")
    autocomplete_fields = ("region",)


class PartInline(FileManagedInline):
    model = IndicatorPart
    formset = PartFormSet
    extra = 2


@admin.register(IndicatorDivision)
class IndicatorDivisionAdmin(FileManagedAdmin):
    list_display = ("whole", "code", "complete", "managed_by_file")
    list_select_related = ("whole",)
    search_fields = ("whole__code", "whole__name", "code")
    fixed = ("whole", "code")
    inlines: ClassVar = [PartInline]


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
