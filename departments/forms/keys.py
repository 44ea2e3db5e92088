"""The form of a new key, with the password of whoever makes it."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.labels import options
from common.language import local_name
from departments.models import Region
from departments.rules.roles import KeyScope

DAYS = (30, 90, 180, 366)


class RegionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, region: Any) -> str:
        return f"{local_name(region)} {region.code}"


def region_of_reading(scope: str | None, region: Region | None) -> str:
    """What is wrong with a region beside the scope of a key; empty where nothing is."""
    if region is None or scope != KeyScope.READ:
        return ""
    return _("只读的密钥不分行政区；请不选行政区，或改为“读写”")


class KeyForm(forms.Form):
    """`regions`: those in which the owner may write; who may write nowhere gets keys to read."""

    name = forms.CharField(
        max_length=50,
        label=gettext_lazy("名称"),
        help_text=gettext_lazy("给谁用、做什么，例如“省统计局夜间同步”；不超过 50 字。"),
        error_messages={"required": gettext_lazy("请填写名称")},
    )
    scope = forms.ChoiceField(
        required=False,
        initial=KeyScope.READ.value,
        label=gettext_lazy("权限范围"),
        help_text=gettext_lazy("只取数据的程序用“只读”：密钥泄露，也改不了任何数值。"),
    )
    region = RegionField(
        queryset=Region.objects.none(),
        required=False,
        label=gettext_lazy("只在这个行政区写入"),
        empty_label=gettext_lazy("不限：您有权限的全部行政区"),
        help_text=gettext_lazy("含其下级；读取不受此限。只用于“读写”。"),
    )
    period = forms.TypedChoiceField(coerce=int, initial=DAYS[-1], label=gettext_lazy("有效期"))
    password = forms.CharField(
        strip=False,
        label=gettext_lazy("您的密码"),
        help_text=gettext_lazy("谁有密钥，谁就能以您的名义读写，所以新建前要再填一次密码。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("请填写密码")},
    )

    def __init__(self, *args: Any, owner: User, regions: QuerySet[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner
        self._offer("period", [(days, ngettext("%d 天", "%d 天", days) % days) for days in DAYS])
        self._offer("scope", options(KeyScope))
        if regions.exists():
            self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        else:
            self._offer("scope", options(KeyScope)[:1])
            del self.fields["region"]

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_scope(self) -> str:
        return self.cleaned_data["scope"] or KeyScope.READ.value

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.owner.check_password(password):
            raise forms.ValidationError(_("密码不对"))
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if wrong := region_of_reading(cleaned.get("scope"), cleaned.get("region")):
            self.add_error("region", wrong)
        return cleaned

    def expires_at(self, now: datetime) -> datetime:
        return now + timedelta(days=self.cleaned_data["period"])
