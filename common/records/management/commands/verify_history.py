"""`manage.py verify_history [--region CODE] [--against FILE] [--without-files]`: prove that nothing
was tampered with."""

import gc
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import track

from common.records.services.checkpoint import (
    BadCheckpoint,
    is_continued,
    missing,
    seal_in_words,
    sealed,
)
from common.records.services.kinds import NoSuchRegion
from common.records.services.roles import weaknesses
from common.records.services.verification import records_in, verify
from common.records.services.whole import verify_whole
from common.terminal import terminal_language


class Command(BaseCommand):
    help = (
        "Check the history of everything: its chains and seals, that no row is missing, what was "
        "published, the evidence files, the people, what the plans promise, and that each thing is "
        "what its last history row says. One line for each fault; the exit code is then 1. That "
        "all of it was set back to an earlier day is found with --against."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--region",
            metavar="CODE",
            help="only this region and those below it (140000), and not the history as a whole",
        )
        parser.add_argument(
            "--against",
            "--checkpoint",
            metavar="FILE",
            type=Path,
            help="compare with a file that `history_checkpoint` wrote, too",
        )
        parser.add_argument(
            "--without-files",
            action="store_true",
            help="don't read the evidence files (where only the database was restored)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        region = options["region"]
        gc.freeze()  # else what is there for good is looked through anew for some thousand rows
        with translation.override(terminal_language()):
            faults = self._compare(options["against"]) if options["against"] else 0
            faults += self._each(region, files=not options["without_files"])
            if region is None:
                faults += self._whole()
            if faults:
                raise CommandError(_("变更记录有 %d 处问题。") % faults)
            self.stdout.write(_("完好无缺。"))

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
        if not is_continued(seal):
            gone += 1
            words = _("检查点的总末条（第 %d 条）已不在总链中") % seal.sequence
            self.stdout.write(words)
        self.stdout.write(seal_in_words(seal))
        return gone

    def _each(self, region: str | None, *, files: bool) -> int:
        """Check thing by thing; how many are wrong."""
        try:
            total = records_in(region)
        except NoSuchRegion:
            raise CommandError(_("没有这个行政区：%s") % region) from None
        records = rows = broken = 0
        console = Console(stderr=True)
        for result in track(
            verify(region=region, files=files),
            description=_("核对变更记录"),
            total=total,
            console=console,
            transient=True,
            disable=not console.is_terminal,
        ):
            records += 1
            rows += result.rows
            if result.faults:
                broken += 1
                self.stdout.write(f"{result.key}  {'；'.join(result.faults)}")
        if region is not None:
            words = _("只核对了一个行政区：%(records)d 个档案，%(rows)d 条变更记录。")
            self.stdout.write(words % {"records": records, "rows": rows})
        return broken

    def _whole(self) -> int:
        """Check the history as a whole; how much is wrong with it."""
        whole = verify_whole()
        for fault in whole.faults:
            self.stdout.write(fault)
        if whole.expected is not None:
            self.stdout.write(_("应有：%s。") % whole.expected.in_words())
        self.stdout.write(_("找到：%s。") % whole.found.in_words())
        for words in weaknesses():
            self.stderr.write(words)
        return len(whole.faults)
