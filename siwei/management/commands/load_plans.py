"""`manage.py load_plans [FILE…]`: validate the fixtures and load them."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from siwei.lib.terminal import terminal_language
from siwei.loading.check import CheckedPlan
from siwei.loading.problems import FixtureError
from siwei.loading.read import Fixtures, plan_files, read_fixtures
from siwei.loading.store import Loaded, store_fixtures


class Command(BaseCommand):
    help = "Validate the fixtures (regions, catalogue, plans) and load them in one transaction."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files",
            nargs="*",
            type=Path,
            metavar="FILE",
            help="plans to load (YAML; the text is the .txt beside it); by default all of them",
        )
        parser.add_argument("--check", action="store_true", help="validate, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(terminal_language()):
            self._load(options["files"], check=options["check"])

    def _load(self, files: list[Path], *, check: bool) -> None:
        folder: Path = settings.FIXTURES
        console = Console(stderr=True)
        columns = (SpinnerColumn(), TextColumn("{task.description}"))
        with Progress(*columns, console=console, transient=True) as progress:
            bar = progress.add_task("")

            def show(words: str) -> None:
                progress.update(bar, description=words)

            fixtures = self._read(folder, files or plan_files(folder), show)
            if check:
                loaded = []
            else:
                loaded = store_fixtures(
                    fixtures, now=timezone.now(), on_plan=lambda slug: show(_("写入 %s") % slug)
                )
        if check:
            for plan in fixtures.plans:
                self.stdout.write(_checked_line(plan))
        for one in loaded:
            self.stdout.write(_loaded_line(one))

    def _read(self, folder: Path, files: list[Path], show: Any) -> Fixtures:
        try:
            return read_fixtures(folder, files, on_plan=lambda file: show(_("校验 %s") % file.name))
        except FixtureError as error:
            count = len(error.problems)
            summary = ngettext(
                "共 %d 处错误，未写入任何数据。", "共 %d 处错误，未写入任何数据。", count
            )
            raise CommandError(f"{error}\n{summary % count}") from None


def _checked_line(plan: CheckedPlan) -> str:
    return _("%(slug)s：%(clauses)d 条款，%(indicators)d 指标，%(tasks)d 任务，无误") % {
        "slug": plan.file.plan.slug,
        "clauses": len(plan.clauses),
        "indicators": len(plan.file.indicators),
        "tasks": len(plan.file.tasks),
    }


def _loaded_line(loaded: Loaded) -> str:
    tally = loaded.tally
    if not (tally.created or tally.updated or tally.removed or loaded.published):
        return _("%s：无变化") % loaded.plan.slug
    return _(
        "%(slug)s：新增 %(created)d，更新 %(updated)d，删除 %(removed)d，发布报告值 %(published)d"
    ) % {
        "slug": loaded.plan.slug,
        "created": tally.created,
        "updated": tally.updated,
        "removed": tally.removed,
        "published": loaded.published,
    }
