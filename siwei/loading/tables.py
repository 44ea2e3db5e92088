"""Turns each block `tables` of a plan into the promises that its cells make.

What comes out is what the same promises would be, written one by one; so every check of a plan
holds for them as well.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from pydantic import ValidationError

from siwei.loading.accounting import SERIAL_HEADS
from siwei.loading.check_targets import base_year_fault
from siwei.loading.checking import Path
from siwei.loading.clauses import ClauseText
from siwei.loading.heads import PrintedHead, heads_of
from siwei.loading.plan_file import PlanFile
from siwei.loading.printed_years import head_fault, row_fault
from siwei.loading.problems import FileProblem, shortened
from siwei.loading.quotes import QuoteError, cell_of, column_of
from siwei.loading.reasons import words_of
from siwei.loading.schema import IndicatorEntry, ReportedEntry, TargetEntry
from siwei.loading.schema_tables import TableColumn, TableEntry, TableRow
from siwei.loading.shared import CatalogueEntry
from siwei.loading.table_cells import CellError, Subject, dated_of, subject_of
from siwei.loading.yaml_source import Source


@dataclass(frozen=True, slots=True)
class Expanded:
    """A plan with the promises of its tables after those that it writes one by one."""

    plan: PlanFile
    source: Source


def expand_tables(
    source: Source,
    plan: PlanFile,
    clauses: Mapping[str, ClauseText],
    catalogue: Mapping[str, CatalogueEntry],
    problems: list[FileProblem],
) -> Expanded:
    """The plan with every table as promises; what is wrong with one goes to `problems`."""
    entries, lines = list(plan.indicators), dict(source.lines)
    heads = heads_of(clauses)
    for number, table in enumerate(plan.tables):
        expansion = _Expansion(source, ("tables", number), table, clauses, heads, catalogue)
        for row, entry in expansion.entries(plan.plan.region):
            here = ("tables", number, "rows", row)
            lines["indicators", len(entries)] = source.line(here)
            entries.append(entry)
        problems += expansion.problems
    return Expanded(plan.model_copy(update={"indicators": entries}), replace(source, lines=lines))


@dataclass(slots=True)
class _Promise:
    """What the cells of one region and one indicator say, in the order of the table."""

    row: str
    targets: list[TargetEntry] = field(default_factory=list)
    reported: list[ReportedEntry] = field(default_factory=list)


class _Expansion:
    """One table, and the mistakes found in it."""

    def __init__(
        self,
        source: Source,
        path: Path,
        table: TableEntry,
        clauses: Mapping[str, ClauseText],
        heads: Mapping[str, PrintedHead],
        catalogue: Mapping[str, CatalogueEntry],
    ) -> None:
        self.source = source
        self.path = path
        self.table = table
        self.clauses = clauses
        self.heads = heads
        self.catalogue = catalogue
        self.problems: list[FileProblem] = []
        self._seen: dict[Subject, str] = {}
        self._promises: dict[tuple[str, str], _Promise] = {}

    def entries(self, region: str) -> Iterator[tuple[str, IndicatorEntry]]:
        """(row, promise) for each region and indicator; `region` is that of the plan."""
        self._check_names()
        for key, row in self.table.rows.items():
            clause = self._row(key)
            if clause is not None:
                self._cells(clause, row, region)
        for (code, indicator), promise in self._promises.items():
            if promise.targets or promise.reported:
                own = None if code == region else code
                yield promise.row, self._entry(own, indicator, promise)

    def _say(self, path: Path, message: str) -> None:
        self.problems.append(self.source.problem((*self.path, *path), message))

    # Names

    def _check_names(self) -> None:
        """What the block names is there, once."""
        if self.table.departments_in not in (None, *self.clauses):
            words = _("正文里没有条款“%s”")
            self._say(("departments_in",), words % self.table.departments_in)
        columns = {one.column for one in self.table.columns}
        seen: set[tuple[str, str]] = set()
        for i, cell in enumerate(self.table.cells):
            if cell.row not in self.table.rows or cell.column not in columns:
                words = _("表里没有“%(row)s”行“%(column)s”列")
            elif (cell.row, cell.column) in seen:
                words = _("“%(row)s”行“%(column)s”列写了两次")
            else:
                seen.add((cell.row, cell.column))
                continue
            self._say(("cells", i), words % {"row": cell.row, "column": cell.column})

    def _row(self, key: str) -> ClauseText | None:
        clause, head = self.clauses.get(key), self.heads.get(key)
        if clause is None:
            self._say(("rows", key), _("正文里没有条款“%s”") % key)
        elif head is None or head.clauses[0].key != self.table.head:
            words = _("条款“%(key)s”不是表头“%(head)s”下面的一行")
            self._say(("rows", key), words % {"key": key, "head": self.table.head})
        else:
            return clause
        return None

    # Cells

    def _cells(self, clause: ClauseText, row: TableRow, region: str) -> None:
        names = self.heads[clause.key].names
        note = self._notes(clause, row, self.table.columns)
        if fault := row_fault(names, clause.cells, row.year, note):
            self._say(("rows", clause.key), fault)
            return
        read: dict[int, str] = {}
        for i, column in enumerate(self.table.columns):
            try:
                index = column_of(clause, self.heads[clause.key], column.column)
            except QuoteError as error:
                self._say(("columns", i, "column"), str(error))
                continue
            if index in read:
                words = _("“%(one)s”和“%(other)s”是同一列")
                pair = {"one": read[index], "other": column.column}
                self._say(("columns", i, "column"), words % pair)
                continue
            read[index] = column.column
            if fault := self._year_of_column(names[index], clause, row, column):
                self._say(("columns", i), fault)
                continue
            self._cell(clause, cell_of(clause, index), row, column, region)

    def _year_of_column(
        self, name: str, clause: ClauseText, row: TableRow, column: TableColumn
    ) -> str:
        """Why the head of a column names another year than that of the row's cell."""
        shared = self.table.indicators.get(row.indicator or column.indicator or "")
        others = (row.base_year, column.base_year, shared.counts_from if shared else None)
        note = self._notes(clause, row, [column])
        return head_fault(name, row.year or column.year, others, note)

    def _notes(self, clause: ClauseText, row: TableRow, columns: Sequence[TableColumn]) -> str:
        """What the notes of a row say, and those of its indicators and cells in `columns`."""
        codes = {row.indicator, *(one.indicator for one in columns)}
        names = [one.column for one in columns]
        shared = [one.note for code, one in self.table.indicators.items() if code in codes]
        cells = [
            one.note for one in self.table.cells if one.row == clause.key and one.column in names
        ]
        return "\n".join([row.note, *shared, *cells])

    def _cell(
        self, clause: ClauseText, cell: str, row: TableRow, column: TableColumn, region: str
    ) -> None:
        """Add what the cell promises, or say with its row and column why it can't be read."""
        try:
            subject = subject_of(row, column, region, self.table)
            promise = self._promises.setdefault(
                (subject.region, subject.indicator), _Promise(clause.key)
            )
            found = dated_of(clause.key, cell, column, subject, self.table, self.catalogue)
            if found is None:
                return
            self._once(subject, clause.key)
        except CellError as error:
            self._refuse(clause, column, cell, str(error))
        except ValidationError as error:
            self._refuse(clause, column, cell, words_of(error.errors()[0]))
        else:
            fault = self._base(subject, found)
            if fault and row.indicator is None:
                words = _("“%(column)s”列：%(why)s") % {"column": column.column, "why": fault}
                self._say(("columns", self.table.columns.index(column)), words)
            elif fault:
                self._refuse(clause, column, cell, fault)
            elif isinstance(found, TargetEntry):
                promise.targets.append(found)
            else:
                promise.reported.append(found)

    def _base(self, subject: Subject, found: TargetEntry | ReportedEntry) -> str:
        """What is wrong with the base year of a cell; "" where nothing is."""
        known = self.catalogue.get(subject.indicator)
        if known is None:
            return ""
        return base_year_fault(found, reduction=known.level_of is not None)

    def _once(self, subject: Subject, row: str) -> None:
        if subject in self._seen:
            raise CellError(_("与“%s”行说的是同一件事") % self._seen[subject])
        self._seen[subject] = row

    def _refuse(self, clause: ClauseText, column: TableColumn, cell: str, why: str) -> None:
        words = _("“%(row)s”行“%(column)s”列（%(cell)s）：%(why)s") % {
            "row": clause.key,
            "column": column.column,
            "cell": shortened(cell) or _("空"),
            "why": why,
        }
        self._say(("rows", clause.key), words)

    # Promises

    def _entry(self, region: str | None, code: str, promise: _Promise) -> IndicatorEntry:
        """The promise as it would stand under `indicators`. Nothing of it is checked again."""
        shared, row = self.table.indicators[code], self.table.rows[promise.row]
        departments = row.departments or shared.departments or self.table.departments
        return IndicatorEntry(
            indicator=code,
            region=region,
            serial=row.serial or self._serial(promise.row, row),
            name=shared.name,
            unit=shared.unit,
            theme=shared.theme,
            nature=shared.nature,
            origin=self.table.origin,
            definition_note=shared.definition_note,
            note="\n".join(filter(None, (shared.note, row.note))),
            departments=departments,
            targets=promise.targets,
            reported=promise.reported,
        )

    def _serial(self, key: str, row: TableRow) -> str:
        """The printed number of a row that is an indicator; a row that is a county counts those."""
        if row.indicator is None:
            return ""
        names = self.heads[key].names
        numbered = next((i for i, name in enumerate(names) if name in SERIAL_HEADS), None)
        return "" if numbered is None else cell_of(self.clauses[key], numbered)
