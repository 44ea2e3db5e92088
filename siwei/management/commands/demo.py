"""`manage.py demo`: people to log in as, for a look at Siwei on one's own machine."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from siwei.demo.people import PASSWORD, DemoPerson, prepare_people
from siwei.lib.language import said
from siwei.lib.terminal import terminal_language


class Command(BaseCommand):
    help = "Make the demonstration's people and print how they log in. Only in debug mode."

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(terminal_language()):
            if not settings.DEBUG:
                raise CommandError(
                    _("演示账号的密码人人皆知，只能在调试模式（SIWEI_DEBUG=true）下建立。")
                )
            prepared = prepare_people(today=timezone.localdate())
            if options["verbosity"]:
                self._print(prepared.people)

    def _print(self, people: list[DemoPerson]) -> None:
        table = Table(_("用户名"), _("角色"), _("行政区"), _("部门"), box=None, pad_edge=False)
        for person in people:
            table.add_row(
                person.username,
                said(person.role.label) if person.role else _("系统管理员"),
                person.region.name if person.region else "",
                person.department.name if person.department else "",
            )
        console = Console(file=self.stdout, highlight=False)  # type: ignore[arg-type]
        console.print(table)
        console.print(_("演示账号的密码都是 %s") % PASSWORD)
