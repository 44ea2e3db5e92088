"""Reads one cell of a table: what it is about, and which target or reported value it states."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from django.utils.translation import gettext as _

from indicators.plans.rules.enums import CitationKind, Comparator, Direction
from indicators.plans.rules.promises import CHANGES
from siwei.loading.cells import CellNumber, cell_number
from siwei.loading.schema import AmendedEntry, CitationEntry, ReportedEntry, TargetEntry
from siwei.loading.schema_tables import (
    TableCell,
    TableColumn,
    TableEntry,
    TableIndicator,
    TableRow,
)
from siwei.loading.shared import CatalogueEntry

_BY_DIRECTION = {
    Direction.AT_MOST: Comparator.AT_MOST,
    Direction.AT_LEAST: Comparator.AT_LEAST,
    Direction.NONE: Comparator.EQUAL,
}


class CellError(ValueError):
    """A cell can't be read; the message says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a cell is about."""

    region: str
    indicator: str
    year: int | None
    base_year: int | None
    goal: str | None
    reported: bool


def subject_of(row: TableRow, column: TableColumn, region: str, table: TableEntry) -> Subject:
    """What row and column together say of a cell, in the plan of `region`.

    Raises `CellError` where both say the same thing, or something isn't said.
    """
    said = {one.name: _either(one.name, row, column) for one in fields(Subject)}
    said["region"] = said["region"] or region
    if said["indicator"] is None:
        raise CellError(_("行和列都没有写是哪个指标"))
    if said["indicator"] not in table.indicators:
        raise CellError(_("表的 indicators 里没有“%s”") % said["indicator"])
    if said["year"] is None and (said["goal"] is None or said["reported"]):
        raise CellError(_("行和列都没有写年份（没有年份的目标写 goal）"))
    return Subject(**said)  # type: ignore[arg-type]


def _either(name: str, row: TableRow, column: TableColumn) -> object:
    one, other = getattr(row, name), getattr(column, name)
    if one and other:
        raise CellError(_("行和列都写了 %s") % name)
    return one or other


def dated_of(
    key: str,
    cell: str,
    column: TableColumn,
    subject: Subject,
    table: TableEntry,
    catalogue: Mapping[str, CatalogueEntry],
) -> TargetEntry | ReportedEntry | None:
    """What the cell of the row `key` states; None where it is printed as empty.

    Raises `CellError` where it is neither empty nor a number, nor explained under `cells`.
    """
    shared = table.indicators[subject.indicator]
    more = _said_of(key, column.column, table)
    if cell.strip() in table.empty:
        if more is not None:
            raise CellError(_("这一格是空的，cells 里却写了它"))
        return None
    # How much something changes is printed in per cent, whatever the indicator's unit.
    changes = ((more.form if more else None) or shared.form) in CHANGES
    number = cell_number(cell, "%" if changes else shared.unit)
    if number is None and (more is None or (more.value is None and not more.wording)):
        raise CellError(_("这一格不是一个数；在 cells 里写明它说什么"))
    more = more or TableCell(row=key, column=column.column)
    if subject.reported:
        return _reported(cell, number, subject, more)
    target = _target(cell, number, subject, shared, more, catalogue.get(subject.indicator))
    return _amending(target, table)


def _amending(target: TargetEntry, table: TableEntry) -> TargetEntry:
    """The target as one that replaces that of another plan, where the whole table does."""
    if table.amends is None:
        return target
    amended = AmendedEntry(plan=table.amends, year=target.year, base_year=target.base_year)
    return target.model_copy(update={"amends": amended, "effective_on": table.effective_on})


def _said_of(key: str, column: str, table: TableEntry) -> TableCell | None:
    return next((one for one in table.cells if (one.row, one.column) == (key, column)), None)


def _reported(
    cell: str, number: CellNumber | None, subject: Subject, more: TableCell
) -> ReportedEntry:
    value = more.value if more.value is not None or number is None else number.value
    if subject.year is None or value is None:
        raise CellError(_("报告值必须有数值"))
    return ReportedEntry(
        year=subject.year,
        base_year=subject.base_year,
        value=value,
        note=more.note,
        citations=_citations(cell, number, more),
    )


def _target(
    cell: str,
    number: CellNumber | None,
    subject: Subject,
    shared: TableIndicator,
    more: TableCell,
    known: CatalogueEntry | None,
) -> TargetEntry:
    value = more.value if more.value is not None or number is None else number.value
    usual = _BY_DIRECTION[known.direction] if known else Comparator.EQUAL
    printed = number.comparator if number else None
    form = more.form or (number.form if number else None) or shared.form
    return TargetEntry.model_validate(
        {
            "year": subject.year,
            "base_year": subject.base_year,
            "goal": subject.goal,
            "value": value,
            "value_to": more.value_to,
            "aim": more.aim,
            "form": form,
            "counts_from": shared.counts_from,
            "comparator": more.comparator or printed or shared.comparator or usual,
            "wording": more.wording or (number.wording if number else cell.strip()),
            "definition_note": more.definition_note,
            "note": more.note,
            "citations": _citations(cell, number, more),
        }
    )


def _citations(cell: str, number: CellNumber | None, more: TableCell) -> list[CitationEntry]:
    """The cell itself, then what else is cited."""
    plain = number is not None and more.value is None and more.aim is None
    words = number is None and more.value is None
    return [
        CitationEntry(
            clause=more.row,
            column=more.column,
            quote=number.text if plain and number else cell.strip(),
            states=CitationKind.WORDS if words else None,
        ),
        *more.citations,
    ]
