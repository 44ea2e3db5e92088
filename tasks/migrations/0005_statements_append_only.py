"""The database itself refuses to change or delete what was said about the work."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from common.records import append_only
from tasks.append_only import GUARD, TABLE


def install(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    append_only.install(schema_editor, TABLE, GUARD)


def remove(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    append_only.remove(schema_editor, TABLE)


class Migration(migrations.Migration):
    dependencies = [("tasks", "0004_statements")]

    operations = [migrations.RunPython(install, remove)]
