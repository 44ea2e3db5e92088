"""What the pages of the administration share."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import ForeignKey
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

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

    @admin.display(description=gettext_lazy("数值"))
    def as_printed(self, row: Any) -> str:
        return printed(row.printed_value)


def printed(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")
