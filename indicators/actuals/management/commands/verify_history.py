"""`manage.py verify_history [--region CODE]`: prove that no revision was tampered with."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import track

from common.terminal import terminal_language
from departments.models import Region
from indicators.actuals.services.verification import actuals_in, verify


class Command(BaseCommand):
    help = (
        "Check the chain of revisions of every actual, and that the actual is what its last "
        "revision says. One line for each broken actual; the exit code is then 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--region", metavar="CODE", help="only this region and those below it (140000)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(terminal_language()):
            self._verify(options["region"])

    def _verify(self, region: str | None) -> None:
        if region is not None and not Region.objects.filter(code=region).exists():
            raise CommandError(_("没有这个行政区：%s") % region)
        actuals = revisions = broken = 0
        console = Console(stderr=True)
        for result in track(
            verify(region=region),
            description=_("核对变更记录"),
            total=actuals_in(region).count(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        ):
            actuals += 1
            revisions += result.revisions
            if result.faults:
                broken += 1
                self.stdout.write(f"{result.key}  {'；'.join(result.faults)}")
        counts = {"actuals": actuals, "revisions": revisions, "broken": broken}
        if broken:
            raise CommandError(
                _("核对 %(actuals)d 个数值、%(revisions)d 条变更记录：%(broken)d 个数值有问题。")
                % counts
            )
        self.stdout.write(
            _("核对 %(actuals)d 个数值、%(revisions)d 条变更记录，完好无缺。") % counts
        )
