"""What was published as not available or not applicable before now gets its reason too.

It is the note of the last change that published the value: `Actual.note` may have moved on.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    revisions = apps.get_model("indicators", "Revision").objects
    published = revisions.filter(actual=OuterRef("pk"), action__in=("approve", "load"))
    notes = published.order_by("-number").values("note")[:1]
    apps.get_model("indicators", "Actual").objects.filter(
        published_obs_status__in=("not_available", "not_applicable")
    ).update(published_note=Coalesce(Subquery(notes), Value("")))


class Migration(migrations.Migration):
    dependencies = [("indicators", "0003_published_note")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
