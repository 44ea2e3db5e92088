"""The forms that open and close a year."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CloseYearForm(forms.Form):
    """A province and a year; the service judges the rest."""

    province = forms.CharField(label=_("省"), max_length=6)
    year = forms.IntegerField(label=_("年份"), error_messages={"invalid": _("请填四位数的年份。")})

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.error_messages["required"] = _("请填写这一项。")


class OpenYearForm(CloseYearForm):
    """The same with the day on which the year is due."""

    due_on = forms.DateField(
        label=_("截止日期"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("请填日期，如 2026-04-30。")},
    )
