"""The grid's rows as the page shows them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from indicators.actuals.forms.entry import FIELDS, Outcome, Outcomes, Typed, fingerprint, stored
from indicators.actuals.rules.enums import ActualState, ObsStatus

if TYPE_CHECKING:
    from indicators.actuals.models import Revision
    from indicators.actuals.rules.findings import Finding
    from indicators.actuals.rules.keys import ActualKey
    from indicators.actuals.selectors.entry import EntryRow
    from indicators.actuals.selectors.row_context import RowContext
    from indicators.actuals.services.errors import Fault, Refused

STATUSES = (ObsStatus.NORMAL, ObsStatus.NOT_AVAILABLE, ObsStatus.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what is promised, the cells as typed or stored, and what is said of them."""

    row: EntryRow
    cells: Typed
    outcome: Outcome | None
    warnings: Sequence[Finding]
    returned_because: str
    chosen: bool  # ticked, to be submitted
    explained_before: Revision | None  # the change that explained an earlier value

    @property
    def key(self) -> str:
        return str(self.row.key)

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
    """The rows of one heading of a plan, or what no plan requires (`beside`)."""

    label: str
    lines: list[Line]
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands in the way at one row, and which of its fields it is about."""

    line: Line
    words: str
    field: str

    @property
    def anchor(self) -> str:
        """The field that a link to the problem leads to, or the row where none is open."""
        return f"{self.field if self.line.row.editable else 'row'}-{self.line.key}"


def lines(
    rows: Sequence[EntryRow],
    outcomes: Outcomes,
    context: RowContext,
    chosen: Collection[str] = (),
) -> list[Line]:
    """Every row with what came of it, and the checks' warnings on what is stored.

    `context` is what `selectors.row_context` reads for the same rows.
    """
    return [line(row, outcomes.by_key.get(str(row.key)), context, chosen) for row in rows]


def line(
    row: EntryRow, outcome: Outcome | None, context: RowContext, chosen: Collection[str] = ()
) -> Line:
    """One row by itself."""
    cells = outcome.typed if outcome else stored(row.actual)
    # Beside a refused value, questions about the stored one would only confuse.
    refused = outcome is not None and outcome.failed
    value = row.actual.printed_value if row.actual and not refused else None
    warnings = [
        found for found in context.surroundings.findings(row.key, value) if not found.blocks
    ]
    picked = str(row.key) in chosen
    before = context.explained.get(row.actual.pk) if row.actual and not cells.explanation else None
    return Line(row, cells, outcome, warnings, _why_returned(row), picked, before)


def problems(rows: Sequence[Line], refusals: Mapping[ActualKey, Refused]) -> list[Problem]:
    """What stands in the way, row by row: cells that were not kept, values not submitted."""
    found: list[Problem] = []
    for one in rows:
        refusal = refusals.get(one.row.key)
        if refusal is not None:
            found.append(Problem(one, refusal.message, _field(refusal.faults)))
        elif one.outcome is not None and one.outcome.failed:
            words = one.outcome.refusal or "；".join(one.faults.values())
            found.append(Problem(one, words, _field(one.outcome.faults)))
    return found


def _field(faults: Sequence[Fault]) -> str:
    return next((fault.field for fault in faults if fault.field in FIELDS), FIELDS[0])


def sections(rows: Sequence[Line], *, required: int) -> list[Section]:
    """The first `required` lines under the headings that the plan prints, in its order, and the
    others below them."""
    under = [Section(label, list(group)) for label, group in groupby(rows[:required], key=_heading)]
    beside = [Section("", list(rows[required:]), beside=True)] if rows[required:] else []
    return under + beside


def _heading(one: Line) -> str:
    return one.row.promised.row.printed_theme if one.row.promised else ""


def _why_returned(row: EntryRow) -> str:
    if row.actual is None or row.actual.state not in (ActualState.RETURNED, ActualState.REOPENED):
        return ""
    return row.last_reason
