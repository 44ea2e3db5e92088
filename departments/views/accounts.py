"""Log in, log out, change the password; and the page for whoever tried too often."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash, views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from common.proxies import client_address
from departments.forms.accounts import LoginForm, PasswordForm
from departments.forms.after_login import go_on, kept
from departments.people import actor_of
from departments.receivers import MUST_CHANGE
from departments.rules.log_in_limits import Attempt
from departments.services import log_in
from departments.services.accounts import choose_password
from departments.views.devices import device_of, remember
from departments.views.language import speak_the_language_of

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

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Count the try before the password is looked at; an empty form is none."""
        self.attempt = _attempt(request)
        if self.attempt is None:
            return super().post(request, *args, **kwargs)
        try:
            log_in.begin(self.attempt, now=timezone.now())
        except log_in.TooMany as refusal:
            return too_many(request, refusal.seconds)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        response = self._going_on() or response
        if self.attempt is not None:
            log_in.succeeded(self.attempt)
            remember(self.request, response, self.attempt.name)
        speak_the_language_of(form.get_user(), self.request, response)
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        if self.attempt is not None:
            log_in.failed(self.attempt, now=timezone.now())
        return super().form_invalid(form)

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
    """Changing it ends every other session of the same person, and their keys."""

    form_class = PasswordForm
    template_name = "departments/password_change.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who has found an open session can't guess at the password of it without end."""
        try:
            if request.POST.get("old_password"):
                log_in.confirmation(actor_of(request.user), now=timezone.now())
        except log_in.TooMany as refusal:
            return too_many(request, refusal.seconds)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        address = client_address(self.request)
        choose_password(form.user, form.save, address=address, now=timezone.now())
        log_in.confirmed(form.user)
        update_session_auth_hash(self.request, form.user)
        self.request.session[MUST_CHANGE] = False
        return redirect("password_change_done")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = self.request.session.get(MUST_CHANGE, False)
        return super().get_context_data(**kwargs) | {"given": given}


class PasswordChangeDone(views.PasswordChangeDoneView):
    template_name = "departments/password_change_done.html"


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """What is answered to whoever tried too often: nothing was looked at, and when to try again."""
    context = {"minutes": -(-seconds // 60)}
    page = render(request, "departments/locked_out.html", context, status=TOO_MANY_REQUESTS)
    page["Retry-After"] = str(seconds)
    return page


def _attempt(request: HttpRequest) -> Attempt | None:
    name = request.POST.get("username", "").strip()
    if not name or not request.POST.get("password"):
        return None
    return Attempt(name, client_address(request) or "", device_of(request, name))
