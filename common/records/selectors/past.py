"""How histories looked at a moment: without the rows of later."""

from collections.abc import Sequence
from datetime import datetime

from common import kept_json as kept
from common.past import Relation, real
from common.records.models import HistoryRow


def changed_since(at: datetime, *, kind: str) -> bool:
    """Whether anything of a kind was changed after `at`; one query, by an index."""
    return HistoryRow.objects.filter(at__gt=at, record__kind=kind).exists()


def removed_since(at: datetime, *, kind: str) -> bool:
    """Whether anything of a kind was removed after `at`; one query, by an index."""
    gone = HistoryRow.objects.filter(at__gt=at, after__isnull=True, record__kind=kind)
    return gone.exists()


def relations(at: datetime) -> Sequence[Relation]:
    """The history as it was at `at`."""
    if not HistoryRow.objects.filter(at__gt=at).exists():
        return ()
    table = HistoryRow._meta.db_table
    return [Relation(table, f'SELECT * FROM {real(table)} WHERE "at" <= {kept.instant(at)}')]
