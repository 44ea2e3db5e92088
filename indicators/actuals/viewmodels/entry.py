"""The grid's rows as the page shows them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from common.refusals import Fault
from indicators.actuals.forms.entry import (
    FIELDS,
    Posted,
    TypedRow,
    fingerprint,
    stored,
    wants_a_value,
)
from indicators.actuals.forms.undoing import UNDO_SIGN
from indicators.actuals.rules.enums import ActualState, ObsStatus
from indicators.actuals.viewmodels.entry_duties import DutyWords, duties_of

if TYPE_CHECKING:
    from common.records.models import HistoryRow
    from common.refusals import Refused
    from indicators.actuals.models import Actual
    from indicators.actuals.rules.findings import Finding
    from indicators.actuals.rules.keys import ActualKey
    from indicators.actuals.selectors.entry import EntryRow
    from indicators.actuals.selectors.history import Past, Version
    from indicators.actuals.selectors.surroundings import Surroundings
    from indicators.actuals.services.work import Outcome


# What is wrong with them is said below the row; they stand in its menu (`reason`: the note).
MENU_FIELDS = frozenset({"status", "note", "reason"})


@dataclass(frozen=True, slots=True)
class RowResult:
    """What came of one row: what to show in its cells, and what to say beside it.

    `undo` names the version that was made, so that it can be taken back; `undone`: it takes one
    back itself.
    """

    typed: TypedRow
    saved_at: datetime | None = None
    undo: str = ""
    undone: bool = False
    faults: Sequence[Fault] = ()
    refusal: str = ""
    theirs: Actual | None = None
    reset: bool = False

    @property
    def failed(self) -> bool:
        return bool(self.faults or self.refusal)


@dataclass(slots=True)
class Results:
    """The results of one request, by key; a row that nobody touched has none."""

    by_key: dict[str, RowResult] = field(default_factory=dict)

    @property
    def failed(self) -> list[str]:
        return [key for key, result in self.by_key.items() if result.failed]

    @property
    def saved(self) -> int:
        """How many rows say something else now."""
        return sum(bool(result.undo) for result in self.by_key.values())

    @property
    def undo_names(self) -> str:
        """What takes all of it back at once."""
        return " ".join(result.undo for result in self.by_key.values() if result.undo)


def result_of(posted: Posted, outcome: Outcome | None, *, now: datetime) -> RowResult:
    """What came of one posted row; no outcome where it asked for no change."""
    if outcome is None:
        return RowResult(posted.typed, reset=True)
    refusal = outcome.refusal
    if refusal is None and wants_a_value(posted.typed):
        # No status is stored without a value: it stays in the form until there is one.
        words = _("还没有数值，“初步数”没有保存：请填写数值，或改选“有数值”。")
        return RowResult(posted.typed, faults=(Fault("value", "value_missing", words),))
    if refusal is None:
        return RowResult(stored(outcome.actual), saved_at=now, undo=undo_name(outcome))
    if refusal.faults:
        return RowResult(posted.typed, faults=refusal.faults)
    theirs = refusal.current
    if theirs is not None and posted.typed.says_the_same(stored(theirs)):
        # A row that saved itself while its form was being sent: nobody disagrees.
        return RowResult(stored(theirs), saved_at=now)
    return RowResult(posted.typed, refusal=refusal.message, theirs=theirs)


def result_of_undo(outcome: Outcome, now_stored: Actual | None, *, now: datetime) -> RowResult:
    """What came of taking one row back."""
    if outcome.refusal is not None:
        return RowResult(stored(now_stored), refusal=outcome.refusal.message)
    undo = undo_name(outcome)
    return RowResult(stored(outcome.actual), saved_at=now, undo=undo, undone=True)


def undo_name(outcome: Outcome) -> str:
    """What names the version that a change made; nothing where it made none."""
    if outcome.actual is None or not outcome.changed:
        return ""
    return f"{outcome.key}{UNDO_SIGN}{outcome.actual.version}"


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One row: what is promised, the cells as typed or stored, and what is said of them."""

    row: EntryRow
    cells: TypedRow
    outcome: RowResult | None
    findings: Sequence[Finding]
    sent_back: HistoryRow | None  # the last time, if it wasn't approved since
    chosen: bool  # ticked, to be submitted
    explained_before: Version | None  # the one that explained an earlier value

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
    def duties(self) -> list[DutyWords]:
        return duties_of(self.row.promised.row if self.row.promised else None)

    @property
    def exception(self) -> str:
        """What the closed menu says of the status; empty where there simply is a value."""
        return "" if self.cells.status == ObsStatus.NORMAL else self.cells.status

    @property
    def opens_menu(self) -> bool:
        """Whether something is wrong with a field of the menu, which then stands open."""
        return not MENU_FIELDS.isdisjoint(self.faults)

    @property
    def submittable(self) -> bool:
        return self.row.submittable

    @property
    def remains(self) -> Actual | None:
        """What is still stored where another value was refused; None where nothing is."""
        refused = self.outcome is not None and self.outcome.failed and not self.outcome.theirs
        here = stored(self.row.actual)
        typed = (self.cells.value.strip(), self.cells.status)
        if refused and self.row.filled and typed != (here.value, here.status):
            return self.row.actual
        return None

    @property
    def wants_explanation(self) -> bool:
        return bool(self.cells.explanation) or any(found.asks for found in self.findings)


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one heading of a plan, or what no plan requires (`beside`)."""

    label: str
    lines: list[EntryLine]
    beside: bool = False


@dataclass(frozen=True, slots=True)
class EntryProblem:
    """What stands in the way at one row, and which of its fields it is about."""

    line: EntryLine
    words: str
    field: str

    @property
    def anchor(self) -> str:
        """The field that a link to the problem leads to, or the row where none is open."""
        return f"{self.field if self.line.row.editable else 'row'}-{self.line.key}"


def lines(
    rows: Sequence[EntryRow],
    results: Results,
    *,
    around: Surroundings,
    past: Mapping[int, Past],
    today: date,
    chosen: Collection[str] = (),
) -> list[EntryLine]:
    """Every row with what came of it, what the checks find in what is stored, and its past (by
    the pk of its value)."""
    return [
        line(
            row,
            results.by_key.get(str(row.key)),
            around=around,
            past=past,
            today=today,
            chosen=chosen,
        )
        for row in rows
    ]


def line(
    row: EntryRow,
    result: RowResult | None,
    *,
    around: Surroundings,
    past: Mapping[int, Past],
    today: date,
    chosen: Collection[str] = (),
) -> EntryLine:
    """One row by itself."""
    cells = result.typed if result else stored(row.actual)
    # Beside a refused value, questions about the stored one would only confuse.
    refused = result is not None and result.failed
    findings = [] if refused else findings_of(row, around=around, today=today)
    before = past.get(row.actual.pk) if row.actual else None
    explained = before.explained if before and row.editable and not cells.explanation else None
    in_work = row.actual is not None and row.actual.state != ActualState.APPROVED
    sent_back = before.sent_back if before and in_work else None
    return EntryLine(row, cells, result, findings, sent_back, str(row.key) in chosen, explained)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A row that a change of another made say something else than before."""

    key: str
    findings: Sequence[Finding]


def findings_by_row(
    rows: Sequence[EntryRow], *, around: Surroundings, today: date
) -> dict[str, list[Finding]]:
    """What the checks say of every stored value of `rows`."""
    return {str(row.key): findings_of(row, around=around, today=today) for row in rows}


def neighbours(
    before: Mapping[str, list[Finding]], now: Mapping[str, list[Finding]], *, but: Collection[str]
) -> list[Neighbour]:
    """The rows beside `but` of which the checks say something else `now` than `before`."""
    return [
        Neighbour(key, found)
        for key, found in now.items()
        if key not in but and found != before.get(key, [])
    ]


def findings_of(row: EntryRow, *, around: Surroundings, today: date) -> list[Finding]:
    """What the checks say of the stored value of `row`."""
    if row.actual is None:
        return []
    return [one for one in around.findings_of(row.actual, today) if not one.blocks]


def problems(
    rows: Sequence[EntryLine], refusals: Mapping[ActualKey, Refused]
) -> list[EntryProblem]:
    """What stands in the way, row by row: cells that were not kept, values not submitted."""
    found: list[EntryProblem] = []
    for one in rows:
        refusal = refusals.get(one.row.key)
        if refusal is not None:
            found.append(EntryProblem(one, refusal.message, _field(refusal.faults)))
        elif one.outcome is not None and one.outcome.failed:
            words = one.outcome.refusal or "；".join(one.faults.values())
            found.append(EntryProblem(one, words, _field(one.outcome.faults)))
    return found


def _field(faults: Sequence[Fault]) -> str:
    # Why nothing was changed is written into the note.
    named = ("note" if fault.field == "reason" else fault.field for fault in faults)
    return next((field for field in named if field in FIELDS), FIELDS[0])


def sections(rows: Sequence[EntryLine], *, required: int) -> list[Section]:
    """The first `required` lines under the headings that the plan prints, in its order, and the
    others below them."""
    under = [Section(label, list(group)) for label, group in groupby(rows[:required], key=_heading)]
    beside = [Section("", list(rows[required:]), beside=True)] if rows[required:] else []
    return under + beside


def _heading(one: EntryLine) -> str:
    return one.row.promised.row.printed_theme if one.row.promised else ""
