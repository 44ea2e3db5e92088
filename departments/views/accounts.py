"""Log in, log out, change the password; and the page for whoever guessed too often."""

from typing import Any
from urllib.parse import urlsplit

from axes.helpers import get_cool_off
from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from departments.forms.accounts import LoginForm, PasswordForm
from departments.forms.after_login import go_on, kept

TOO_MANY_REQUESTS = 429


@method_decorator(login_not_required, name="dispatch")
class Login(views.LoginView):
    """`next` leads to an address of this host only; Django checks it."""

    authentication_form = LoginForm
    template_name = "departments/login.html"
    redirect_authenticated_user = True

    def get_redirect_url(self, request: HttpRequest | None = None) -> str:
        target: str = super().get_redirect_url()
        # From the login page itself one would come back to it.
        return "" if urlsplit(target).path == self.request.path else target

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and (page := self._going_on()):
            return page  # logged in meanwhile, in another window
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        return self._going_on() or response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"kept": kept(self.request.POST)}

    def _going_on(self) -> HttpResponse | None:
        """Where the log-in page carried a form: the page that sends it."""
        fields, target = kept(self.request.POST), self.get_redirect_url()
        return go_on(self.request, target=target, fields=fields) if fields and target else None


class Logout(views.LogoutView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        messages.success(request, _("您已退出登录"))
        return response


class PasswordChange(views.PasswordChangeView):
    """Changing it ends every other session of the same person."""

    form_class = PasswordForm
    template_name = "departments/password_change.html"


class PasswordChangeDone(views.PasswordChangeDoneView):
    template_name = "departments/password_change_done.html"


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """What django-axes answers to whoever failed too often (AXES_LOCKOUT_CALLABLE)."""
    wait = get_cool_off(request)
    seconds = int(wait.total_seconds()) if wait else 0
    context = {"minutes": seconds // 60}
    page = render(request, "departments/locked_out.html", context, status=TOO_MANY_REQUESTS)
    if seconds:
        page["Retry-After"] = str(seconds)
    return page
