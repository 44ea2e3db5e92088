"""Columns for the global chain and the door of a history row; the rows themselves stay as they are.

The sequence is still empty, and the head isn't there: 0004 seals what exists.
"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from common.records import append_only

TABLE, UNIQUE = "records_historyrow", ("record_id", "number")


def install(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    append_only.install(schema_editor, TABLE, append_only.Guard(UNIQUE))


def remove(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    append_only.remove(schema_editor, TABLE)


class Migration(migrations.Migration):
    dependencies = [("records", "0002_history_append_only")]

    operations = [
        migrations.RunPython(remove, install),
        migrations.AddField(
            model_name="historyrow",
            name="username",
            field=models.CharField(blank=True, default="", max_length=150, verbose_name="当时的用户名"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="historyrow",
            name="full_name",
            field=models.CharField(blank=True, default="", max_length=310, verbose_name="当时的姓名"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="historyrow",
            name="door",
            field=models.CharField(
                blank=True,
                choices=[("page", "页面"), ("api", "API"), ("import", "导入"), ("command", "命令")],
                default="",
                max_length=10,
                verbose_name="入口",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="historyrow",
            name="door_name",
            field=models.CharField(blank=True, default="", max_length=50, verbose_name="入口名称"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="historyrow",
            name="sequence",
            field=models.BigIntegerField(null=True, verbose_name="总序号"),
        ),
        # The rows that are there are of the first scheme.
        migrations.AddField(
            model_name="historyrow",
            name="scheme",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="格式"),
        ),
        migrations.AlterField(
            model_name="historyrow",
            name="scheme",
            field=models.PositiveSmallIntegerField(default=2, verbose_name="格式"),
        ),
        migrations.AddField(
            model_name="historyrow",
            name="digest",
            field=models.CharField(
                choices=[("sha256", "sha256"), ("sm3", "sm3")],
                default="sha256",
                max_length=10,
                verbose_name="摘要算法",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="historyrow",
            name="key_id",
            field=models.CharField(default="", max_length=16, verbose_name="密钥标识"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="historyrow",
            name="seal",
            field=models.CharField(default="", max_length=64, verbose_name="封印"),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="HistoryHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.BigIntegerField(default=0, verbose_name="末条总序号")),
                ("seal", models.CharField(blank=True, max_length=64, verbose_name="末条封印")),
                ("records", models.JSONField(blank=True, default=dict, verbose_name="档案数")),
                ("digest", models.CharField(max_length=10, verbose_name="摘要算法")),
                ("key_id", models.CharField(max_length=16, verbose_name="密钥标识")),
                ("head_seal", models.CharField(blank=True, max_length=64, verbose_name="封印")),
            ],
            options={
                "verbose_name": "总末条",
                "verbose_name_plural": "总末条",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="history_one_head")
                ],
            },
        ),
        migrations.RunPython(install, remove),
    ]
