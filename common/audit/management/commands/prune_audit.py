"""`manage.py prune_audit`: delete the rows of the audit log that need not be kept any longer."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common.audit.services import prune
from common.terminal import terminal_language


class Command(BaseCommand):
    help = "Delete the rows of the audit log that are older than SIWEI_AUDIT_DAYS."

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(terminal_language()):
            removed = prune(now=timezone.now())
            words = _("审计日志保留 %(days)d 天；已清理更早的 %(number)d 条。")
            self.stdout.write(words % {"days": settings.AUDIT_DAYS, "number": removed})
