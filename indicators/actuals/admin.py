"""The administration shows what is promised and what happened; it keeps only the years.

Actuals change through the services alone (grid, API, import), so that each change has its
revision, its permission and its checks. The administration is no way around them.
"""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from common.admin import PrintedValue, ReadOnly, printed
from departments.models import Region
from departments.rules.roles import RegionLevel
from indicators.actuals.models import Actual, Evidence, ReportingYear, Revision
from indicators.actuals.services.checking import year_fault
from indicators.actuals.services.years import due_fault, log_words


class RevisionInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = Revision
    ordering = ("number",)
    fields = readonly_fields = (
        "number",
        "at",
        "by",
        "action",
        "from_state",
        "to_state",
        "was",
        "became",
        "to_obs_status",
        "reason",
        "hash",
    )

    @admin.display(description=gettext_lazy("原值"))
    def was(self, row: Revision) -> str:
        return printed(row.printed_from)

    @admin.display(description=gettext_lazy("新值"))
    def became(self, row: Revision) -> str:
        return printed(row.printed_to)


class EvidenceInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = Evidence
    # Without `file`: a file is served only by the page that asks who may read it.
    fields = readonly_fields = (
        "name",
        "content_type",
        "size",
        "sha256",
        "uploaded_by",
        "uploaded_at",
        "removed_at",
    )


@admin.register(Actual)
class ActualAdmin(PrintedValue, ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = (
        "__str__",
        "as_printed",
        "obs_status",
        "state",
        "published",
        "version",
        "updated_at",
    )
    list_filter = ("state", "year", "demo", "region")
    list_select_related = ("region", "indicator")
    search_fields = ("region__code", "region__name", "indicator__code", "indicator__name")
    exclude = ("value", "value_places", "published_value", "published_places")
    readonly_fields = ("as_printed", "published")
    inlines: ClassVar = [RevisionInline, EvidenceInline]

    @admin.display(description=gettext_lazy("已发布数值"))
    def published(self, row: Actual) -> str:
        return printed(row.printed_published_value)


class ReportingYearForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = ReportingYear
        fields = ("province", "year", "is_open", "due_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        province = self.fields.get("province")  # shown only, once the year is there
        if isinstance(province, forms.ModelChoiceField):
            province.queryset = Region.objects.filter(level=RegionLevel.PROVINCE.value)

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if fault := year_fault(year, now=timezone.now()):
            raise forms.ValidationError(fault.message)
        return year

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        year: int | None = self.cleaned_data.get("year", self.instance.year)
        if year is not None and (fault := due_fault(year, due_on)):
            raise forms.ValidationError(fault.message)
        return due_on


@admin.register(ReportingYear)
class ReportingYearAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = ReportingYearForm
    list_display = ("province", "year", "is_open", "due_on")
    list_filter = ("is_open", "province")
    list_select_related = ("province",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("province", "year") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # a year is closed, not forgotten

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """The words that the service for reviewers writes into the same log."""
        return log_words(form.instance)
