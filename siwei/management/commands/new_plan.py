"""`manage.py new_plan CODE YEAR`: lay out the files of a plan with everything that is known."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from common.terminal import terminal_language
from siwei.loading.outline import OutlineError, outline
from siwei.loading.outline_files import write_outline
from siwei.loading.problems import FixtureError


class Command(BaseCommand):
    help = "Lay out the two files of a plan that is to be transcribed. Nothing is overwritten."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", help="the region, as fixtures/regions.yaml")
        parser.add_argument("year", metavar="YEAR", help="the year of the document")
        parser.add_argument("--slug", default="", help="by default the English name and the year")
        parser.add_argument("--title", default="", help="the title as printed")
        parser.add_argument("--folder", type=Path, help="by default fixtures/plans")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(terminal_language()):
            fixtures: Path = settings.FIXTURES
            folder: Path = options["folder"] or fixtures / "plans"
            try:
                known = outline(
                    fixtures,
                    options["code"],
                    options["year"],
                    slug=options["slug"],
                    title=options["title"].strip(),
                )
                files = write_outline(known, folder)
            except (OutlineError, FixtureError) as error:
                raise CommandError(str(error)) from None
            for file in files:
                self.stdout.write(str(file))
            words = _("带入部门 %(departments)d 个、指标 %(indicators)d 项。填写后校验：")
            counts = {"departments": len(known.departments), "indicators": len(known.indicators)}
            self.stdout.write(words % counts)
            self.stdout.write(f"    .venv/bin/python manage.py load_plans --check {files[1]}")
