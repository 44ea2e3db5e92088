"""A workbook to fill in: what stands in its cells, which of them are open, and what they take.

`template_book` makes the file of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TypeAlias

from common.tables import Paper

Value: TypeAlias = str | int | Decimal | None


class Look(Enum):
    """What a cell is for, so that its colour and its lock say so."""

    HEAD = "head"
    SAID = "said"  # what the system says, locked
    OPEN = "open"  # to be filled in
    SHUT = "shut"  # would be filled in, but takes no change


@dataclass(frozen=True, slots=True)
class NumberCheck:
    """A number between two others. `prompt` is said where the cell is chosen, `error` where
    something else was typed: it is refused, unless `words_too`, where it is only asked about."""

    lowest: Decimal
    highest: Decimal
    prompt: str
    error: str
    words_too: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceCheck:
    """One of these words, or nothing."""

    options: tuple[str, ...]
    prompt: str
    error: str


@dataclass(frozen=True, slots=True)
class FormCell:
    """One cell. `note`: the comment that explains it. `right`: a text that ends at the right, as
    numbers do. `quiet`: a head for programs more than for people."""

    value: Value = None
    look: Look = Look.SAID
    note: str = ""
    check: NumberCheck | ChoiceCheck | None = None
    right: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class FormColumn:
    """How wide a column is, in half-width characters."""

    width: int
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A sheet: its title, a line of instruction, the lines of heads and the rows. The first
    `names` columns say what a row is about, and stay where they are; `printed`: so many are
    printed, without it all of them."""

    name: str
    title: str
    lead: str
    columns: Sequence[FormColumn]
    heads: Sequence[Sequence[FormCell]]
    rows: Sequence[Sequence[FormCell]]
    names: int
    printed: int | None = None
    paper: Paper = Paper.A4


@dataclass(frozen=True, slots=True)
class FormBook:
    """The sheets, one of notes (the first line is its title, a line below an empty one a heading),
    and `facts`, the rows of a sheet called `facts_name` that nobody sees."""

    title: str
    sheets: Sequence[FormSheet]
    notes_name: str
    notes: Sequence[str]
    facts_name: str
    facts: Sequence[Sequence[str | int]]
