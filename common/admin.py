"""What the pages of the administration share."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import ForeignKey
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.numbers import ID_DIGITS, whole_number


class ReadOnly(BaseModelAdmin):  # type: ignore[type-arg]
    """Looks only, for a model's own pages and for an inline alike.

    Plans and tasks come from their fixtures, actuals and revisions from the services.
    """

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _of_a_file(row: Any) -> bool:
    return row is not None and bool(row.managed_by_file)


class FileManagedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows of which a file may be the master: those are only shown, with the file's name.

    An administrator adds others and keeps them. `fixed` names the columns that stay as they
    are once the row is there, because other rows hang on them.
    """

    fixed: ClassVar[tuple[str, ...]] = ()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not _of_a_file(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not _of_a_file(obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        own = tuple(super().get_readonly_fields(request, obj))
        return own if obj is None else (*own, "master", *self.fixed)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Who keeps the row stands first."""
        names = list(super().get_fields(request, obj))
        return sorted(names, key=lambda name: name != "master")

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """One by one: of many at once Django says nothing to who records them (common/audit)."""
        for row in queryset:
            super().log_deletions(request, [row])  # type: ignore[arg-type]

    @admin.display(description=_("由谁维护"))
    def master(self, row: Any) -> str:
        if not row.managed_by_file:
            return gettext("由系统管理维护；装载文件时不会改动。")
        words = gettext("来自文件 fixtures/%(file)s，请在该文件中修改后重新装载。")
        return words % {"file": row.managed_by_file}


class FileManagedInline(admin.TabularInline):  # type: ignore[type-arg]
    """Rows that hang on one of which a file may be the master, and that it brings with it."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not _of_a_file(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not _of_a_file(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not _of_a_file(obj)


class _Search(AutocompleteSelect):
    """Shows no choice for what can't be a key; Django's own would ask the database for it."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        keys = [one for one in value if whole_number(str(one), digits=ID_DIGITS) is not None]
        return super().optgroups(name, keys, attr)


class Searching(BaseModelAdmin):  # type: ignore[type-arg]
    """With `autocomplete_fields` that refuse what is no key in words. Keys here are digits."""

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey[Any]", request: HttpRequest, **kwargs: Any
    ) -> "ModelChoiceField[Any] | None":
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = _Search(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class PrintedValue:
    """A value with the decimals with which it was printed or typed."""

    @admin.display(description=_("数值"))
    def as_printed(self, row: Any) -> str:
        return printed(row.printed_value)


def printed(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")
