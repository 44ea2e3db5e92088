"""A table as a file: CSV that Excel reads in Chinese, and xlsx with its units and notes.

Cells come from what people typed and from documents: a text that begins like a formula is
written so that no spreadsheet computes it.
"""

import csv
import io
from decimal import Decimal

from common.tables import Sheet

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet takes for the beginning of a formula; a Chinese one the full-width signs too.
_FORMULA = tuple("=+-@＝＋－＠\t\r\n")


def as_csv(sheet: Sheet) -> bytes:
    """Heads with units, then the rows; UTF-8 with a byte order mark. Notes have no place in it."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(column.full for column in sheet.columns)
    for row in sheet.rows:
        writer.writerow(guarded(value) if isinstance(value, str) else _text(value) for value in row)
    return stream.getvalue().encode("utf-8-sig")


def as_xlsx(sheet: Sheet) -> bytes:
    """The table with frozen heads and first column, and a second tab with its notes.

    Numbers are numbers, shown with the decimals that were printed.
    """
    from common.workbooks import workbook  # noqa: PLC0415  (openpyxl: only for who wants a file)

    stream = io.BytesIO()
    workbook(sheet).save(stream)
    return stream.getvalue()


def guarded(text: str) -> str:
    """A text that a spreadsheet can't take for a formula: an apostrophe before its first sign."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _text(value: int | Decimal | None) -> str:
    return "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)
