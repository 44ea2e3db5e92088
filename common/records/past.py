"""How histories looked at a moment: without the rows of later."""

from collections.abc import Sequence
from datetime import datetime

from common import kept_json as kept
from common.past import Relation, real
from common.records.models import HistoryRow


def changed_since(at: datetime, *, kind: str, action: str | None = None) -> bool:
    """Whether anything of a kind changed after `at`; one query, by an index."""
    rows = HistoryRow.objects.filter(at__gt=at, record__kind=kind)
    return (rows if action is None else rows.filter(action=action)).exists()


def relations(at: datetime) -> Sequence[Relation]:
    """The history as it was at `at`."""
    if not HistoryRow.objects.filter(at__gt=at).exists():
        return ()
    table = HistoryRow._meta.db_table
    return [Relation(table, f'SELECT * FROM {real(table)} WHERE "at" <= {kept.instant(at)}')]
