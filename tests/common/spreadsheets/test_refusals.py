"""Files that are not read, and what is said of each."""

import struct
from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO
from pathlib import Path

import msoffcrypto
import pytest
from openpyxl import Workbook

from common.spreadsheets.faults import NotRead, ReadFault
from common.spreadsheets.limits import Limits
from common.spreadsheets.reading import read_book
from common.spreadsheets.wording import read_fault
from tests import evidence_files as made
from tests.common.spreadsheets.workbooks import (
    FILES,
    by_hand,
    changed,
    parts_of,
    saved,
    written,
    zipped,
)

CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
ODF = "application/vnd.oasis.opendocument."
SMALL = Limits(size=60_000, sheets=3, rows=20, columns=10, cells=100)


def fault_of(content: bytes, limits: Limits = SMALL) -> NotRead:
    with pytest.raises(NotRead) as refused:
        read_book(content, "表.xlsx", limits)
    return refused.value


def locked() -> bytes:
    buffer = BytesIO()
    msoffcrypto.OfficeFile(BytesIO(written(["a"]))).encrypt("1", buffer)
    return buffer.getvalue()


def with_macros() -> bytes:
    return zipped(parts_of(written(["a"])) | {"xl/vbaProject.bin": b"macros"})


def in_zip(mimetype: str) -> bytes:
    return zipped({"mimetype": mimetype, "content.xml": "<a/>"})


def macro_enabled() -> bytes:
    return changed(
        written(["a"]),
        "[Content_Types].xml",
        lambda part: part.replace(
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        ),
    )


def ods_with_macros() -> bytes:
    parts = parts_of((FILES / "libreoffice.ods").read_bytes())
    return zipped(parts | {"Basic/Standard/Module1.xml": "<m/>"})


CASES: Mapping[str, tuple[ReadFault, bytes | Path | Callable[[], bytes]]] = {
    "nothing": (ReadFault.EMPTY_FILE, b""),
    "too large": (ReadFault.TOO_LARGE, b"a,b\n" * 20_000),
    "pdf": (ReadFault.PDF, made.pdf),
    "docx": (ReadFault.DOCUMENT, partial(made.office, "docx")),
    "doc": (ReadFault.DOCUMENT, lambda: made.compound({"WordDocument": made.word()})),
    "odt": (ReadFault.DOCUMENT, lambda: in_zip(f"{ODF}text")),
    "ofd": (ReadFault.DOCUMENT, made.ofd),
    "rtf": (ReadFault.DOCUMENT, b"{\\rtf1 a}"),
    "pptx": (ReadFault.SLIDES, partial(made.office, "pptx")),
    "odp": (ReadFault.SLIDES, lambda: in_zip(f"{ODF}presentation")),
    "photo": (ReadFault.PICTURE, lambda: made.image("JPEG")),
    "heic": (ReadFault.PICTURE, made.HEIC),
    "html as xls": (
        ReadFault.WEB_PAGE,
        b'\xef\xbb\xbf<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr>',
    ),
    "html with a declaration": (ReadFault.WEB_PAGE, b"<?xml version='1.0'?>\n<html><body>"),
    "table alone": (ReadFault.WEB_PAGE, b"\n <TABLE border=1><tr><td>1</td></tr></TABLE>"),
    "mhtml": (ReadFault.WEB_PAGE, b"MIME-Version: 1.0\nX-Document-Type: Workbook\n"),
    "Excel 2003 XML": (
        ReadFault.XML,
        b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook/>',
    ),
    "zip": (ReadFault.ARCHIVE, lambda: zipped({"a.xlsx": written(["a"])})),
    "rar": (ReadFault.ARCHIVE, b"Rar!\x1a\x07\x01\x00" + bytes(99)),
    "xlsb": (
        ReadFault.BINARY_WORKBOOK,
        partial(
            made.office,
            "xlsx",
            content_type="application/vnd.ms-excel.sheet.binary.macroEnabled.main",
        ),
    ),
    "Excel 4": (ReadFault.OLD_WORKBOOK, b"\x09\x04\x06\x00\x00\x00\x10\x00" + bytes(99)),
    "program": (ReadFault.UNKNOWN, made.PROGRAM),
    "noise": (ReadFault.UNKNOWN, bytes(range(256)) * 4),
    "another compound file": (ReadFault.UNKNOWN, lambda: made.compound({"Whatever": b"a"})),
    "no known encoding": (ReadFault.ENCODING, b"a,b\n\xff\xff\xff,\x80"),
    "quotes without an end": (ReadFault.QUOTES, b'a,b\n1,"2\n3,4\n'),
    "csv of blanks": (ReadFault.NO_CELLS, b",,\n,,\n"),
    "locked xlsx": (ReadFault.ENCRYPTED, locked),
    "locked xls": (ReadFault.ENCRYPTED, FILES / "locked.xls"),
    "locked ods": (ReadFault.ENCRYPTED, FILES / "locked.ods"),
    "macros": (ReadFault.MACROS, with_macros),
    "xlsm": (ReadFault.MACROS, macro_enabled),
    "macros in an ods": (ReadFault.MACROS, ods_with_macros),
    "xls with Visual Basic": (
        ReadFault.MACROS,
        lambda: made.compound({"Workbook": made.workbook(), "_VBA_PROJECT_CUR": {"a": b"b"}}),
    ),
    "macro sheet of Excel 4": (
        ReadFault.MACROS,
        lambda: made.compound({"Workbook": made.workbook(sheet_kind=1)}),
    ),
    "macros fetched from outside": (
        ReadFault.MACROS,
        lambda: zipped(
            parts_of(written(["a"]))
            | {"xl/_rels/a.rels": made.relations("oleObject", "http://example.org/a.xls")}
        ),
    ),
    "program inside": (
        ReadFault.EMBEDDED,
        lambda: zipped(parts_of(written(["a"])) | {"xl/embeddings/a.bin": made.PROGRAM}),
    ),
    "bomb": (
        ReadFault.BOMB,
        lambda: zipped(parts_of(written(["a"])) | {"xl/media/a.bin": bytes(30_000_000)}),
    ),
    "cut off": (ReadFault.BROKEN, lambda: written(["a"])[:-200]),
    "cut off xls": (ReadFault.BROKEN, lambda: (FILES / "libreoffice.xls").read_bytes()[:5000]),
    "entities": (
        ReadFault.BROKEN,
        lambda: by_hand(CELL, root='<!DOCTYPE a [<!ENTITY b "c">]><worksheet xmlns="a"'),
    ),
    "wide characters": (
        ReadFault.BROKEN,
        lambda: changed(
            by_hand(CELL),
            "xl/worksheets/sheet1.xml",
            lambda part: part.decode().encode("utf-16"),
        ),
    ),
    "a second sheet of the same name": (
        ReadFault.BROKEN,
        lambda: by_hand(CELL, more={"XL/worksheets/Sheet1.xml": "<worksheet/>"}),
    ),
    "a sheet that the workbook doesn't name": (
        ReadFault.BROKEN,
        lambda: by_hand(CELL, more={"xl/other.xml": "<worksheet><sheetData/></worksheet>"}),
    ),
    "no cells": (ReadFault.NO_CELLS, lambda: saved(Workbook())),
    "only formats": (ReadFault.NO_CELLS, lambda: by_hand('<row r="900"><c r="A900" s="1"/></row>')),
    "sheets": (ReadFault.TOO_MANY_SHEETS, lambda: saved(many_sheets())),
    "rows": (ReadFault.TOO_MANY_ROWS, lambda: written(*[[1]] * 21)),
    "rows of a csv": (ReadFault.TOO_MANY_ROWS, b"1\n" * 21),
    "columns": (ReadFault.TOO_MANY_COLUMNS, lambda: written([1] * 11)),
    "cells": (ReadFault.TOO_MANY_CELLS, lambda: written(*[[1] * 6] * 18)),
}


def many_sheets() -> Workbook:
    book = Workbook()
    for number in range(3):
        book.create_sheet(str(number))
    return book


@pytest.mark.parametrize("case", CASES)
def test_a_file_is_refused(case: str) -> None:
    fault, content = CASES[case]
    if isinstance(content, Path):
        content = content.read_bytes()
    refused = fault_of(content() if callable(content) else content)
    assert refused.fault is fault
    assert read_fault(refused.fault, refused.numbers)


def test_every_fault_is_among_the_cases() -> None:
    assert {fault for fault, _ in CASES.values()} == set(ReadFault)


@pytest.mark.parametrize(
    "data",
    [
        CELL + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        # Of what the row says, the cell says something else.
        CELL + '<row r="2"><c r="A1048576"><v>1</v></c></row>',
        CELL + "<row><c r='XFD2'><v>1</v></c></row>",
        CELL + '<row r="2"><c r="xfd1048576"><v>1</v></c></row>',
        "<row>" + "<c><v>1</v></c>" * 300 + "</row>",
    ],
)
def test_two_cells_far_apart_take_no_memory(data: str) -> None:
    refused = fault_of(by_hand(data), Limits())
    assert refused.fault in (ReadFault.TOO_MANY_ROWS, ReadFault.TOO_MANY_COLUMNS)
    assert refused.numbers["sheet"] == "表"


def test_an_xls_that_says_it_is_endless() -> None:
    """calamine takes memory for as many cells as a sheet says that it has."""
    begin = struct.pack("<HHHH12x", 0x0809, 16, 0x0600, 0x0010)
    said = struct.pack("<HHIIHHH", 0x0200, 14, 0, 2**31, 0, 2**15, 0)
    end = struct.pack("<HH", 0x000A, 0)
    head = struct.pack("<HHIBBBBB", 0x0085, 9, 0, 0, 0, 1, 0, ord("a"))
    place = len(begin) + len(head) + len(end)
    head = head[:4] + struct.pack("<I", place) + head[8:]
    content = made.compound({"Workbook": begin + head + end + begin + said + end})
    assert fault_of(content).fault is ReadFault.BROKEN


def test_what_is_said_names_the_sheet_and_the_limit() -> None:
    refused = fault_of(written(*[[1]] * 21))
    sentence = read_fault(refused.fault, refused.numbers)
    assert "Sheet" in sentence
    assert "20" in sentence
    assert "60 MB" in read_fault(ReadFault.TOO_LARGE, {"most": 60 * 1024 * 1024})
