"""The forms in which an administrator makes people and machine accounts, and gives passwords."""

from typing import Any

from django import forms
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    UserChangeForm,
)
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from departments.forms.passwords import PasswordValidator
from departments.selectors import account_of, is_machine


class NewPersonForm(AdminUserCreationForm):  # type: ignore[type-arg]
    """A person gets a password to begin with, a program none."""

    usable_password = None  # type: ignore[assignment]
    is_machine = forms.BooleanField(
        required=False,
        label=gettext_lazy("程序账号"),
        help_text=gettext_lazy(
            "给程序用：没有密码，不能登录，只用密钥，不能审核。以后不能改成人员，人员也不能改成程序。"
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_passwords(self)

    def validate_passwords(self, *args: Any, **kwargs: Any) -> None:
        is_machine = self.cleaned_data.get("is_machine")
        self.cleaned_data["usable_password"] = "false" if is_machine else "true"
        super().validate_passwords(*args, **kwargs)


class PersonForm(UserChangeForm):  # type: ignore[type-arg]
    class Meta(UserChangeForm.Meta):
        # Of what is only shown: fields that are filled in have their words elsewhere.
        labels = {"username": gettext_lazy("用户名")}
        help_texts = {
            "username": gettext_lazy(
                "以后不能更改：变更记录以它说明是谁。要换用户名，请另建账号，并取消这一个的“可以登录”。"
            )
        }

    is_auditor = forms.BooleanField(
        required=False,
        label=gettext_lazy("审计员"),
        help_text=gettext_lazy("可以查看和导出审计日志。系统管理员不能兼任审计员。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "is_auditor" in self.fields:
            self.fields["is_auditor"].initial = account_of(self.instance).is_auditor

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_auditor") and cleaned.get("is_superuser", self.instance.is_superuser):
            self.add_error("is_auditor", _("系统管理员不能兼任审计员：日志也记录系统管理员的操作"))
        if self.instance.pk and cleaned.get("is_superuser") and is_machine(self.instance):
            self.add_error("is_superuser", _("程序账号不能是系统管理员"))
        return cleaned


class GivenPasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]
    """A password that somebody is given, and has to change when they log in."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields.pop("usable_password", None)
        for name in ("password1", "password2"):
            self.fields[name].required = True
        _word_passwords(self)


def _word_passwords(form: forms.BaseForm) -> None:
    first, second = form.fields["password1"], form.fields["password2"]
    first.label, second.label = _("初始密码"), _("再填一次")
    first.help_text = PasswordValidator().get_help_text()
    second.help_text = _("第一次登录时须由本人改掉；原有的 API 密钥随即失效。")
