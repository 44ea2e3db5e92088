"""Every number of a plan's text is accounted for: cited by something, or listed as not tracked."""

import re
from collections.abc import Mapping

from siwei.loading.cells import cell_number
from siwei.loading.clauses import CELL, ClauseText
from siwei.loading.heads import heads_of
from siwei.loading.numbers import NumberToken, number_tokens

_ITEM_NUMBER = re.compile(r"^\d+[.．、]", re.MULTILINE)
SERIAL_HEADS = frozenset({"序号"})


class NumberAccount:
    """Keeps, per clause, which stretches of text something has accounted for."""

    def __init__(self, clauses: Mapping[str, ClauseText]) -> None:
        self._clauses = clauses
        self._spans: dict[str, list[tuple[int, int]]] = {key: [] for key in clauses}
        self._heads = heads_of(clauses)

    def account(self, key: str, start: int, end: int) -> None:
        """Whatever stands in `text[start:end]` of the clause is accounted for."""
        self._spans[key].append((start, end))

    def account_column(self, row_key: str, column: str) -> None:
        """The head of a column that a citation reads is accounted for with it."""
        head = self._heads[row_key]
        lowest = head.head.find(column)
        for index, name in enumerate(head.names):
            if name == column or index == lowest:
                for key, start, end in head.stretches(index):
                    self.account(key, start, end)

    def left_over(self) -> list[tuple[ClauseText, NumberToken]]:
        """The numbers that nothing accounts for, in the order of the document."""
        return [
            (clause, token)
            for clause in self._clauses.values()
            for token in number_tokens(self._without_numbering(clause))
            if not self._covered(clause, token)
        ]

    def _covered(self, clause: ClauseText, token: NumberToken) -> bool:
        return any(
            start <= token.start and token.end <= end for start, end in self._spans[clause.key]
        )

    def _without_numbering(self, clause: ClauseText) -> str:
        """The text with serial numbers of rows and items blanked: they count the list itself.

        Blanked first, since `69.2030年` is item 69 and the year 2030. A cell that holds nothing but
        a number (2.3以内) is no item.
        """
        if clause.kind != "row":
            return clause.text
        head = self._heads.get(clause.key)
        heads = head.names if head else []
        return CELL.join(
            " " * len(cell)
            if index < len(heads) and heads[index] in SERIAL_HEADS
            else cell
            if cell_number(cell, "%") is not None
            else _ITEM_NUMBER.sub(lambda match: " " * len(match.group()), cell)
            for index, cell in enumerate(clause.cells)
        )
