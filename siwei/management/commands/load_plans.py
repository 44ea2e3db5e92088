"""`manage.py load_plans [FILE…]`: validate the fixtures and load them."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from siwei.loading.problems import FixtureError
from siwei.loading.read import plan_files, read_fixtures


class Command(BaseCommand):
    help = "Validate the fixtures and load them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path)
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = settings.FIXTURES
        files = options["files"] or plan_files(folder)
        try:
            fixtures = read_fixtures(folder, files)
        except FixtureError as error:
            raise CommandError(str(error)) from None
        for plan in fixtures.plans:
            self.stdout.write(plan.file.plan.slug)
