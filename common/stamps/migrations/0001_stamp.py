from typing import Any

from django.db import migrations, models

from common.stamps import triggers


def nothing(_apps: Any, _editor: Any) -> None:
    """`migrate` puts the triggers on the tables when it has done everything else."""


def unwatch(_apps: Any, editor: Any) -> None:
    triggers.remove(editor.connection)


class Migration(migrations.Migration):
    initial = True

    dependencies: list[Any] = []

    operations = [
        migrations.CreateModel(
            name="Stamp",
            fields=[
                ("slot", models.IntegerField(primary_key=True, serialize=False, verbose_name="位")),
                ("public", models.CharField(blank=True, max_length=64, verbose_name="公开")),
                ("working", models.CharField(blank=True, max_length=64, verbose_name="全部")),
            ],
            options={
                "verbose_name": "数据戳",
                "verbose_name_plural": "数据戳",
                "ordering": ["slot"],
            },
        ),
        migrations.RunPython(nothing, unwatch),
    ]
