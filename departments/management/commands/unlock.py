"""`manage.py unlock NAME`: let somebody log in again at once, whoever has tried their name."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common.terminal import terminal_language
from departments.services.log_in import unlock


class Command(BaseCommand):
    help = "Let somebody try to log in again at once, after too many wrong passwords."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME", help="with which they log in")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(terminal_language()):
            user = User.objects.filter(username=options["name"]).first()
            if user is None:
                raise CommandError(_("没有用户“%s”。") % options["name"])
            unlock(user, actor=None, now=timezone.now())
            if options["verbosity"]:
                self.stdout.write(_("“%s”现在可以再次登录。") % options["name"])
