"""Webhooks in the administration: made and kept here, with the last answers of their receivers."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.admin import ReadOnly, SeenTexts, moment
from common.jobs import enqueue
from common.labels import label
from common.logged import Logged
from departments.people import actor_of
from siwei.webhooks.forms import WebhookForm
from siwei.webhooks.models import Attempt, Webhook
from siwei.webhooks.rules.enums import OffReason, Outcome
from siwei.webhooks.selectors.webhooks import with_last_attempts
from siwei.webhooks.services.jobs import ask_for_delivery, deliver_test
from siwei.webhooks.services.webhooks import (
    change_webhook,
    make_webhook,
    renew_secret,
    switch_off,
    switch_on,
)

SHOWN = ("state", "failing", "next_try", "renewed", "made")


class AttemptInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = Attempt
    fields = readonly_fields = (
        *("when", "type", "message", "number", "outcome", "status", "milliseconds", "answer"),
    )

    @admin.display(description=_("时间"))
    def when(self, attempt: Attempt) -> str:
        return moment(attempt.at)


@admin.register(Webhook)
class WebhookAdmin(SeenTexts, Logged):
    form = WebhookForm
    inlines = (AttemptInline,)
    list_display = ("name", "address", "state", "last_outcome", "last_status", "last_at", "failing")
    search_fields = ("name", "address")
    autocomplete_fields = ("regions", "indicators")
    actions = ("send_test", "renew", "on", "off")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Webhook]:
        return with_last_attempts(super().get_queryset(request))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [*self.form.base_fields, *(SHOWN if obj else ())]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return SHOWN if obj else ()

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else ()

    @admin.display(description=_("状态"))
    def state(self, webhook: Webhook) -> str:
        if webhook.is_on:
            return gettext("启用")
        return f"{label(OffReason(webhook.off_reason))}（{moment(webhook.off_at)}）"

    @admin.display(description=_("最近结果"))
    def last_outcome(self, webhook: Any) -> str:
        return label(Outcome(webhook.last_outcome)) if webhook.last_outcome else "—"

    @admin.display(description=_("最近状态码"))
    def last_status(self, webhook: Any) -> str:
        return str(webhook.last_status or "—")

    @admin.display(description=_("最近发送"))
    def last_at(self, webhook: Any) -> str:
        return moment(webhook.last_at)

    @admin.display(description=_("连续失败"))
    def failing(self, webhook: Webhook) -> str:
        if not webhook.failures:
            return "—"
        known = {"number": webhook.failures, "since": moment(webhook.failing_since)}
        return gettext("%(number)d 次，自 %(since)s 起") % known

    @admin.display(description=_("下次发送"))
    def next_try(self, webhook: Webhook) -> str:
        return moment(webhook.next_at)

    @admin.display(description=_("密钥更换时间"))
    def renewed(self, webhook: Webhook) -> str:
        return moment(webhook.renewed_at)

    @admin.display(description=_("新建时间"))
    def made(self, webhook: Webhook) -> str:
        return moment(webhook.made_at)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Never the whole row, which the worker may be writing to. Regions and indicators are
        saved by the form, after this."""
        sent = {"name": obj.name, "address": obj.address}
        who, now = actor_of(request.user), timezone.now()
        if change:
            change_webhook(obj, **sent, actor=who, now=now)
            ask_for_delivery(now=now)
            return
        made = make_webhook(**sent, actor=who, now=now)
        # The object is this request's alone, and is from here on the one that was stored.
        obj.pk, obj.nonce, obj._state = made.pk, made.nonce, made._state

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._show_secret(request, obj)

    @admin.action(description=_("发送测试通知"), permissions=["change"])
    def send_test(self, request: HttpRequest, webhooks: QuerySet[Webhook]) -> None:
        for webhook in webhooks:
            enqueue(deliver_test, webhook.pk)
        self.message_user(request, gettext("测试通知已安排，结果见各通知的发送记录。"))

    @admin.action(description=_("更换密钥（只选一个）"), permissions=["change"])
    def renew(self, request: HttpRequest, webhooks: QuerySet[Webhook]) -> HttpResponse | None:
        chosen = list(webhooks)
        if len(chosen) != 1:
            self.message_user(request, gettext("一次只能更换一个通知的密钥。"), "ERROR")
            return None
        renew_secret(chosen[0], actor=actor_of(request.user), now=timezone.now())
        return self._show_secret(request, chosen[0])

    @admin.action(description=_("启用"), permissions=["change"])
    def on(self, request: HttpRequest, webhooks: QuerySet[Webhook]) -> None:
        for webhook in webhooks:
            switch_on(webhook, actor=actor_of(request.user), now=timezone.now())
        ask_for_delivery(now=timezone.now())
        self.message_user(request, gettext("所选通知已启用，停用期间的发布会补发。"))

    @admin.action(description=_("停用"), permissions=["change"])
    def off(self, request: HttpRequest, webhooks: QuerySet[Webhook]) -> None:
        for webhook in webhooks:
            switch_off(
                webhook,
                reason=OffReason.STOPPED,
                actor=actor_of(request.user),
                now=timezone.now(),
            )
        self.message_user(request, gettext("所选通知已停用。"))

    def _show_secret(self, request: HttpRequest, webhook: Webhook) -> HttpResponse:
        """Show a new secret in this answer, and nowhere else: no message, no cookie, no session."""
        context = {**self.admin_site.each_context(request), "webhook": webhook}
        return TemplateResponse(
            request,
            "admin/webhooks/webhook/made.html",
            context,
            headers={"Cache-Control": "no-store"},
        )
