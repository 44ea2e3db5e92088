"""Regions, and departments with their other spellings."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.admin import FileManagedAdmin, Searching, SeenTexts
from departments.forms.administration import (
    AliasFormSet,
    DepartmentForm,
    RegionForm,
    SuccessionForm,
)
from departments.models import (
    Department,
    DepartmentAlias,
    DepartmentFunction,
    Region,
    RegionSuccession,
)


@admin.register(Region)
class RegionAdmin(Searching, FileManagedAdmin):
    form = RegionForm
    list_display = ("code", "name", "name_en", "level", "parent", "managed_by_file")
    list_filter = ("level",)
    list_select_related = ("parent",)
    search_fields = ("code", "name", "name_en")
    autocomplete_fields = ("parent",)
    fixed = ("code",)  # other rows refer to it
    renamable = ("name", "name_en")


@admin.register(RegionSuccession)
class RegionSuccessionAdmin(Searching, FileManagedAdmin):
    form = SuccessionForm
    list_display = ("predecessor", "successor", "kind", "on", "managed_by_file")
    list_display_links = ("predecessor", "successor")
    list_filter = ("kind",)
    list_select_related = ("predecessor", "successor")
    search_fields = ("predecessor__code", "predecessor__name", "successor__code", "successor__name")
    autocomplete_fields = ("predecessor", "successor")


@admin.register(DepartmentFunction)
class DepartmentFunctionAdmin(FileManagedAdmin):
    list_display = ("code", "name", "name_en", "enters_every_indicator", "managed_by_file")
    search_fields = ("code", "name", "name_en")
    fixed = ("code",)
    renamable = ("name", "name_en")


class AliasInline(SeenTexts, admin.TabularInline):  # type: ignore[type-arg]
    """The spellings that administrators add, to a file's department too; the file's own are shown
    beside them (`spellings`)."""

    model = DepartmentAlias
    formset = AliasFormSet
    extra = 1
    verbose_name = _("别名")
    verbose_name_plural = _("系统管理中的别名（装载文件时保留）")

    def get_queryset(self, request: HttpRequest) -> QuerySet[DepartmentAlias]:
        return super().get_queryset(request).filter(managed_by_file="")


@admin.register(Department)
class DepartmentAdmin(Searching, FileManagedAdmin):
    form = DepartmentForm
    list_display = ("name", "region", "function", "managed_by_file")
    list_filter = ("function", "region__level")
    list_select_related = ("region", "function")
    search_fields = ("name", "name_in_file", "aliases__name", "region__name")
    autocomplete_fields = ("region",)
    inlines: ClassVar = [AliasInline]
    fixed = ("region",)  # its duties and its people are of that region
    renamable = ("name", "function", "note")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        names = [name for name in super().get_fields(request, obj) if name != "spellings"]
        return [*names, "spellings"] if obj is not None and obj.managed_by_file else names

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), "spellings")

    @admin.display(description=_("文件中的名称和别名"))
    def spellings(self, department: Department) -> str:
        aliases = department.aliases.exclude(managed_by_file="").values_list("name", flat=True)
        return "、".join(dict.fromkeys([department.name_in_file, *aliases]))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Department], search_term: str
    ) -> tuple[QuerySet[Department], bool]:
        """Of one region only, where the form that searches names it (membership.js)."""
        found, duplicates = super().get_search_results(request, queryset, search_term)
        region = request.GET.get("region")
        return (found.filter(region=region) if region else found), duplicates
