"""`manage.py verify_history [--region CODE] [--checkpoint FILE]`: prove that nothing was tampered
with."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import track

from common.records.services.checkpoint import BadCheckpoint, missing, seal_in_words, sealed
from common.records.services.kinds import NoSuchRegion
from common.records.services.verification import records_in, verify
from common.terminal import terminal_language


class Command(BaseCommand):
    help = (
        "Check the chain of history of everything, what was published of it, and that it is what "
        "its last history row says. One line for each broken thing; the exit code is then 1. "
        "Rows cut off at the end are found with --checkpoint."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--region", metavar="CODE", help="only this region and those below it (140000)"
        )
        parser.add_argument(
            "--checkpoint",
            metavar="FILE",
            type=Path,
            help="compare with a file that `history_checkpoint` wrote, too",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(terminal_language()):
            gone = self._compare(options["checkpoint"]) if options["checkpoint"] else 0
            self._verify(options["region"])
            if gone:
                raise CommandError(_("检查点中的 %d 条末条变更记录已不在链中。") % gone)

    def _compare(self, path: Path) -> int:
        """Print what a checkpoint knows and the chains no longer have; how many that are."""
        try:
            seal = sealed(path)
        except OSError as error:
            raise CommandError(_("读不了检查点：%s") % error) from None
        except BadCheckpoint as error:
            raise CommandError(_("检查点不可用：%s") % error) from None
        gone = 0
        for head in missing(path):
            gone += 1
            words = _("检查点中的第 %d 条变更记录已不在链中") % head.number
            self.stdout.write(f"{head.key}  {words}")
        self.stdout.write(seal_in_words(seal))
        return gone

    def _verify(self, region: str | None) -> None:
        try:
            total = records_in(region)
        except NoSuchRegion:
            raise CommandError(_("没有这个行政区：%s") % region) from None
        actuals = revisions = broken = 0
        console = Console(stderr=True)
        for result in track(
            verify(region=region),
            description=_("核对变更记录"),
            total=total,
            console=console,
            transient=True,
            disable=not console.is_terminal,
        ):
            actuals += 1
            revisions += result.rows
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
