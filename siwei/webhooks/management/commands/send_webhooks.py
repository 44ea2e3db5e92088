"""`manage.py send_webhooks`: delivers what webhooks still await."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.labels import label
from common.terminal import terminal_language
from siwei.webhooks.models import Webhook
from siwei.webhooks.rules.enums import Outcome
from siwei.webhooks.selectors.webhooks import due
from siwei.webhooks.services.delivery import deliver_awaited, send_test


class Command(BaseCommand):
    help = (
        "Deliver what webhooks still await: what the worker missed, what is due again, and all of "
        "it where jobs run at once. Safe beside the worker. Exits with 1 where something wasn't "
        "taken."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--test", metavar="NAME", help="send this webhook a test, and nothing else"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(terminal_language()):
            if options["test"] is not None:
                self._test(options["test"])
            else:
                self._deliver()

    def _deliver(self) -> None:
        wrong = []
        for webhook in due(timezone.now()):
            turn = deliver_awaited(webhook.pk, clock=timezone.now)
            if turn.taken:
                words = ngettext(
                    "%(name)s：已送达 %(number)d 条", "%(name)s：已送达 %(number)d 条", turn.taken
                )
                self.stdout.write(words % {"name": webhook.name, "number": turn.taken})
            if turn.failed:
                wrong.append(webhook.name)
        if wrong:
            raise CommandError(_("没有送达：%s；以后重试。") % "、".join(wrong))

    def _test(self, name: str) -> None:
        webhook = Webhook.objects.filter(name=name).first()
        if webhook is None:
            raise CommandError(_("没有名为“%s”的网络通知。") % name)
        answer = send_test(webhook, clock=timezone.now)
        said = " ".join(
            filter(None, [label(answer.outcome), str(answer.status or ""), answer.text])
        )
        if answer.outcome != Outcome.DELIVERED:
            raise CommandError(said)
        self.stdout.write(said)
