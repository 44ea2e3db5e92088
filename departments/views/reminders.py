"""Whether one gets mails: a page of one's own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.mail import missing_settings
from departments.people import actor_of
from departments.selectors import account_of
from departments.services.preferences import choose_reminders

CHOICES = {"on": True, "off": False}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    reader = actor_of(request.user)
    if request.method != "POST":
        context = {"account": account_of(reader), "mail_is_off": bool(missing_settings())}
        return render(request, "departments/reminders.html", context)
    wanted = CHOICES.get(request.POST.get("reminders", ""))
    if wanted is None:
        raise BadRequest(_("请选择接收或不接收提醒邮件。"))
    choose_reminders(reader, wanted=wanted)
    messages.success(request, _("已开启提醒邮件。") if wanted else _("已关闭提醒邮件。"))
    return redirect("reminders")
