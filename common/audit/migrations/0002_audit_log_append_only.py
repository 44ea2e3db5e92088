"""The database itself refuses to change a row of the audit log, or to delete a young one."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from common.audit.append_only import GUARD, TABLE
from common.records import append_only


def install(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    append_only.install(schema_editor, TABLE, GUARD)


def remove(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    append_only.remove(schema_editor, TABLE)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_audit_log")]

    operations = [migrations.RunPython(install, remove)]
