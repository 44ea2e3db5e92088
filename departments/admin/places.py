"""Regions, and departments with their other spellings."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from common.admin import FileManagedAdmin, FileManagedInline, Searching
from departments.forms.administration import RegionForm
from departments.models import Department, DepartmentAlias, DepartmentFunction, Region


@admin.register(Region)
class RegionAdmin(Searching, FileManagedAdmin):
    form = RegionForm
    list_display = ("code", "name", "name_en", "level", "parent", "managed_by_file")
    list_filter = ("level",)
    list_select_related = ("parent",)
    search_fields = ("code", "name", "name_en")
    autocomplete_fields = ("parent",)
    fixed = ("code",)  # other rows refer to it


@admin.register(DepartmentFunction)
class DepartmentFunctionAdmin(FileManagedAdmin):
    list_display = ("code", "name", "name_en", "enters_every_indicator", "managed_by_file")
    search_fields = ("code", "name", "name_en")
    fixed = ("code",)


class AliasInline(FileManagedInline):
    model = DepartmentAlias
    extra = 1


@admin.register(Department)
class DepartmentAdmin(Searching, FileManagedAdmin):
    list_display = ("name", "region", "function", "managed_by_file")
    list_filter = ("function", "region__level")
    list_select_related = ("region", "function")
    search_fields = ("name", "aliases__name", "region__name")
    autocomplete_fields = ("region",)
    inlines: ClassVar = [AliasInline]
    fixed = ("region",)  # its duties and its people are of that region

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Department], search_term: str
    ) -> tuple[QuerySet[Department], bool]:
        """Of one region only, where the form that searches names it (membership.js)."""
        found, duplicates = super().get_search_results(request, queryset, search_term)
        region = request.GET.get("region")
        return (found.filter(region=region) if region else found), duplicates
