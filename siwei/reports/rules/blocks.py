"""What a report is made of, before it is a Word file: headings, paragraphs, tables, pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of a line. `tag`: it is a published number, and goes into a content control with
    that tag (`passports.tag_of`). Italics are the system's estimates, struck out is what was
    withdrawn."""

    text: str
    tag: str = ""
    italic: bool = False
    struck: bool = False


# A paragraph or a cell: plain words, or pieces of it.
Line: TypeAlias = str | Sequence[Text]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the first (一、), second (（一）) or third (1.) order, with its number."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words of the text, their first line two characters in; those of a `note` are smaller."""

    line: Line
    note: bool = False


class Align(Enum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """`width` in millimetres; those of a table together are those of the text, 156. `breaks`: what
    stands in it is long and has no blanks, so that it may be parted anywhere."""

    head: str
    width: float
    align: Align = Align.LEFT
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title above; the heads are repeated on each page, and no row is parted."""

    caption: str
    columns: Sequence[TableColumn]
    rows: Sequence[Sequence[Line]]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as SVG, with what it says in words for who doesn't see it, and its caption below.
    `width` in millimetres."""

    svg: str
    description: str
    caption: str
    width: float = 150


@dataclass(frozen=True, slots=True)
class Signature:
    """Where the organ signs and the day is written: the place of 落款 and 成文日期."""


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex (附件) that begins on a page of its own."""

    number: int
    title: str


Block: TypeAlias = Heading | Paragraph | Table | Picture | Signature | Annex


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. `subject` is said in the properties of the file only."""

    title: str
    subject: str
    blocks: Sequence[Block]
