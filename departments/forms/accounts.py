"""The forms of accounts, in the words of this system."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from departments.selectors import is_machine


class LoginForm(AuthenticationForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One answer for an unknown name, a wrong password and a closed account.
        wrong = _("用户名或密码不对；两者都区分大小写。")
        self.error_messages = {"invalid_login": wrong, "inactive": wrong}
        _word(self.fields["username"], _("用户名"), _("请填写用户名"))
        _word(self.fields["password"], _("密码"), _("请填写密码"))
        self.fields["username"].help_text = _("由系统管理员分配")

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        # Nobody has so long a name, and PostgreSQL no room for it in the log of failures.
        if len(name) > (self.username_field.max_length or 0):
            raise self.get_invalid_login_error()
        return name

    def confirm_login_allowed(self, user: User) -> None:
        """A program comes in by its key alone, whatever password its account might have."""
        super().confirm_login_allowed(user)
        if is_machine(user):
            raise self.get_invalid_login_error()


class PasswordForm(PasswordChangeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_messages = {
            "password_incorrect": _("原密码不对"),
            "password_mismatch": _("两次填写的新密码不一样"),
        }
        _word(self.fields["old_password"], _("原密码"), _("请填写原密码"))
        _word(self.fields["new_password1"], _("新密码"), _("请填写新密码"))
        _word(self.fields["new_password2"], _("再填一次新密码"), _("请再填一次新密码"))
        self.fields["new_password2"].help_text = ""

    def clean_new_password1(self) -> str:
        """The same again would leave the password to whoever gave it."""
        password: str = self.cleaned_data["new_password1"]
        if password and self.user.check_password(password):
            raise forms.ValidationError(_("新密码和原密码一样，请换一个"))
        return password


def _word(field: forms.Field, label: str, required: str) -> None:
    field.label = label
    field.error_messages["required"] = required
