"""A table as a file: CSV that Excel reads in Chinese, and xlsx with its units and notes.

Cells come from what people typed and from documents. A spreadsheet that opens a CSV file guesses
what each cell is: it computes a formula, and turns 2.10 (the number of a section) into 2.1 and 1-2
into a day of January. A text that it would take for something else has an apostrophe before it,
and so has one that begins with an apostrophe itself: whoever reads the file takes one away.
"""

import csv
import io
import re
import unicodedata
from datetime import datetime
from decimal import Decimal
from itertools import chain

from django.utils import timezone

from common.tables import Sheet, Stamped, Value, local_time

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet takes for the beginning of a formula; a Chinese one the full-width signs too.
_FORMULA = tuple("=+-@＝＋－＠\t\r\n'")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_TIME = r"\d{1,4}:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?(?:\s*[ap]m?)?"
# What it takes for a number, a day, a time, a fraction or a truth value, in Chinese and English.
_GUESSED = re.compile(
    rf"""\s*(?:
      [(]?[¥$€]?\s*(?:\d[\d,]*\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*%?[)]?
    | \d{{1,4}}[-/]\d{{1,2}}(?:[-/]\d{{1,4}})?(?:[\sT]+{_TIME})?
    | (?:\d{{2,4}}年)?\d{{1,2}}月(?:\d{{1,2}}日?)?
    | {_TIME}
    | \d+\s+\d+/\d+
    | {_MONTH}[-\s/]?\d{{1,4}} | \d{{1,2}}[-\s/]?{_MONTH}(?:[-\s/]\d{{1,4}})?
    | true | false
    )\s*""",
    re.VERBOSE | re.IGNORECASE,
)
# Read as a number it stays what it is: a code, a year.
_PLAIN = re.compile(r"0|[1-9][0-9]{0,10}")


def as_csv(sheet: Sheet) -> bytes:
    """Heads with units, then the rows; UTF-8 with a byte order mark. Notes have no place in it."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(guarded(column.full) for column in sheet.columns)
    for row in chain(sheet.rows, sheet.totals):
        writer.writerow(guarded(value) if isinstance(value, str) else _text(value) for value in row)
    return stream.getvalue().encode("utf-8-sig")


def as_xlsx(*sheets: Sheet) -> bytes:
    """The tables, each with frozen heads and first column, their charts and their notes on tabs of
    their own, and the passports of published numbers on a tab that nobody sees.

    Numbers are numbers, shown with the decimals that were printed; days are days.
    """
    from common.workbooks import workbook  # noqa: PLC0415  (openpyxl: only for who wants a file)

    stream = io.BytesIO()
    workbook(sheets, at=timezone.now()).save(stream)
    return stream.getvalue()


def guarded(text: str) -> str:
    """A text that a spreadsheet leaves as it is, with an apostrophe before it where it must."""
    return f"'{text}" if text.startswith(_FORMULA) or _is_guessed(text) else text


def _is_guessed(text: str) -> bool:
    plain = unicodedata.normalize("NFKC", text)  # ２．１０ too
    return bool(_GUESSED.fullmatch(plain)) and not _PLAIN.fullmatch(text)


def _text(value: Value) -> str:
    if isinstance(value, Stamped):
        return _text(value.value)
    if isinstance(value, datetime):
        return local_time(value).isoformat(" ", "seconds")
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None else str(value)
