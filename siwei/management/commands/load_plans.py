"""`manage.py load_plans [FILE…]`: validate the fixtures and load them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from common.terminal import terminal_language
from departments.selectors import names_of_two
from indicators.plans.models import Plan
from siwei.loading.check import CheckedPlan
from siwei.loading.links import not_given
from siwei.loading.load import Load, NotMigrated
from siwei.loading.masters import left_to_administrators
from siwei.loading.problems import FixtureError
from siwei.loading.read import plan_files, read_fixtures
from siwei.loading.store import Loaded, Stored
from siwei.loading.sync import LeftAlone, SyncCounts
from siwei.loading.tiles import read_tiles

Show: TypeAlias = Callable[[str], None]
MOST_NAMES = 20  # in one line


class Command(BaseCommand):
    help = "Validate the fixtures (units, catalogue, plans, …) and load them in one transaction."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files",
            nargs="*",
            type=Path,
            metavar="FILE",
            help="plans to load (YAML; the text is the .txt beside it); by default all of them",
        )
        parser.add_argument("--check", action="store_true", help="validate, write nothing")
        parser.add_argument(
            "--adopt",
            action="store_true",
            help="let the files take over rows that an administrator has made",
        )
        parser.add_argument(
            "--full",
            action="store_true",
            help="also read and store what was loaded before and hasn't changed since",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(terminal_language()):
            try:
                if options["check"]:
                    self._check(options["files"])
                else:
                    self._load(options["files"], adopt=options["adopt"], in_full=options["full"])
            except KeyboardInterrupt:  # the transaction is undone by now
                words = _("已中断，未写入任何数据。")
                raise CommandError(words, returncode=130) from None

    def _check(self, files: list[Path]) -> None:
        folder: Path = settings.FIXTURES
        with _progress() as show:
            try:
                read_tiles(folder)
                fixtures = read_fixtures(
                    folder, files or plan_files(folder), on_plan=lambda file: show(_read(file))
                )
            except FixtureError as error:
                raise _refusal(error) from None
        for plan in fixtures.plans:
            self.stdout.write(_checked_line(plan, not_given(plan, fixtures.plans)))

    def _load(self, files: list[Path], *, adopt: bool, in_full: bool) -> None:
        folder: Path = settings.FIXTURES
        with _progress() as show:
            load = Load(
                folder,
                files or plan_files(folder),
                now=timezone.now(),
                on_file=lambda file: show(_read(file)),
                on_plan=lambda slug: show(_("写入 %s") % slug),
            )
            stored = self._stored(load, adopt=adopt, in_full=in_full)
        for words, tally in (
            (_("行政区划"), stored.regions),
            (_("计量单位"), stored.units),
            (_("部门职能"), stored.functions),
            (_("指标目录"), stored.catalogue),
            (_("口径变动"), stored.breaks),
        ):
            if tally.changed:
                self.stdout.write(_tally_line(words, tally))
        for one in stored.plans:
            self.stdout.write(_loaded_line(one))
        self._say_what_was_left(stored)
        if not files:
            for slug in self._without_a_file(stored):
                self.stdout.write(_("%s：数据库里有，文件里没有，保留未动") % slug)

    def _say_what_was_left(self, stored: Stored) -> None:
        """What administrators have changed and added, which no file touches."""
        for tally in (*stored.shared, *(one.tally for one in stored.plans)):
            for left in tally.left_alone:
                self.stdout.write(_left_line(left))
        for kind, names in left_to_administrators():
            words = _("系统管理中建立的%(kind)s，保留未动：%(names)s")
            shown = "、".join(names[:MOST_NAMES]) + ("…" if len(names) > MOST_NAMES else "")
            self.stdout.write(words % {"kind": kind, "names": shown})
        for name, departments in names_of_two():
            words = _("“%(name)s”同时是%(departments)s的名称或别名，请在系统管理中改正")
            named = "、".join(one.full_name for one in departments)
            self.stdout.write(words % {"name": name, "departments": named})

    def _stored(self, load: Load, *, adopt: bool, in_full: bool) -> Stored:
        """Load them, or say in words why the files or the database are refused."""
        nothing = _("未写入任何数据。")
        try:
            return load.run(adopt=adopt, in_full=in_full)
        except FixtureError as error:
            raise _refusal(error) from None
        except NotMigrated:
            words = _("数据库还没有建好，先运行 manage.py migrate。")
            raise CommandError(words + nothing) from None
        except DatabaseError as error:
            raise CommandError(_("数据库没有接受：%s") % error + "\n" + nothing) from None

    def _without_a_file(self, stored: Stored) -> list[str]:
        """Plans that were loaded once and that no file holds any more."""
        slugs = [one.plan.slug for one in stored.plans]
        return list(Plan.objects.exclude(slug__in=slugs).values_list("slug", flat=True))


@contextmanager
def _progress() -> Iterator[Show]:
    """Shows on a terminal what is done at the moment."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("")
        yield lambda words: progress.update(bar, description=words)


def _read(file: Path) -> str:
    return _("校验 %s") % file.name


def _refusal(error: FixtureError) -> CommandError:
    count = len(error.problems)
    summary = ngettext("共 %d 处错误，未写入任何数据。", "共 %d 处错误，未写入任何数据。", count)
    return CommandError(f"{error}\n{summary % count}")


def _checked_line(plan: CheckedPlan, missing: list[str]) -> str:
    """`missing`: the plans that it amends or supersedes and that weren't there to look at."""
    counts = {
        "slug": plan.file.plan.slug,
        "clauses": len(plan.clauses),
        "indicators": len(plan.file.indicators),
        "tasks": len(plan.file.tasks),
        "missing": "、".join(missing),
    }
    if not missing:
        words = _("%(slug)s：%(clauses)d 条款，%(indicators)d 指标，%(tasks)d 任务，无误")
        return words % counts
    words = _(
        "%(slug)s：%(clauses)d 条款，%(indicators)d 指标，%(tasks)d 任务；"
        "修订或代替的规划不在所给文件里，这一部分没有校验，请一并给出：%(missing)s"
    )
    return words % counts


def _loaded_line(loaded: Loaded) -> str:
    slug = loaded.plan.slug
    if not (loaded.tally.changed or loaded.published):
        return _("%s：无变化") % slug
    line = _tally_line(slug, loaded.tally)
    return line + _("，发布报告值 %d") % loaded.published


def _left_line(left: LeftAlone) -> str:
    return _("%(kind)s“%(row)s”：系统管理中改过的“%(column)s”保留未动（文件：%(value)s）") % {
        "kind": left.row._meta.verbose_name,
        "row": left.row,
        "column": getattr(left.row._meta.get_field(left.column), "verbose_name", left.column),
        "value": left.in_file or "—",
    }


def _tally_line(what: str, tally: SyncCounts) -> str:
    return _("%(what)s：新增 %(created)d，更新 %(updated)d，删除 %(removed)d") % {
        "what": what,
        "created": tally.created,
        "updated": tally.updated,
        "removed": tally.removed,
    }
