"""The head of a table as the text of a plan has it: one `header` clause for each of its rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indicators.plans.rules.heads import TableHead, table_head
from siwei.loading.clauses import CELL, ClauseText


@dataclass(frozen=True, slots=True)
class PrintedHead:
    """A head and the clauses that it stands in, from above to below."""

    clauses: tuple[ClauseText, ...]
    head: TableHead

    @property
    def names(self) -> list[str]:
        return self.head.names

    def stretches(self, column: int) -> Iterator[tuple[str, int, int]]:
        """(clause, start, end) of each cell that is a head of `column`."""
        for place in self.head.covering[column]:
            clause = self.clauses[place.row]
            start = cell_start(clause, place.column)
            yield clause.key, start, start + len(clause.cells[place.column])


def cell_start(clause: ClauseText, column: int) -> int:
    """Where the cell begins in the text of a row or a head."""
    return sum(len(before) + len(CELL) for before in clause.cells[:column])


def heads_of(clauses: Mapping[str, ClauseText]) -> dict[str, PrintedHead]:
    """For the key of each row: the head that stands above it. Heads in a row are one."""
    result: dict[str, PrintedHead] = {}
    above: list[ClauseText] = []
    head: PrintedHead | None = None
    for clause in clauses.values():
        if clause.kind == "header":
            above = [clause] if head is not None else [*above, clause]
            head = None
        elif clause.kind == "row" and above:
            head = head or _head(above)
            result[clause.key] = head
        else:
            above, head = [], None
    return result


def _head(clauses: list[ClauseText]) -> PrintedHead:
    return PrintedHead(tuple(clauses), table_head([clause.cells for clause in clauses]))
