"""Seals the rows that are there, as they are, in the order in which they were added; and the head.

Their hashes stay: they are rows of the first scheme, whose hash doesn't cover who and the door.
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from common.records import append_only
from common.records.rules.chain import FIRST_SCHEME, RowContent
from common.records.rules.seals import Head, SealedRow, head_seal, seal
from common.records.services.keys import current_digest, current_key

TABLE, UNIQUE = "records_historyrow", ("record_id", "number")
CHUNK = 500


def seal_what_is_there(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rows, heads = (apps.get_model("records", name) for name in ("HistoryRow", "HistoryHead"))
    connection, key, digest = schema_editor.connection, current_key(), current_digest()
    append_only.remove(schema_editor, TABLE)
    sequence, before, last = 0, "", 0
    while some := list(rows.objects.select_related("by").filter(pk__gt=last).order_by("pk")[:CHUNK]):
        for row in some:
            sequence += 1
            row.sequence, row.key_id = sequence, key.id
            if row.by is not None:
                row.username = row.by.username
                row.full_name = f"{row.by.first_name} {row.by.last_name}".strip()
            row.seal = before = seal(sealed(row), before, key=key, digest=row.digest)
            row.save()
        last = some[-1].pk
    records: dict[str, int] = {}
    for kind in apps.get_model("records", "Record").objects.filter(number__gt=0).values_list(
        "kind", flat=True
    ):
        records[kind] = records.get(kind, 0) + 1
    head = Head(sequence, before, records)
    heads.objects.create(
        id=1,
        sequence=sequence,
        seal=before,
        records=records,
        digest=digest,
        key_id=key.id,
        head_seal=head_seal(head, key=key, digest=digest),
    )
    connection.check_constraints()  # PostgreSQL makes no trigger while a check is still pending
    append_only.install(schema_editor, TABLE, append_only.Guard(UNIQUE))


def sealed(row: Any) -> SealedRow:
    # What the seal covers beside the hash; the rest is in the hash.
    content = RowContent(
        kind="",
        key="",
        number=row.number,
        at=row.at,
        by=row.by_id,
        action=row.action,
        before=None,
        after=None,
        reason="",
        username=row.username,
        full_name=row.full_name,
        scheme=FIRST_SCHEME,
    )
    return SealedRow(row.sequence, row.hash, content)


def forget(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("records", "HistoryHead").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("records", "0003_history_seal_columns")]

    operations = [migrations.RunPython(seal_what_is_there, forget)]
