"""Why an uploaded file can't be read as tables."""

from collections.abc import Mapping
from enum import StrEnum


class ReadFault(StrEnum):
    """What is wrong with a file that was to be read."""

    EMPTY_FILE = "empty_file"
    TOO_LARGE = "too_large"  # most: bytes
    # What it is instead of a table.
    PDF = "pdf"
    DOCUMENT = "document"  # of Word or WPS Writer
    SLIDES = "slides"
    PICTURE = "picture"
    WEB_PAGE = "web_page"  # HTML, whatever its name says
    XML = "xml"  # Excel 2003 in XML among them
    ARCHIVE = "archive"
    BINARY_WORKBOOK = "binary_workbook"  # xlsb
    OLD_WORKBOOK = "old_workbook"  # of Excel 4 or older
    UNKNOWN = "unknown"
    # A table that isn't read.
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    EMBEDDED = "embedded"  # a program or an archive is inside
    BOMB = "bomb"
    NO_CELLS = "no_cells"
    TOO_MANY_SHEETS = "too_many_sheets"  # most
    TOO_MANY_ROWS = "too_many_rows"  # sheet, most
    TOO_MANY_COLUMNS = "too_many_columns"  # sheet, most
    TOO_MANY_CELLS = "too_many_cells"  # most
    ENCODING = "encoding"  # a csv that is neither UTF-8 nor GB18030
    QUOTES = "quotes"  # line: of a csv, where quotes have no end


class NotRead(Exception):
    """A file is not read. `numbers` are those of the fault: how much is allowed; `sheet`, where."""

    def __init__(self, fault: ReadFault, **numbers: int | str) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.numbers: Mapping[str, int | str] = numbers
