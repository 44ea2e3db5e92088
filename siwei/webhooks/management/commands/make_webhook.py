"""`manage.py make_webhook NAME ADDRESS`: a program that is told what is published."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Model
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common.labels import label
from common.terminal import terminal_language
from common.validators import check_text
from departments.models import Region
from indicators.plans.models import Indicator
from siwei.webhooks.models import MAX_NAME, Webhook
from siwei.webhooks.selectors.addresses import fault_in
from siwei.webhooks.services.webhooks import make_webhook

M = TypeVar("M", bound=Model)


class Command(BaseCommand):
    help = "Make a webhook. Prints its secret, which is shown this once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME", help="whose it is and what for")
        parser.add_argument("address", metavar="ADDRESS", help="where it receives: https://…")
        parser.add_argument(
            *("--region", "-r"),
            action="append",
            default=[],
            metavar="CODE",
            help="what is published of this region and of what lies in it; else of all",
        )
        parser.add_argument(
            *("--indicator", "-i"),
            action="append",
            default=[],
            metavar="CODE",
            help="what is published of this indicator; else of all",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(terminal_language()):
            self._check(options["name"], options["address"])
            webhook = make_webhook(
                name=options["name"],
                address=options["address"],
                regions=_found(Region, options["region"]),
                indicators=_found(Indicator, options["indicator"]),
                actor=None,
                now=timezone.now(),
            )
            self.stderr.write(_("签名密钥只显示这一次："))
            self.stdout.write(webhook.secret)

    def _check(self, name: str, address: str) -> None:
        try:
            check_text(name)
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from None
        if not name.strip() or len(name) > MAX_NAME:
            raise CommandError(_("名称不能为空，不超过 %d 字。") % MAX_NAME)
        if Webhook.objects.filter(name=name).exists():
            raise CommandError(_("已有名为“%s”的网络通知。") % name)
        if (fault := fault_in(address)) is not None:
            raise CommandError(
                _("网址“%(address)s”不能用：%(why)s。")
                % {
                    "address": address,
                    "why": label(fault),
                }
            )


def _found(model: type[M], codes: list[str]) -> list[M]:
    rows = model._default_manager.in_bulk(codes)
    if unknown := [code for code in codes if code not in rows]:
        raise CommandError(_("没有代码“%s”。") % "、".join(unknown))
    return list(rows.values())
