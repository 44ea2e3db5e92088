"""What was said about the work up to a moment.

An invented statement that was removed since isn't told of the past either: nobody ever said it.
"""

from collections.abc import Sequence
from datetime import datetime

from common import kept_json as kept
from common.past import Relation, real
from common.records.selectors.past import changed_since
from tasks.models import Statement
from tasks.rules.history import KIND


def relations(at: datetime) -> Sequence[Relation]:
    """The statements up to `at`; nothing where none was made since. One query."""
    changed, _removed = changed_since(at, kind=KIND)
    if not changed:
        return ()
    table = Statement._meta.db_table
    return [Relation(table, f'SELECT * FROM {real(table)} WHERE "at" <= {kept.instant(at)}')]
