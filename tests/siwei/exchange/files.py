"""Workbooks as people send them."""

from collections.abc import Sequence
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from common.sheets import XLSX_TYPE

HEADS = ("地区", "指标", "年份", "数值", "单位", "来源")


def workbook(*rows: Sequence[object], heads: Sequence[str] = HEADS) -> bytes:
    """A sheet of values below its heads."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "填报"
    for row in (heads, *rows):
        sheet.append(list(row))
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def upload(*rows: Sequence[object], name: str = "阳泉市2025年.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, workbook(*rows), content_type=XLSX_TYPE)
