"""Every history row has its number in the global chain, and no two have the same."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from common.records import append_only

TABLE, UNIQUE = "records_historyrow", ("record_id", "number")


def install(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    append_only.install(schema_editor, TABLE, append_only.Guard(UNIQUE))


def remove(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    append_only.remove(schema_editor, TABLE)


class Migration(migrations.Migration):
    dependencies = [("records", "0004_seal_history")]

    operations = [
        migrations.RunPython(remove, install),
        migrations.AlterField(
            model_name="historyrow",
            name="sequence",
            field=models.BigIntegerField(verbose_name="总序号"),
        ),
        migrations.AddConstraint(
            model_name="historyrow",
            constraint=models.UniqueConstraint(fields=("sequence",), name="history_sequence_once"),
        ),
        migrations.RunPython(install, remove),
    ]
