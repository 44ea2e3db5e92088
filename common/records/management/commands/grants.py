"""`manage.py grants ROLE`: the SQL that lets a role of PostgreSQL serve, and no more."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from common.records.services.roles import grants


class Command(BaseCommand):
    help = (
        "Print the SQL that gives a role of PostgreSQL what serving needs: it owns no table, and "
        "of the history it may only read and add rows. Changes nothing; the owner of the tables "
        "runs it after each migrate (manage.py grants siwei_serving | psql …)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", metavar="ROLE", help="the role that DATABASE_URL names")

    def handle(self, *args: Any, **options: Any) -> None:
        for statement in grants(options["role"]):
            self.stdout.write(statement)
