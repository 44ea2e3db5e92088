"""What the rows of the entry grid are shown beside: their checks and earlier explanations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indicators.actuals.models import Revision
from indicators.actuals.selectors.entry import EntryRow
from indicators.actuals.selectors.explanations import earlier_explanations
from indicators.actuals.selectors.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class RowContext:
    """`surroundings` checks the values; `explained`: the last change, by the pk of its actual,
    that explained a value which is no longer explained."""

    surroundings: Surroundings
    explained: Mapping[int, Revision]


def row_context(rows: Sequence[EntryRow]) -> RowContext:
    """Read for all `rows` at once: a fixed number of queries."""
    return RowContext(
        Surroundings(row.key for row in rows),
        earlier_explanations(row.actual for row in rows if row.actual and row.editable),
    )
