"""`manage.py list_webhooks`: who is told what is published, and what they answered last."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from common.labels import label
from common.terminal import terminal_language
from siwei.webhooks.models import Webhook
from siwei.webhooks.rules.enums import OffReason, Outcome
from siwei.webhooks.selectors.webhooks import with_last_attempts


class Command(BaseCommand):
    help = "List the webhooks: name, address, whether it is on, the last answer and when."

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(terminal_language()):
            for webhook in with_last_attempts(Webhook.objects.all()):
                self.stdout.write("\t".join(self._columns(webhook)))

    def _columns(self, webhook: Any) -> list[str]:
        state = _("启用") if webhook.is_on else label(OffReason(webhook.off_reason))
        shown = [webhook.name, webhook.address, state]
        if webhook.last_outcome:
            outcome = label(Outcome(webhook.last_outcome))
            status = f" ({webhook.last_status})" if webhook.last_status else ""
            at = localtime(webhook.last_at).isoformat(timespec="seconds")
            shown += [outcome + status, at]
        return shown
