"""`manage.py revoke_key PREFIX`: end a key for good, whoever's it is."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common.terminal import terminal_language
from departments.selectors import keys
from departments.services.keys import revoke_key


class Command(BaseCommand):
    help = "End an API key for good, whoever's it is; list_keys shows how keys begin."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("prefix", metavar="PREFIX", help="how the key begins, before its dot")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(terminal_language()):
            key = keys().filter(prefix=options["prefix"]).first()
            if key is None:
                raise CommandError(_("没有以“%s”开头的密钥。") % options["prefix"])
            revoke_key(key, actor=None, address=None, now=timezone.now(), by="revoke_key")
            if options["verbosity"]:
                self.stdout.write(_("密钥“%s”已吊销，不能再用。") % key.name)
