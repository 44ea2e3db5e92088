"""Regions, and departments with their other spellings."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from common.admin import Searching
from departments.forms.keeping import RegionForm
from departments.models import Department, DepartmentAlias, Region


@admin.register(Region)
class RegionAdmin(Searching, admin.ModelAdmin):  # type: ignore[type-arg]
    form = RegionForm
    list_display = ("code", "name", "name_en", "level", "parent")
    list_filter = ("level",)
    list_select_related = ("parent",)
    search_fields = ("code", "name", "name_en")
    autocomplete_fields = ("parent",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()  # everything hangs on it


class AliasInline(admin.TabularInline):  # type: ignore[type-arg]
    model = DepartmentAlias
    extra = 1


@admin.register(Department)
class DepartmentAdmin(Searching, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "region", "function")
    list_filter = ("function", "region__level")
    list_select_related = ("region",)
    search_fields = ("name", "aliases__name", "region__name")
    autocomplete_fields = ("region",)
    inlines: ClassVar = [AliasInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("region",) if obj else ()  # its duties and its people are of that region

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Department], search_term: str
    ) -> tuple[QuerySet[Department], bool]:
        """Of one region only, where the form that searches names it (membership.js)."""
        found, duplicates = super().get_search_results(request, queryset, search_term)
        region = request.GET.get("region")
        return (found.filter(region=region) if region else found), duplicates
