"""How histories looked at a moment: without the rows of later."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists

from common import kept_json as kept
from common.past import Relation, real
from common.records.models import HistoryHead, HistoryRow


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
    """The history as it was at `at`."""
    table = HistoryRow._meta.db_table
    return [Relation(table, f'SELECT * FROM {real(table)} WHERE "at" <= {kept.instant(at)}')]
