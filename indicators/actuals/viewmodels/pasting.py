"""What a pasted table would change, as the page shows it before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from common.labels import label
from indicators.actuals.rules.enums import ObsStatus
from indicators.actuals.wording import preliminary_mark

if TYPE_CHECKING:
    from indicators.actuals.forms.entry import TypedRow
    from indicators.actuals.forms.pasting import PastedTable, Proposed
    from indicators.actuals.rules.findings import Finding
    from indicators.actuals.rules.pasted import Placement
    from indicators.actuals.selectors.entry import EntryRow
    from indicators.actuals.services.work import Foreseen


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a row: what is stored, and what would be."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """What a line of the table would change in a row. `problem`: why it can't be filled in."""

    row: EntryRow
    number: int
    typed: TypedRow
    changes: Sequence[FieldChange]
    warnings: Sequence[Finding]
    problem: str
    conflict: bool
    hidden: bool
    value_elsewhere: bool
    chosen: bool

    @property
    def key(self) -> str:
        return str(self.row.key)


@dataclass(frozen=True, slots=True)
class Preview:
    """All that a pasted table would do, and what it leaves out. `unchanged`: how many rows say
    already what was pasted."""

    lines: Sequence[ProposedLine]
    unchanged: int
    placement: Placement
    fills: bool

    @property
    def chosen(self) -> int:
        return sum(line.chosen for line in self.lines)


def preview(
    proposed: Sequence[Proposed],
    foreseen: Sequence[Foreseen],
    placement: Placement,
    pasted: PastedTable,
) -> Preview:
    """The lines that change something, in the order of the table."""
    lines = [
        _line(one, seen, pasted.hidden, fills=pasted.fills)
        for one, seen in zip(proposed, foreseen, strict=True)
        if seen.changed or seen.refusal is not None
    ]
    return Preview(lines, len(proposed) - len(lines), placement, pasted.fills)


def _line(one: Proposed, seen: Foreseen, hidden: Collection[int], *, fills: bool) -> ProposedLine:
    problem = seen.refusal.message if seen.refusal else ""
    is_hidden = one.number in hidden
    # Filling down: what another row says already stands until somebody ticks it, and a row
    # without a value needs no source. Nor is the source of another year's value meant.
    meant = not fills or (one.row.filled and not _replaces_text(one))
    meant = meant and not one.value_elsewhere
    return ProposedLine(
        row=one.row,
        number=one.number,
        typed=one.after,
        changes=_changes(one, seen),
        warnings=[found for found in seen.findings if not found.blocks],
        problem=problem,
        conflict=one.conflict,
        hidden=is_hidden,
        value_elsewhere=one.value_elsewhere,
        chosen=meant and not (problem or one.conflict or is_hidden),
    )


def _replaces_text(one: Proposed) -> bool:
    names = ("source", "note")
    return any(getattr(one.before, name) not in ("", getattr(one.after, name)) for name in names)


def _changes(one: Proposed, seen: Foreseen) -> list[FieldChange]:
    """The fields that would say something else; the value as it would be stored."""
    value = seen.columns.get("value")
    mark = preliminary_mark(str(seen.columns.get("obs_status", "")))
    after = _value(one.after) if value is None else _printed(value) + mark
    texts = {
        "value": (_value(one.before), after),
        "source": (one.before.source, one.after.source),
        "note": (one.before.note, one.after.note),
    }
    return [
        FieldChange(name, before, after.strip())
        for name, (before, after) in texts.items()
        if before != after.strip()
    ]


def _value(row: TypedRow) -> str:
    """The value, or why there is none."""
    status = ObsStatus(row.status)
    if not status.has_value:
        return label(status)
    return row.value + (preliminary_mark(status) if row.value else "")


def _printed(value: object) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)
