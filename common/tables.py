"""A table that is to become a file: its columns with their units, its rows, its notes, and what a
workbook draws of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import TypeAlias

from django.utils import timezone
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


# A `date` may be a `datetime`, which is written as a time of here.
Value: TypeAlias = str | int | Decimal | date | Stamped | None


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


class ChartKind(Enum):
    """`BARS` stand below one another, a group a row; `STACKED` add up to one bar a row."""

    BARS = "bars"
    STACKED = "stacked"


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """A column (from 0) that is drawn, in a colour like `#0a6659`."""

    column: int
    colour: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a sheet's first `rows` rows, that a spreadsheet draws from their cells.

    `names`: the column (from 0) of what the bars are called. `unit` stands along the numbers.
    """

    kind: ChartKind
    title: str
    names: int
    series: Sequence[ChartSeries]
    rows: int
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`name` is that of the tab, `title` stands first among the notes. `totals` are rows below
    the others, that a filter of the columns leaves where they are."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    notes: Sequence[str]
    notes_name: str
    paper: Paper = Paper.A4
    totals: Sequence[Sequence[Value]] = ()
    charts: Sequence[Chart] = ()


def local_time(value: datetime) -> datetime:
    """A time as a clock here shows it; a spreadsheet knows no other."""
    return timezone.make_naive(value) if timezone.is_aware(value) else value
