"""What is asked of the database before a migration touches it."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections
from django.db.migrations.loader import MigrationLoader

# The app of which version 0.1 kept plans and actuals; its migrations are no more.
FORMER_APP = "indicators"
OURS = ("common", "departments", "indicators.", "tasks", "siwei")


@register(Tags.database)
def made_by_this_version(databases: Any = None, **_options: Any) -> list[CheckMessage]:
    """Refuses a database whose tables an earlier set of migrations made: they were made anew.

    `migrate` asks this first, so that nobody sees it fail in SQL.
    """
    return [
        Error(
            f"The database {alias!r} was made by version 0.1 of Siwei; its tables can't be used.",
            hint="Forget it with `make fresh` (the plans are loaded again), or name another "
            "database in DATABASE_URL. Nothing was changed.",
            id="common.E001",
        )
        for alias in databases or ()
        if is_former(alias)
    ]


def is_former(alias: str) -> bool:
    """Whether migrations were applied that this version doesn't have."""
    try:
        applied = MigrationLoader(connections[alias], ignore_no_migrations=True).applied_migrations
    except DatabaseError:
        return False  # `migrate` says by itself that there is no database
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith(OURS)}
    return any(app in {*ours, FORMER_APP} and (app, name) not in known for app, name in applied)
