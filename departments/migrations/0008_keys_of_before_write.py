"""Keys that were made before there were scopes go on as they are: they write what their owner may."""

from typing import Any

from django.db import migrations


def keep(apps: Any, schema_editor: object) -> None:
    apps.get_model("departments", "ApiKey").objects.update(scope="write")


class Migration(migrations.Migration):
    dependencies = [("departments", "0007_scopes_of_keys")]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
