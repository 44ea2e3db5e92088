"""Log in, log out, change the password; and the page for whoever guessed too often."""

from typing import Any
from urllib.parse import urlsplit

from axes.helpers import get_cool_off
from django.contrib import messages
from django.contrib.auth import views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from departments.forms.accounts import LoginForm, PasswordForm

TOO_MANY_REQUESTS = 429


class Login(views.LoginView):
    """`next` leads to an address of this host only; Django checks it."""

    authentication_form = LoginForm
    template_name = "accounts/login.html"
    redirect_authenticated_user = True

    def get_redirect_url(self, request: HttpRequest | None = None) -> str:
        target: str = super().get_redirect_url()
        # From the login page itself one would come back to it.
        return "" if urlsplit(target).path == self.request.path else target


class Logout(views.LogoutView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        messages.success(request, _("您已退出登录"))
        return response


class PasswordChange(views.PasswordChangeView):
    """Changing it ends every other session of the same person."""

    form_class = PasswordForm
    template_name = "accounts/password_change.html"


class PasswordChangeDone(views.PasswordChangeDoneView):
    template_name = "accounts/password_change_done.html"


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """What django-axes answers to whoever failed too often (AXES_LOCKOUT_CALLABLE)."""
    wait = get_cool_off(request)
    seconds = int(wait.total_seconds()) if wait else 0
    context = {"minutes": seconds // 60}
    page = render(request, "accounts/locked_out.html", context, status=TOO_MANY_REQUESTS)
    if seconds:
        page["Retry-After"] = str(seconds)
    return page
