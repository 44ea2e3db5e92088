"""The text of a plan as on paper, with every promised number marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from django.utils.translation import gettext as _

from common.figures import number
from common.labels import label
from indicators.plans.rules.enums import CitationKind, ClauseKind, GoalKind, TargetForm
from indicators.plans.rules.heads import HeadCell, table_head
from indicators.plans.viewmodels.anchors import target_anchor

if TYPE_CHECKING:
    from indicators.plans.models import Citation, Clause, PlanIndicator, Reported, Target

CELL = "\t"
LONG_CELL = 24
_LEVELS = {
    ClauseKind.TITLE: 2,
    ClauseKind.SECTION: 3,
    ClauseKind.ANNEX: 3,
    ClauseKind.SUBSECTION: 4,
    ClauseKind.CLAUSE: 5,
}
# Where two quotations overlap, the one that states a number is marked.
_PRECEDENCE = {CitationKind.VALUE: 0, CitationKind.WORDS: 1, CitationKind.BASE_YEAR: 2}


@dataclass(frozen=True, slots=True)
class TextMark:
    """A stretch of text that promises something, and what it is: `owner` is the first of it."""

    start: int
    end: int
    kind: str
    owner: Target | Reported
    others: int
    conflict: bool

    @property
    def look(self) -> str:
        """The class of the mark: the nature of the promise, or what else it states."""
        if self.owner.is_reported:
            return "reported"
        if self.kind == CitationKind.BASE_YEAR:
            return "base"
        return self.owner.plan_indicator.nature

    @property
    def form(self) -> str:
        """What its number says where it is no plain value, or that it names no year."""
        if self.owner.is_reported:
            return ""
        target = cast("Target", self.owner)
        form, kind = TargetForm(target.form), GoalKind(target.goal_kind)
        parts = [label(form)] if form is not TargetForm.VALUE else []
        if target.printed_aim is not None:
            parts.append(_("力争%(aim)s") % {"aim": number(target.printed_aim)})
        if kind is GoalKind.UNDATED and target.value is not None:
            parts.append(label(kind))
        return " · ".join(parts)

    @property
    def later(self) -> Target | None:
        """What a later document makes of it: where the reader is led on."""
        return self.owner.replaced_by

    @property
    def amends(self) -> Target | None:
        """What it makes of an earlier document: where the reader is led back."""
        return self.owner.amends

    @property
    def promise(self) -> PlanIndicator:
        return self.owner.plan_indicator

    @property
    def anchor(self) -> str:
        return target_anchor(self.owner)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, marked or not."""

    text: str
    mark: TextMark | None = None


@dataclass(frozen=True, slots=True)
class AnnexCell:
    """A cell; one of the head may cover more than one column and row."""

    pieces: list[Piece]
    long: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause that is not a row: its heading with its level, and its paragraphs."""

    clause: Clause
    level: int
    paragraphs: list[list[Piece]]
    is_table: bool = False


@dataclass(frozen=True, slots=True)
class AnnexRow:
    clause: Clause
    cells: list[AnnexCell]


@dataclass(slots=True)
class AnnexTable:
    """A table of an annex: its head and its rows. `title` is the annex's."""

    title: str
    heads: list[AnnexRow] = field(default_factory=list)
    rows: list[AnnexRow] = field(default_factory=list)
    is_table: bool = True

    @property
    def columns(self) -> int:
        return max((len(row.cells) for row in (*self.heads, *self.rows)), default=1)

    def head(self) -> list[AnnexRow]:
        """The rows of the head, each without the cells that another one covers."""
        spans = table_head([row.clause.text.split(CELL) for row in self.heads]).cells()
        return [
            AnnexRow(row.clause, [_spanning(row, cell) for cell in cells])
            for row, cells in zip(self.heads, spans, strict=True)
        ]


def _spanning(row: AnnexRow, cell: HeadCell) -> AnnexCell:
    """A cell of the head, with what it covers. The row may end before its column."""
    index = cell.place.column
    pieces = row.cells[index].pieces if index < len(row.cells) else []
    return AnnexCell(pieces, columns=cell.columns, rows=cell.rows)


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    key: str
    level: int
    heading: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A plan ready to be read: its blocks in order, and what stands in the contents."""

    blocks: list[Passage | AnnexTable]
    contents: list[ContentsEntry]


def read(clauses: Sequence[Clause], promises: Sequence[PlanIndicator]) -> Reading:
    """The clauses of one plan with the citations of its promises (of `plan_indicators()`)."""
    citations = _by_clause(promises)
    blocks: list[Passage | AnnexTable] = []
    contents: list[ContentsEntry] = []
    level = 2
    title = ""
    for clause in clauses:
        marks = _marks(citations.get(clause.pk, []))
        if clause.kind in (ClauseKind.HEADER, ClauseKind.ROW):
            _add_row(blocks, AnnexRow(clause, _cells(clause.text, marks)), title)
            continue
        # No level is left out: a heading is at most one below the one before it.
        wanted = _LEVELS.get(ClauseKind(clause.kind))
        if wanted:
            level = min(wanted, level + 1)
            if clause.heading:
                contents.append(ContentsEntry(clause.key, level, clause.heading))
            title = clause.heading
        blocks.append(Passage(clause, level if wanted else 0, _paragraphs(clause.text, marks)))
    return Reading(blocks, contents)


def _by_clause(
    promises: Sequence[PlanIndicator],
) -> dict[int, list[tuple[Citation, Target | Reported]]]:
    found: dict[int, list[tuple[Citation, Target | Reported]]] = {}
    for promise in promises:
        owners: list[Target | Reported] = [*promise.targets.all()]
        owners += promise.reported.all()
        for owner in owners:
            for citation in owner.citations.all():
                found.setdefault(citation.clause_id, []).append((citation, owner))
    return found


def _marks(found: list[tuple[Citation, Target | Reported]]) -> list[TextMark]:
    """Marks that don't overlap, in the order of the text; one stretch is marked once."""
    spans: dict[tuple[int, int], list[tuple[Citation, Target | Reported]]] = {}
    for citation, owner in found:
        spans.setdefault((citation.start, citation.end), []).append((citation, owner))
    chosen: list[TextMark] = []
    for (start, end), rows in sorted(spans.items(), key=lambda span: _rank(span[1])):
        if any(start < mark.end and mark.start < end for mark in chosen):
            continue
        citation, owner = rows[0]
        conflict = any(_differs(citation, owner) for citation, owner in rows)
        chosen.append(TextMark(start, end, citation.kind, owner, len(rows) - 1, conflict))
    return sorted(chosen, key=lambda mark: mark.start)


def _rank(rows: list[tuple[Citation, Target | Reported]]) -> int:
    return min(_PRECEDENCE[CitationKind(citation.kind)] for citation, _owner in rows)


def _differs(citation: Citation, owner: Target | Reported) -> bool:
    return citation.kind == CitationKind.VALUE and owner.conflict


def _pieces(text: str, offset: int, marks: list[TextMark]) -> list[Piece]:
    """`text`, which begins at `offset` of its clause, cut at the marks that touch it."""
    pieces: list[Piece] = []
    at = 0
    for mark in marks:
        start, end = max(mark.start - offset, at), min(mark.end - offset, len(text))
        if start >= end:
            continue
        pieces += [Piece(text[at:start])] if start > at else []
        pieces.append(Piece(text[start:end], mark))
        at = end
    return [*pieces, Piece(text[at:])] if at < len(text) else pieces


def _split(text: str, separator: str, marks: list[TextMark]) -> list[list[Piece]]:
    result: list[list[Piece]] = []
    offset = 0
    for part in text.split(separator):
        result.append(_pieces(part, offset, marks))
        offset += len(part) + len(separator)
    return result


def _paragraphs(text: str, marks: list[TextMark]) -> list[list[Piece]]:
    return _split(text, "\n", marks) if text else []


def _cells(text: str, marks: list[TextMark]) -> list[AnnexCell]:
    parts = zip(text.split(CELL), _split(text, CELL, marks), strict=True)
    return [AnnexCell(pieces, len(part) > LONG_CELL) for part, pieces in parts]


def _add_row(blocks: list[Passage | AnnexTable], row: AnnexRow, title: str) -> None:
    last = blocks[-1] if blocks else None
    is_head = row.clause.kind == ClauseKind.HEADER
    if not isinstance(last, AnnexTable) or (is_head and last.rows):
        last = AnnexTable(title or _("表"))
        blocks.append(last)
    (last.heads if is_head else last.rows).append(row)
