"""`manage.py make_key NAME --name …`: a key of a machine account; its secret is printed, once."""

from argparse import ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common.numbers import whole_number
from common.signs import is_blank
from common.terminal import terminal_language
from common.texts import text_fault
from departments.forms.keys import region_of_reading
from departments.models import Region
from departments.rules.roles import KeyScope
from departments.selectors import regions, with_parents
from departments.services.keys import BeyondOwner, NotTheOwner, SameName, make_key

LONGEST_NAME = 50
MOST_DAYS = 3660


def days(text: str) -> int:
    number = whole_number(text) or 0
    if not 1 <= number <= MOST_DAYS:
        raise ArgumentTypeError(f"{text}: 1 – {MOST_DAYS}")
    return number


class Command(BaseCommand):
    help = (
        "Make an API key of a machine account, and print it: it is stored as a hash only. "
        "People make their own at /accounts/keys/."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("owner", metavar="NAME", help="the user name of the machine account")
        parser.add_argument("--name", required=True, help="what the key is for")
        parser.add_argument(
            "--scope", choices=[one.value for one in KeyScope], default=KeyScope.READ.value
        )
        parser.add_argument("--region", metavar="CODE", help="write in it and below it alone")
        parser.add_argument("--days", type=days, default=365, help="how long it holds (365)")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(terminal_language()):
            self.stdout.write(_made(options))


def _made(options: dict[str, Any]) -> str:
    """The secret of the new key. Raises `CommandError` in words."""
    owner = User.objects.filter(username=options["owner"]).first()
    if owner is None:
        raise CommandError(_("没有用户“%s”。") % options["owner"])
    region = _region(options["region"])
    if wrong := _name_fault(options["name"]) or region_of_reading(options["scope"], region):
        raise CommandError(wrong)
    now = timezone.now()
    try:
        _key, secret = make_key(
            owner=owner,
            name=options["name"].strip(),
            expires_at=now + timedelta(days=options["days"]),
            scope=KeyScope(options["scope"]),
            region=region,
            actor=None,
            address=None,
            now=now,
            by="make_key",
        )
    except NotTheOwner:
        words = _("“%s”不是程序账号；人员的密钥只能由本人在“密钥”页新建。")
        raise CommandError(words % options["owner"]) from None
    except BeyondOwner:
        raise CommandError(_("这个账号在这个行政区没有可写的权限，请先给它成员资格")) from None
    except SameName:
        raise CommandError(_("这个账号已有一个同名的密钥")) from None
    return secret


def _region(code: str | None) -> Region | None:
    if code is None:
        return None
    found = with_parents(regions()).filter(code=code).first()
    if found is None:
        raise CommandError(_("没有代码为“%s”的行政区。") % code)
    return found


def _name_fault(name: str) -> str:
    if is_blank(name):
        return _("请填写名称")
    fault = text_fault(name, name=_("名称"), limit=LONGEST_NAME)
    return fault[1] if fault else ""
