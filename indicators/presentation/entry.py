"""The grid's rows as the page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from indicators.forms.entry import Outcome, Outcomes, Typed, fingerprint, stored
from indicators.rules.findings import Finding
from indicators.rules.limits import Limit
from indicators.rules.words import ActualState, ObsStatus
from indicators.selectors.entry import EntryRow, Grid
from indicators.selectors.surroundings import Surroundings

STATUSES = (ObsStatus.NORMAL, ObsStatus.NOT_AVAILABLE, ObsStatus.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what is promised, the cells as typed or stored, and what is said of them."""

    row: EntryRow
    cells: Typed
    outcome: Outcome | None
    warnings: Sequence[Finding]
    returned_because: str

    @property
    def key(self) -> str:
        return str(self.row.key)

    @property
    def limit(self) -> Limit | None:
        return self.row.limit if isinstance(self.row.limit, Limit) else None

    @property
    def was(self) -> str:
        return fingerprint(self.row.actual)

    @property
    def state(self) -> ActualState | None:
        return ActualState(self.row.actual.state) if self.row.actual else None

    @property
    def faults(self) -> dict[str, str]:
        """What is wrong, by field."""
        faults = self.outcome.faults if self.outcome else ()
        return {fault.field: fault.message for fault in faults}

    @property
    def submittable(self) -> bool:
        return self.row.submittable

    @property
    def wants_explanation(self) -> bool:
        return bool(self.warnings or self.cells.explanation)


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one heading of a plan."""

    label: str
    lines: list[Line]


def lines(grid: Grid, outcomes: Outcomes) -> list[Line]:
    """Every row with what came of it, and the checks' warnings on what is stored."""
    around = Surroundings(row.key for row in grid.rows)
    return [_line(row, outcomes.by_key.get(str(row.key)), around) for row in grid.rows]


def line(row: EntryRow, outcome: Outcome | None) -> Line:
    """One row by itself."""
    return _line(row, outcome, Surroundings([row.key]))


def sections(rows: Sequence[Line]) -> list[Section]:
    """The lines under the headings that the plan prints, in its order."""
    return [
        Section(label, list(group))
        for label, group in groupby(rows, key=lambda one: one.row.promised.row.printed_theme)
    ]


def _line(row: EntryRow, outcome: Outcome | None, around: Surroundings) -> Line:
    cells = outcome.typed if outcome else stored(row.actual)
    # Beside a refused value, questions about the stored one would only confuse.
    refused = outcome is not None and outcome.failed
    value = row.actual.printed_value if row.actual and not refused else None
    warnings = [found for found in around.findings(row.key, value) if not found.blocks]
    return Line(row, cells, outcome, warnings, _why_returned(row))


def _why_returned(row: EntryRow) -> str:
    if row.actual is None or row.actual.state not in (ActualState.RETURNED, ActualState.REOPENED):
        return ""
    return row.last_reason
