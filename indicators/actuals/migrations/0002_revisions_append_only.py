"""The database itself refuses to change or delete a revision."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from common import append_only

TABLE, UNIQUE = "actuals_revision", ("actual_id", "number")


def install(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    append_only.install(schema_editor, TABLE, unique=UNIQUE)


def remove(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    append_only.remove(schema_editor, TABLE)


class Migration(migrations.Migration):
    dependencies = [("actuals", "0001_actuals")]

    operations = [migrations.RunPython(install, remove)]
