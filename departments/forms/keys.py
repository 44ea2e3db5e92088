"""The form of a new key, with the password of whoever makes it."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

DAYS = (30, 90, 180, 366)


class KeyForm(forms.Form):
    name = forms.CharField(
        max_length=50,
        label=gettext_lazy("名称"),
        help_text=gettext_lazy("给谁用、做什么，例如“省统计局夜间同步”；不超过 50 字。"),
        error_messages={"required": gettext_lazy("请填写名称")},
    )
    period = forms.TypedChoiceField(coerce=int, initial=DAYS[-1], label=gettext_lazy("有效期"))
    password = forms.CharField(
        strip=False,
        label=gettext_lazy("您的密码"),
        help_text=gettext_lazy("密钥能做您能做的一切，所以新建前要再填一次密码。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("请填写密码")},
    )

    def __init__(self, *args: Any, owner: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner
        period = self.fields["period"]
        assert isinstance(period, forms.ChoiceField)
        period.choices = [(days, ngettext("%d 天", "%d 天", days) % days) for days in DAYS]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.owner.check_password(password):
            raise forms.ValidationError(_("密码不对"))
        return password

    def expires_at(self, now: datetime) -> datetime:
        return now + timedelta(days=self.cleaned_data["period"])
