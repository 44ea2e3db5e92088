"""A table that is to become a file: its columns with their units, its rows, its notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TypeAlias

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Passport:
    """Which published value a number in a file is: the key of its record (an `ActualKey` as text),
    and the version that published it. `/verify/` asks the history what that version said."""

    key: str
    version: int


@dataclass(frozen=True, slots=True)
class Stamped:
    """A published number with its passport, which travels with it in a file."""

    value: int | Decimal
    passport: Passport


Value: TypeAlias = str | int | Decimal | Stamped | None


class Paper(Enum):
    """What a table is printed on, across, by the number that spreadsheets have for it."""

    A3 = 8
    A4 = 9


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column, with the unit of its numbers. One that `is_upright` has its head
    written downwards, so that it is as narrow as its cells."""

    head: str
    unit: str = ""
    is_upright: bool = False

    @property
    def full(self) -> str:
        head = self.head[:1].upper() + self.head[1:]
        return _("%(head)s（%(unit)s）") % {"head": head, "unit": self.unit} if self.unit else head


@dataclass(frozen=True, slots=True)
class Sheet:
    """`name` is that of the tab, `title` stands first among the notes."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    notes: Sequence[str]
    notes_name: str
    paper: Paper = Paper.A4
