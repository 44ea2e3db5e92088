"""The administration shows what is promised and what happened; it keeps only the years.

Actuals change through the services alone (grid, API, import), so that each change has its
history, its permission and its checks. The administration is no way around them.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy

from common.admin import PrintedValue, ReadOnly, printed
from common.labels import Label, label
from departments.models import Region
from departments.rules.roles import RegionLevel
from indicators.actuals.models import Actual, ReportingYear
from indicators.actuals.rules.content import ActualContent
from indicators.actuals.rules.enums import Action, ActualState, ObsStatus
from indicators.actuals.selectors.history import Version, version
from indicators.actuals.services.faults import year_fault
from indicators.actuals.services.years import due_fault, log_words

HISTORY_HEADS: Sequence[Label] = (
    gettext_lazy("序号"),
    gettext_lazy("时间"),
    gettext_lazy("操作人"),
    gettext_lazy("操作"),
    gettext_lazy("原值"),
    gettext_lazy("新值"),
    gettext_lazy("状态"),
    gettext_lazy("数据状态"),
    gettext_lazy("理由"),
    gettext_lazy("校验值"),
)
EVIDENCE_HEADS: Sequence[Label] = (
    gettext_lazy("文件名"),
    gettext_lazy("类型"),
    gettext_lazy("大小"),
    "SHA-256",
    gettext_lazy("上传人"),
    gettext_lazy("上传时间"),
    gettext_lazy("移除时间"),
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
    exclude = (
        *("value", "value_places", "published_value", "published_places"),
        *("withdrawn_value", "withdrawn_places"),
    )
    readonly_fields = ("as_printed", "published", "withdrawn", "history", "evidence")

    @admin.display(description=gettext_lazy("已发布数值"))
    def published(self, row: Actual) -> str:
        return printed(row.printed_published_value)

    @admin.display(description=gettext_lazy("撤回的数值"))
    def withdrawn(self, row: Actual) -> str:
        return printed(row.withdrawal.value) if row.withdrawal else ""

    @admin.display(description=gettext_lazy("变更记录"))
    def history(self, row: Actual) -> str:
        rows = row.record.history.select_related("by").order_by("number")
        return _table(
            HISTORY_HEADS,
            (_history_cells(version(one)) for one in rows),
        )

    @admin.display(description=gettext_lazy("佐证材料"))
    def evidence(self, row: Actual) -> str:
        """Without the file: that is served only by the page that asks who may read it."""
        return _table(
            EVIDENCE_HEADS,
            (
                (
                    *(one.name, one.content_type, one.size, one.sha256),
                    *(one.uploaded_by, one.uploaded_at, one.removed_at),
                )
                for one in row.record.evidence.select_related("uploaded_by")
            ),
        )


def _history_cells(one: Version) -> tuple[object, ...]:
    return (
        *(one.number, one.row.at, one.row.by, label(Action(one.row.action))),
        *(printed(one.before.value), printed(one.after.value)),
        f"{_state(one.before)} → {_state(one.after)}",
        label(ObsStatus(one.after.obs_status)) if one.after.obs_status else "",
        *(one.row.reason, one.row.hash),
    )


def _state(content: ActualContent) -> str:
    return label(ActualState(content.state)) if content.state else ""


def _table(head: Sequence[Label], rows: Iterable[Sequence[object]]) -> str:
    """A table of what is only looked at, each cell escaped."""
    cells = format_html_join("", "<th>{}</th>", ((name,) for name in head))
    body = format_html_join(
        "", "<tr>{}</tr>", ((format_html_join("", "<td>{}</td>", _cells(row)),) for row in rows)
    )
    return format_html('<table class="looked-at"><tr>{}</tr>{}</table>', cells, body)


def _cells(row: Sequence[object]) -> Iterator[tuple[str]]:
    for value in row:
        if isinstance(value, datetime):
            yield (localize(timezone.localtime(value)),)
        else:
            yield ("" if value is None else str(value),)


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
        return False  # years can't be deleted, only closed

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """The words that the service for reviewers writes into the same log."""
        return log_words(form.instance)
