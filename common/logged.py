"""What was kept in the administration, with what stood there before, for its log and the audit."""

import json
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

YES, NO = "是", "否"


class Logged(admin.ModelAdmin):  # type: ignore[type-arg]
    """Django's log says which columns changed; this one also says from what to what.

    Each message gets `values`: label, before, after. A password has neither.
    """

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        messages: Any = super().construct_change_message(request, form, formsets, add)
        changed = iter(
            one
            for formset in formsets or ()
            for row, _columns in formset.changed_objects
            for one in formset.initial_forms
            if one.instance is row
        )
        for message in messages:
            for action, said in message.items():
                if "name" not in said and action != "deleted":
                    said["values"] = list(_values(form, added=action == "added"))
                elif action == "changed":
                    said["values"] = list(_values(next(changed), added=False))
        return messages

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's page reads its own messages: of an addition it expects nothing, or names."""
        answer = super().history_view(request, object_id, extra_context)
        for entry in (getattr(answer, "context_data", None) or {}).get("action_list", ()):
            entry.change_message = _without_values(entry.change_message)
        return answer


def _without_values(message: str) -> str:
    try:
        said = json.loads(message)
    except ValueError:
        return message
    if not isinstance(said, list):
        return message
    for part in said:
        for one in part.values():
            one.pop("values", None)
    return json.dumps(said)


def _values(form: Any, *, added: bool) -> Iterator[list[str]]:
    for name in form.changed_data:
        field = form.fields.get(name)
        if "password" in name or field is None or isinstance(field.widget, forms.PasswordInput):
            if not added:
                label = gettext(name) if field is None else str(field.label or name)
                yield [label, "", ""]
            continue
        before = "" if added else _said(field, form.get_initial_for_field(field, name))
        after = _said(field, form.cleaned_data.get(name))
        if after or not added:
            yield [str(field.label or name), before, after]


def _said(field: forms.Field, value: Any) -> str:
    """A value as the form shows it."""
    if isinstance(field, forms.BooleanField):
        return YES if value else NO
    if value is None or value == "":
        return ""
    if isinstance(field, forms.ModelChoiceField) and not isinstance(value, QuerySet | list):
        return _chosen(field, value)
    if isinstance(field, forms.ChoiceField):
        return next((str(label) for key, label in _flat(field.choices) if key == value), str(value))
    if isinstance(value, list | tuple | QuerySet):
        return "、".join(str(one) for one in value)
    return _plain(value)


def _chosen(field: Any, value: Any) -> str:
    try:
        return str(field.label_from_instance(field.to_python(value)))
    except ValidationError:  # a row that is there no more
        return str(value)


def _plain(value: Any) -> str:
    """A time in Chinese time; a number without the zeros that a column of the database adds."""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label
