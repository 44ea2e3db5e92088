"""`manage.py history_checkpoint [--output FILE]`: the last history row of everything, signed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, OutputWrapper
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common.records.rules.checkpoint import read_seal
from common.records.services.checkpoint import checkpoint, seal_in_words
from common.terminal import terminal_language


class Command(BaseCommand):
    help = (
        "Write the last history row of everything as JSON lines, to be kept outside of the "
        "database; `verify_history --against FILE` finds with it what was cut off since. "
        "Prints the digest of the file: on paper, it can't be changed at all."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--output", metavar="FILE", type=Path, help="instead of the standard output"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(terminal_language()):
            line = ""
            with self._opened(options["output"]) as file:
                for line in checkpoint(now=timezone.now()):
                    file.write(f"{line}\n")
            seal = read_seal(line)
            # Where the file goes to the standard output, the words for people don't.
            out = self.stdout if options["output"] else self.stderr
            out.write(seal_in_words(seal))

    @contextmanager
    def _opened(self, path: Path | None) -> Iterator[IO[str] | OutputWrapper]:
        if path is None:
            yield self.stdout  # OutputWrapper adds no second newline.
            return
        try:
            file = path.open("w", encoding="utf-8", newline="\n")
        except OSError as error:
            raise CommandError(_("写不了文件：%s") % error) from None
        with file:
            yield file
