"""The database itself refuses to change or delete a history row."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from common.records import append_only

TABLE, UNIQUE = "records_historyrow", ("record_id", "number")


def install(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    append_only.install(schema_editor, TABLE, append_only.Guard(UNIQUE))


def remove(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    append_only.remove(schema_editor, TABLE)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_records")]

    operations = [migrations.RunPython(install, remove)]
