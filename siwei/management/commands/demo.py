"""`manage.py demo`: people to log in as, values and reports to look at, on one's own machine."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
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
from siwei.demo.work import fill_work
from tasks.services.demonstration import SaidNotInvented, remove_invented_statements

SHOWN = 20  # keys, in a refusal


class Command(BaseCommand):
    help = (
        "Make the demonstration's people, invented values and statements on the work, and print "
        "how the people log in. Only in debug mode; --remove removes values and statements, in "
        "any mode, but only those that the history proves to be invented."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--remove", action="store_true", help="remove all that was invented")

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
            said = fill_work(now=timezone.now())
            if options["verbosity"]:
                self._print(people)
                if filled or said:
                    self.stdout.write(_made(filled, said))

    def _remove(self) -> None:
        nothing = _("未移除任何演示数据。")
        try:
            values, said = _remove_all(now=timezone.now())
        except NoDemonstration:
            words = _("这不是演示用的数据库：变更记录中没有演示数据。")
            raise CommandError(words + nothing) from None
        except (NotInvented, SaidNotInvented) as refusal:
            words = _(
                "以下数值或工作记录标为演示数据，变更记录却不能证明，请运行 verify_history：%s"
            )
            raise CommandError(words % _shown(refusal.keys) + "\n" + nothing) from None
        self.stdout.write(
            _("已移除 %(values)d 个演示数值、%(said)d 条演示工作记录；变更记录中仍可查到。")
            % {"values": values, "said": said}
        )

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


@transaction.atomic
def _remove_all(*, now: datetime) -> tuple[int, int]:
    """How many values and how many statements; where one of them can't be removed, nothing is."""
    values = remove_invented(now=now)
    return values, remove_invented_statements(now=now)


def _made(values: int, said: int) -> str:
    return _(
        "已写入 %(values)d 个演示数值、%(said)d 条演示工作记录（均为虚构），"
        "manage.py demo --remove 可全部移除。"
    ) % {"values": values, "said": said}


def _shown(keys: Sequence[str]) -> str:
    return "、".join(keys[:SHOWN]) + ("…" if len(keys) > SHOWN else "")
