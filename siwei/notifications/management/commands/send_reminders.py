"""`manage.py send_reminders`: mails to people what is late or due within 14 days."""

import logging
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common.mail import missing_settings
from common.terminal import terminal_language
from siwei.notifications.selectors.digests import Digest, digest_of, failed, readers
from siwei.notifications.services.digests import ask_for_digest

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Mail everybody what is late or due within 14 days: at most once in seven days, nothing "
        "where nothing is due, and nobody who switched it off. Exits with 1 where mail is off or "
        "something failed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="print who would get what, and send nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(terminal_language()):
            self.wrong = 0
            if options["dry_run"]:
                self._print()
            else:
                self._send(timezone.now())

    def _print(self) -> None:
        digests = list(self._digests(timezone.localdate()))
        for digest in digests:
            known = {"user": digest.user.get_username(), "email": digest.user.email}
            counted = {"number": len(digest.soon), "others": digest.others}
            words = _("%(user)s <%(email)s>：%(number)d 件逾期或 14 天内到期，另有 %(others)d 件")
            self.stdout.write(words % (known | counted))
        self.stdout.write(_("会给 %d 人发邮件；这次没有发送。") % len(digests))
        if missing := missing_settings():
            self.stdout.write(_("邮件未启用，须设置：%s。") % ", ".join(missing))
        self._say_what_went_wrong()

    def _send(self, now: datetime) -> None:
        if missing := missing_settings():
            words = _("邮件未启用，没有发送。须设置：%s。")
            raise CommandError(words % ", ".join(missing))
        found = self._digests(timezone.localdate(now))
        asked = [ask_for_digest(user_id=digest.user.pk, now=now) for digest in found]
        digests = [digest.pk for digest in asked if digest is not None]
        # Where jobs run at once they have ended; else the worker's log and the next run tell.
        self.wrong += failed(digests)
        self.stdout.write(_("已安排 %d 封提醒邮件。") % len(digests))
        self._say_what_went_wrong()

    def _digests(self, today: date) -> Iterator[Digest]:
        """What everybody is to be mailed. Where one can't be made the others still are."""
        for user in readers(today=today):
            try:
                digest = digest_of(user, today=today)
            except Exception:
                logger.exception("No digest for %s", user.get_username())
                self.wrong += 1
                continue
            if digest is not None:
                yield digest

    def _say_what_went_wrong(self) -> None:
        if self.wrong:
            raise CommandError(_("%d 人的提醒邮件没有成功，见日志；下次运行时重试。") % self.wrong)
