"""Everybody's own keys: made after the password, shown once, revoked."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from common.proxies import client_address
from departments.forms.keys import KeyForm
from departments.models import ApiKey
from departments.people import actor_of, person_of
from departments.rules.roles import KeyScope
from departments.selectors import keys_of, writable_regions
from departments.services.keys import SameName, make_key, revoke_key
from departments.services.log_in import TooMany, confirmation, confirmed
from departments.viewmodels import key_rows
from departments.views.accounts import too_many


@login_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """One's own keys, and the form for another."""
    owner = actor_of(request.user)
    regions = writable_regions(person_of(owner))
    if request.method != "POST":
        return _page(request, owner, KeyForm(owner=owner, regions=regions))
    now = timezone.now()
    form = KeyForm(request.POST, owner=owner, regions=regions)
    try:
        if request.POST.get("password"):
            confirmation(owner, now=now)
    except TooMany as refusal:
        return too_many(request, refusal.seconds)
    if not form.is_valid():
        return _page(request, owner, form)
    confirmed(owner)
    try:
        key, secret = _made(request, owner, form, now)
    except SameName:
        form.add_error("name", _("您已有一个同名的密钥；密钥只显示一次，没有抄下就请吊销后重建。"))
        return _page(request, owner, form)
    # In this answer and nowhere else: no session, no cookie and no message has it.
    return render(request, "departments/key_made.html", {"key": key, "secret": secret})


def _made(request: HttpRequest, owner: User, form: KeyForm, now: datetime) -> tuple[ApiKey, str]:
    return make_key(
        owner=owner,
        name=form.cleaned_data["name"],
        expires_at=form.expires_at(now),
        scope=KeyScope(form.cleaned_data["scope"]),
        region=form.cleaned_data.get("region"),
        actor=owner,
        address=client_address(request),
        now=now,
    )


@login_required
@require_POST
def revoke(request: HttpRequest, prefix: str) -> HttpResponse:
    owner = actor_of(request.user)
    key = keys_of(owner).filter(prefix=prefix).first()
    if key is None:
        raise Http404(_("您没有这个密钥。"))
    revoke_key(key, actor=owner, address=client_address(request), now=timezone.now())
    messages.success(request, _("密钥“%s”已吊销，不能再用。") % key.name)
    return redirect("keys")


def _page(request: HttpRequest, owner: User, form: KeyForm) -> HttpResponse:
    rows = key_rows(list(keys_of(owner)), now=timezone.now())
    return render(request, "departments/keys.html", {"keys": rows, "form": form})
