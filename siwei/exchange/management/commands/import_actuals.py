"""`manage.py import_actuals FILE --user NAME`: import a workbook of values, all or nothing."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from common.labels import label
from common.refusals import Refused
from common.spreadsheets.cells import BookCells
from common.spreadsheets.faults import NotRead
from common.spreadsheets.limits import Limits
from common.spreadsheets.reading import read_book
from common.spreadsheets.wording import read_fault
from common.terminal import terminal_language
from siwei.exchange.models import ImportBatch
from siwei.exchange.rules.enums import WRITES, RowKind
from siwei.exchange.rules.rows import StagedRow, from_json, unread_sheets
from siwei.exchange.services.committing import commit
from siwei.exchange.services.staging import stage

REFUSED, USAGE = 1, 2  # exit codes
# What can't be written as it stands: a file explains a warning in a column of its own.
_STOPS = frozenset({RowKind.ERROR, RowKind.LOCKED, RowKind.WARNING})


class Command(BaseCommand):
    help = (
        "Import the values of a workbook as the person of --user, whose rights hold: all or none. "
        "Ends with 0 when that is done, 1 when rows are refused, 2 when it is called wrongly."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="xlsx, xls, et, ods or csv")
        parser.add_argument("--user", required=True, metavar="NAME", help="who enters the values")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")
        parser.add_argument(
            "--leave-out-errors",
            action="store_true",
            help="import the other rows where some are wrong, locked or ask for an explanation",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(terminal_language()):
            try:
                self._import(
                    options["file"],
                    _user(options["user"]),
                    dry_run=options["dry_run"],
                    leaves_out=options["leave_out_errors"],
                )
            except KeyboardInterrupt:  # the transaction is undone by now
                words = _("已中断，未写入任何数据。")
                raise CommandError(words, returncode=130) from None

    def _import(self, path: Path, actor: User, *, dry_run: bool, leaves_out: bool) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        bars = Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True)
        try:
            with bars, transaction.atomic():
                batch = self._staged(path, actor, bars)
                rows = from_json(batch.rows)
                refused = self._refused(rows)
                if dry_run or (refused and not leaves_out) or not _writes(rows):
                    transaction.set_rollback(True)
                else:
                    self._commit(batch, [at for at, _words in refused], actor, bars)
        except NotRead as error:
            raise CommandError(read_fault(error.fault, error.numbers), returncode=REFUSED) from None
        except Refused as refusal:
            raise CommandError(refusal.message, returncode=REFUSED) from None
        self._say(batch, rows, refused)
        if refused and not leaves_out:
            words = _("未写入任何数据。改正后再试，或用 --leave-out-errors 留下这些行不导入。")
            raise CommandError(words, returncode=REFUSED)
        self.stdout.write(self._outcome(batch, rows, dry_run=dry_run))

    def _staged(self, path: Path, actor: User, bars: Progress) -> ImportBatch:
        task = bars.add_task(_("读取 %s") % path.name, total=None)
        content, book = _read(path)
        bars.update(task, description=_("核对"))
        return stage(
            book=book,
            name=path.name,
            sha256=sha256(content).hexdigest(),
            size=len(content),
            actor=actor,
            now=timezone.now(),
            on_rows=lambda done, of: bars.update(task, completed=done, total=of),
        )

    def _commit(self, batch: ImportBatch, left: Sequence[int], actor: User, bars: Progress) -> None:
        task = bars.add_task(_("写入"), total=None)
        done = commit(
            batch=batch,
            explanations={},
            left_out=left,
            actor=actor,
            now=timezone.now(),
            on_rows=lambda done, of: bars.update(task, completed=done, total=of),
        )
        batch.state, batch.result = done.state, done.result

    def _refused(self, rows: Sequence[StagedRow]) -> list[tuple[int, str]]:
        """The rows that can't be written, each with what is said of it."""
        return [(at, _line(row)) for at, row in enumerate(rows) if row.kind in _STOPS]

    def _say(
        self, batch: ImportBatch, rows: Sequence[StagedRow], refused: Sequence[tuple[int, str]]
    ) -> None:
        for sheet in unread_sheets(batch.rows):
            self.stdout.write(f"{sheet.name}：{sheet.why}")
        for _at, words in refused:
            self.stderr.write(words)
        counts = Counter(row.kind for row in rows)
        said = (f"{label(kind)} {counts[kind]}" for kind in RowKind if counts[kind])
        self.stdout.write(_("，").join(said))

    def _outcome(self, batch: ImportBatch, rows: Sequence[StagedRow], *, dry_run: bool) -> str:
        if not _writes(rows):
            return _("没有要导入的数值。")
        if dry_run:
            return _("只是核对，未写入任何数据。")
        number = len(batch.result)
        return _("批次 %(batch)d：已导入 %(number)d 个数值。") % {
            "batch": batch.pk,
            "number": number,
        }


def _user(name: str) -> User:
    user = User.objects.filter(username=name, is_active=True).first()
    if user is None:
        raise CommandError(_("没有叫 %s 的账号，或已停用。") % name, returncode=USAGE)
    return user


def _read(path: Path) -> tuple[bytes, BookCells]:
    """The file and its cells. Raises `NotRead` as the reader does."""
    limits = Limits(size=settings.IMPORT_FILE_SIZE)
    try:
        with path.open("rb") as file:
            content = file.read(limits.size + 1)
    except OSError as error:
        words = _("打不开 %(file)s：%(why)s") % {"file": path, "why": error.strerror or error}
        raise CommandError(words, returncode=USAGE) from None
    return content, read_book(content, path.name, limits)


def _writes(rows: Sequence[StagedRow]) -> bool:
    return any(row.kind in WRITES for row in rows)


def _line(row: StagedRow) -> str:
    words = "".join(one.text for one in row.messages)
    if row.kind is RowKind.WARNING:
        words += _("请在“解释”一列写明原因。")
    place = {"sheet": row.sheet, "line": row.line, "cell": row.cell}
    return _("%(sheet)s 第 %(line)d 行 %(cell)s：") % place + words
