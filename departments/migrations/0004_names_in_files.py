"""Departments and spellings that a file has brought so far have the file's names."""

from typing import Any

from django.db import migrations
from django.db.models import F


def note(apps: Any, schema_editor: object) -> None:
    department = apps.get_model("departments", "Department")
    alias = apps.get_model("departments", "DepartmentAlias")
    for row in department.objects.exclude(managed_by_file=""):
        alias.objects.filter(department=row).update(managed_by_file=row.managed_by_file)
    department.objects.exclude(managed_by_file="").update(name_in_file=F("name"))


class Migration(migrations.Migration):
    dependencies = [("departments", "0003_names_that_administrators_keep")]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
