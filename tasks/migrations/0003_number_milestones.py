"""The milestones that are there keep the place in which their plan names them as their number."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def number_them(apps: "object", schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("tasks", "Milestone").objects.update(number=F("order"))  # type: ignore[attr-defined]


class Migration(migrations.Migration):
    dependencies = [("tasks", "0002_milestone_number")]

    operations = [migrations.RunPython(number_them, migrations.RunPython.noop)]
