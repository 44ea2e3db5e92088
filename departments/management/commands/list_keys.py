"""`manage.py list_keys`: every key, whose it is, what it may do, until when, and its last use."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common.signs import shown
from common.terminal import terminal_language
from departments.selectors import keys
from departments.viewmodels import key_state, scope_words


class Command(BaseCommand):
    help = "List the API keys, the newest first, one a line, with tabs between the columns."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--usable", action="store_true", help="those alone that can be used")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        with translation.override(terminal_language()):
            heads = (
                *(_("密钥开头"), _("用户名"), _("名称"), _("权限范围"), _("新建")),
                *(_("失效时间"), _("最近使用"), _("状态")),
            )
            self.stdout.write("\t".join(heads))
            for key in keys():
                state = key_state(key, now) or ("" if key.user.is_active else _("账号已停用"))
                if state and options["usable"]:
                    continue
                columns = (
                    *(key.prefix, key.user.get_username(), shown(key.name), scope_words(key)),
                    *(_day(key.created), _day(key.expiry_date), _day(key.last_used_at)),
                    state or _("可以使用"),
                )
                self.stdout.write("\t".join(columns))


def _day(moment: datetime | None) -> str:
    return "—" if moment is None else timezone.localtime(moment).date().isoformat()
