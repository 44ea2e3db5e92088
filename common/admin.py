"""What the pages of the administration share."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import AutoField, ForeignKey
from django.forms import CharField, ModelChoiceField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.language import join_sentences
from common.logged import Logged
from common.numbers import ID_DIGITS, whole_number
from common.validators import check_text


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


class SeenTexts(BaseModelAdmin):  # type: ignore[type-arg]
    """Every text that is typed says something that can be seen, and nothing that spoils it."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, CharField):
            field.validators = [*field.validators, check_text]
        return field


class FileManagedAdmin(SeenTexts, Logged):
    """Rows of which a file may be the master: of those only `renamable` columns are changed here.

    What is changed stays when the file is loaded again (`kept_columns`). An administrator adds
    other rows and keeps them. `fixed` names the columns that stay as they are once the row is
    there, because other rows hang on them.
    """

    fixed: ClassVar[tuple[str, ...]] = ()
    renamable: ClassVar[tuple[str, ...]] = ()
    actions = ("back_to_the_file",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        changeable = not _of_a_file(obj) or bool(self.renamable)
        return super().has_change_permission(request, obj) and changeable

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not _of_a_file(obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        own = tuple(super().get_readonly_fields(request, obj))
        if not _of_a_file(obj):
            return own if obj is None else (*own, "master", *self.fixed)
        columns = (one.name for one in self.opts.fields if one.editable and not _is_number(one))
        return (*own, "master", *(name for name in columns if name not in self.renamable))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change and _of_a_file(obj):
            changed = [name for name in form.changed_data if name in self.renamable]
            obj.kept_columns = sorted({*obj.kept_columns, *changed})
        super().save_model(request, obj, form, change)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """What a file brings whole is given back to none."""
        found: dict[str, Any] = super().get_actions(request)
        if not self.renamable:
            found.pop("back_to_the_file", None)
        return found

    @admin.action(description=_("恢复为文件中的内容（下次装载时）"), permissions=["change"])
    def back_to_the_file(self, request: HttpRequest, rows: Any) -> None:
        """Forget what was changed here; loading the file brings back what it says."""
        for row in rows.exclude(managed_by_file=""):
            row.kept_columns = []
            row.save(update_fields=["kept_columns"])
            self.log_change(request, row, gettext("恢复为文件中的内容"))
        self.message_user(request, gettext("下次运行 load_plans 时恢复为文件中的内容。"))

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
        said = words % {"file": row.managed_by_file}
        if self.renamable:
            named = "、".join(self._called(name) for name in self.renamable)
            words = gettext("这里可以修改：%s；改过的栏目，装载时保留。")
            said = join_sentences([said, words % named])
        if row.kept_columns:
            named = "、".join(self._called(name) for name in row.kept_columns)
            said = join_sentences([said, gettext("已在这里改过：%s。") % named])
        return said

    def _called(self, name: str) -> str:
        return str(self.opts.get_field(name).verbose_name)  # type: ignore[union-attr]


def _is_number(field: Any) -> bool:
    """A number that the database gives, which says nothing to people."""
    return isinstance(field, AutoField)


class FileManagedInline(SeenTexts, admin.TabularInline):  # type: ignore[type-arg]
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


def moment(at: datetime | None) -> str:
    """A time in Chinese time, where Django would write it as UTC; a dash for none."""
    return "—" if at is None else localize(timezone.localtime(at))
