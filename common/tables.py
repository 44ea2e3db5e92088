"""A table that is to become a file: its columns with their units, its rows, its notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from django.utils.translation import gettext as _

Value: TypeAlias = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column, with the unit of its numbers."""

    head: str
    unit: str = ""

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
