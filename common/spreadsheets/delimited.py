"""Reads tables in text: csv, with commas, semicolons or tabs."""

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from io import StringIO
from itertools import islice

from common.spreadsheets.cells import BookCells, SheetCells
from common.spreadsheets.faults import NotRead, ReadFault
from common.spreadsheets.limits import Limits
from common.spreadsheets.notes import SheetNotes, check_together

# Before a comma, which in other countries is in numbers.
_SEPARATORS = "\t;,"
# Enough to see what separates the columns.
_LINES = 50
# What no text has, but files of another kind have in their first bytes.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
# Excel's way to say what separates the columns; it shows no such line.
_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def read_delimited(content: bytes, name: str, limits: Limits) -> BookCells:
    """The one sheet of a csv, of which every cell is text. Raises `NotRead`."""
    text = _decoded(content)
    said = _SAID.match(text)
    separator = said[1] if said else _separator(text)
    text = text[said.end() :] if said else text
    notes = SheetNotes(limits, name=name)
    rows: list[list[str]] = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for row in reader:
            rows.append(row)
            notes.reach(len(rows) - 1, len(row) - 1)
            notes.check()
    except csv.Error as error:
        raise NotRead(ReadFault.QUOTES, line=reader.line_num) from error
    if not any(map(any, rows)):
        raise NotRead(ReadFault.NO_CELLS)
    check_together([notes], limits)
    return BookCells([SheetCells(name, rows)])


def _decoded(content: bytes) -> str:
    """UTF-8, what Excel calls Unicode text, or the encoding of Chinese Windows."""
    encodings = ["utf-8-sig", "gb18030"]
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\0" in content:
        raise NotRead(ReadFault.UNKNOWN)
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROLS.search(text):
            raise NotRead(ReadFault.UNKNOWN)
        return text
    raise NotRead(ReadFault.ENCODING)


def _separator(text: str) -> str:
    """The sign that cuts most of the first lines into the same number of columns."""
    best, most = ",", (0, 0)
    for separator in _SEPARATORS:
        lines = islice(csv.reader(StringIO(text, newline=""), delimiter=separator), _LINES)
        widths = Counter(len(line) for line in lines if len(line) > 1)
        found = max(((count, width) for width, count in widths.items()), default=(0, 0))
        if found > most:
            best, most = separator, found
    return best
