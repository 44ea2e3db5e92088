"""`manage.py migrate`: Django's, which leaves a database of version 0.1 alone."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import DatabaseError, connections
from django.db.migrations.loader import MigrationLoader
from django.utils import translation
from django.utils.translation import gettext as _

from common.terminal import terminal_language

# The app of which version 0.1 kept plans and actuals; its migrations are no more.
FORMER_APP = "indicators"
OURS = ("common", "departments", "indicators.", "tasks", "siwei")


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        if is_former(options["database"]):
            with translation.override(terminal_language()):
                raise CommandError(what_to_do(options["database"]))
        super().handle(*args, **options)


def is_former(alias: str) -> bool:
    """Whether migrations were applied that this version doesn't have: all were made again."""
    try:
        applied = MigrationLoader(connections[alias], ignore_no_migrations=True).applied_migrations
    except DatabaseError:
        return False  # Django says by itself that there is no database
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith(OURS)}
    return any(app in {*ours, FORMER_APP} and (app, name) not in known for app, name in applied)


def what_to_do(alias: str) -> str:
    """What to say of a database of version 0.1: that of `make run` can be made again."""
    name = str(connections[alias].settings_dict["NAME"])
    if Path(name).resolve() == settings.VAR / "siwei.sqlite3":
        return _(
            "数据库 %(name)s 是 0.1 版建立的，这一版不能使用，未作改动。"
            "请运行 make fresh 将它删除，再运行 make run 重新载入规划。"
        ) % {"name": name}
    return _(
        "数据库 %(name)s 是 0.1 版建立的，这一版不能使用，未作改动。"
        "请新建一个数据库，并用 DATABASE_URL 指定。"
    ) % {"name": name}
