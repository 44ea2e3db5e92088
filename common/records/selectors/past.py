"""How histories, and what was public, looked at a moment: without what came later."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists

from common import kept_json as kept
from common.past import Relation, real
from common.records.models import HistoryHead, HistoryRow, Publication


def changed_since(at: datetime, *, kind: str) -> tuple[bool, bool]:
    """Whether anything of a kind was changed after `at`, and whether anything was removed.

    One query, each by an index.
    """
    later = HistoryRow.objects.filter(at__gt=at, record__kind=kind).order_by()
    asked = HistoryHead.objects.annotate(
        changed=Exists(later), removed=Exists(later.filter(after__isnull=True))
    )
    found = asked.values_list("changed", "removed").first()
    return found or (False, False)  # without a head there is no history at all


def relations(at: datetime) -> Sequence[Relation]:
    """The history as it was at `at`, and what was public up to then."""
    table, then = HistoryRow._meta.db_table, kept.instant(at)
    return [
        Relation(table, f'SELECT * FROM {real(table)} WHERE "at" <= {then}'),
        _publications(then),
    ]


def _publications(at: str) -> Relation:
    """The publications up to `at`; what ended later was public still."""
    table = Publication._meta.db_table
    ended = f'"ended_at" <= {at}'
    then = {
        "ended_at": f'CASE WHEN {ended} THEN "ended_at" END',
        "ended_by": f"""CASE WHEN {ended} THEN "ended_by" ELSE '' END""",
    }
    columns = ", ".join(
        f"{then.get(str(one.column), name)} AS {name}"
        for one in Publication._meta.concrete_fields
        for name in (f'"{one.column}"',)
    )
    return Relation(table, f'SELECT {columns} FROM {real(table)} WHERE "published_at" <= {at}')
