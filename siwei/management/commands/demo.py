"""`manage.py demo`: people to log in as and values to look at, on one's own machine."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from common.labels import label
from common.terminal import terminal_language
from indicators.actuals.services.demonstration import (
    NoDemonstration,
    NotInvented,
    refuse_real_values,
    remove_invented,
)
from siwei.demo.actuals import fill_actuals
from siwei.demo.people import PASSWORD, DemoPerson, prepare_people

SHOWN = 20  # keys, in a refusal


class Command(BaseCommand):
    help = (
        "Make the demonstration's people and invented values, and print how the people log in. "
        "Only in debug mode; --remove removes the values, in any mode, but only those that the "
        "history proves to be invented."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--remove", action="store_true", help="remove every value that was invented"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(terminal_language()):
            if options["remove"]:
                self._remove()
                return
            if not settings.DEBUG:
                raise CommandError(
                    _("演示账号的密码人人皆知，只能在调试模式（SIWEI_DEBUG=true）下建立。")
                )
            try:
                refuse_real_values()
            except NoDemonstration:
                raise CommandError(
                    _("这不是演示用的数据库：已有人填报过数值。未建立演示账号和演示数据。")
                ) from None
            people = prepare_people(today=timezone.localdate())
            filled = fill_actuals(today=timezone.localdate(), now=timezone.now())
            if options["verbosity"]:
                self._print(people)
                if filled:
                    self.stdout.write(
                        _("已写入 %d 个演示数值（虚构），manage.py demo --remove 可全部移除。")
                        % filled
                    )

    def _remove(self) -> None:
        nothing = _("未移除任何数值。")
        try:
            number = remove_invented(now=timezone.now())
        except NoDemonstration:
            words = _("这不是演示用的数据库：变更记录中没有演示数据。")
            raise CommandError(words + nothing) from None
        except NotInvented as refusal:
            words = _("以下数值标为演示数据，变更记录却不能证明，请运行 verify_history：%s")
            shown = "、".join(refusal.keys[:SHOWN]) + ("…" if len(refusal.keys) > SHOWN else "")
            raise CommandError(words % shown + "\n" + nothing) from None
        self.stdout.write(_("已移除 %d 个演示数值；变更记录中仍可查到。") % number)

    def _print(self, people: list[DemoPerson]) -> None:
        table = Table(_("用户名"), _("角色"), _("行政区"), _("部门"), box=None, pad_edge=False)
        for person in people:
            table.add_row(
                person.username,
                label(person.role) if person.role else _("系统管理员"),
                person.region.name if person.region else "",
                person.department.name if person.department else "",
            )
        console = Console(file=self.stdout, highlight=False)  # type: ignore[arg-type]
        console.print(table)
        console.print(_("演示账号的密码都是 %s") % PASSWORD)
