"""Finds a quotation in the clause that it cites, and the number in it."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from siwei.loading.clauses import ClauseText
from siwei.loading.heads import PrintedHead, cell_start
from siwei.loading.numbers import NumberToken, number_tokens


class QuoteError(ValueError):
    """The quotation doesn't fit; the message says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The words that a citation marks: `text[start:end]` of the clause."""

    start: int
    end: int

    def moved(self, by: int) -> "Mark":
        """The same words in a text that begins `by` signs earlier."""
        return Mark(self.start + by, self.end + by)


def find_quote(clause: ClauseText, quote: str) -> int:
    """Where `quote` begins in the clause's text. It must stand there exactly once."""
    found = clause.text.find(quote)
    if found < 0:
        raise QuoteError(
            _("条款“%(key)s”里没有这句话：“%(quote)s”") % {"key": clause.key, "quote": quote}
        )
    if clause.text.find(quote, found + 1) >= 0:
        raise QuoteError(
            _("“%(quote)s”在条款“%(key)s”里出现不止一次，请多引几个字")
            % {"key": clause.key, "quote": quote}
        )
    return found


def find_in_column(clause: ClauseText, head: PrintedHead | None, column: str, quote: str) -> int:
    """Where `quote` begins in the cell of the row `clause` below the head `column`."""
    index = column_of(clause, head, column)
    cell = cell_of(clause, index)
    if quote not in cell:
        raise QuoteError(
            _("条款“%(key)s”的“%(column)s”一格里没有“%(quote)s”，而是“%(cell)s”")
            % {"key": clause.key, "column": column, "quote": quote, "cell": cell}
        )
    return cell_start(clause, index) + cell.index(quote)


def column_of(clause: ClauseText, head: PrintedHead | None, column: str) -> int:
    """Which column of the row `clause`, counted from 0, has the head `column`."""
    index = head.head.find(column) if head is not None else None
    if index is None:
        raise QuoteError(
            _("条款“%(key)s”的表头里没有“%(column)s”这一列") % {"key": clause.key, "column": column}
        )
    return index


def cell_of(clause: ClauseText, index: int) -> str:
    """The cell of a row; empty where the row ends before it."""
    cells = clause.cells
    return cells[index] if index < len(cells) else ""


def find_number(quote: str, value: Decimal) -> NumberToken:
    """The number in `quote` that states `value`; there must be exactly one."""
    tokens = [token for token in number_tokens(quote) if token.value == value]
    if not tokens:
        raise QuoteError(
            _("引文“%(quote)s”里没有数值 %(value)s") % {"quote": quote, "value": value}
        )
    if len(tokens) > 1:
        raise QuoteError(
            _("引文“%(quote)s”里 %(value)s 出现不止一次，请少引几个字")
            % {"quote": quote, "value": value}
        )
    return tokens[0]


def refuse_cut_number(clause: ClauseText, start: int, end: int) -> None:
    """Refuse `text[start:end]` where it is only a part of a number: the 2 of 2.27."""
    for token in number_tokens(clause.text):
        if token.start < end and start < token.end and (token.start, token.end) != (start, end):
            raise QuoteError(
                _("引文截断了条款“%(key)s”里的数字 %(number)s")
                % {"key": clause.key, "number": clause.text[token.start : token.end]}
            )
