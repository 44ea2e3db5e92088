"""Takes the log-ins that django-axes has kept into the audit log, and its tables away."""

from datetime import UTC, datetime
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.recorder import MigrationRecorder

LOG = "axes_accesslog"
TABLES = (LOG, "axes_accessattemptexpiration", "axes_accessattempt", "axes_accessfailurelog")


def take_over(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        known = set(connection.introspection.table_names(cursor))
    if LOG in known:
        copy_log_ins(apps, connection)
    for table in TABLES:
        if table in known:
            schema_editor.execute(f"DROP TABLE {table}")
    MigrationRecorder(connection).migration_qs.filter(app="axes").delete()
    types = apps.get_model("contenttypes", "ContentType").objects.filter(app_label="axes")
    apps.get_model("auth", "Permission").objects.filter(content_type__in=types).delete()
    types.delete()


def copy_log_ins(apps: Any, connection: Any) -> None:
    people = dict(apps.get_model("auth", "User").objects.values_list("username", "pk"))
    row = apps.get_model("audit", "AuditRow")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT attempt_time, username, ip_address FROM {LOG} ORDER BY id")
        while found := cursor.fetchmany(500):
            row.objects.bulk_create(
                row(
                    at=aware(at),
                    event="log_in",
                    actor_id=people.get(name),
                    name=(name if name in people else "")[:150],
                    address=str(address or "").partition("/")[0],
                )
                for at, name, address in found
            )


def aware(at: Any) -> Any:
    """SQLite gives the text, in UTC; PostgreSQL a time with its zone."""
    return datetime.fromisoformat(at).replace(tzinfo=UTC) if isinstance(at, str) else at


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_audit_log_append_only"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]
