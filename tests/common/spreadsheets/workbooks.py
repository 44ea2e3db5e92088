"""Workbooks that tests make: by openpyxl, by hand, and by changing parts of others."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from common.spreadsheets.cells import SheetCells
from common.spreadsheets.limits import Limits
from common.spreadsheets.reading import read_book

FILES = Path(__file__).parent / "files"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def sheet(content: bytes, number: int = 0, limits: Limits | None = None) -> SheetCells:
    """One sheet of what is read."""
    return read_book(content, "表.xlsx", limits or Limits()).sheets[number]


def written(*rows: Sequence[object], formats: Mapping[str, str] | None = None) -> bytes:
    """One sheet, by openpyxl; `formats`: the number formats of cells."""
    book = Workbook()
    page = book.worksheets[0]
    for row in rows:
        page.append(list(row))
    for cell, code in (formats or {}).items():
        page[cell].number_format = code
    return saved(book)


def saved(book: Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A zip with one part changed."""
    parts = parts_of(content)
    return zipped(parts | {part: change(parts[part])})


def by_hand(
    data: str,
    *,
    cell_formats: Sequence[int] = (0, 9),
    codes: Mapping[int, str] | None = None,
    root: str = f'<worksheet xmlns="{MAIN}"',
    end: str = "</worksheet>",
    main: str = MAIN,
    relations: str = RELATIONS,
    target: str = "worksheets/sheet1.xml",
    more: Mapping[str, bytes | str] | None = None,
) -> bytes:
    """An xlsx around the rows `data`, as they are written in XML. `cell_formats`: the number
    formats of the styles 0, 1, …"""
    custom = "".join(f'<numFmt numFmtId="{n}" formatCode="{c}"/>' for n, c in (codes or {}).items())
    formats = "".join(f'<xf numFmtId="{one}"/>' for one in cell_formats)
    kind = f"{relations}/"
    return zipped(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{_PACKAGE}/content-types">'
                f'<Default Extension="xml" ContentType="{_TYPE}.worksheet+xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
                "</Types>"
            ),
            "_rels/.rels": (
                f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
                f'Type="{kind}officeDocument" Target="xl/workbook.xml"/></Relationships>'
            ),
            "xl/_rels/workbook.xml.rels": (
                f'<Relationships xmlns="{_PACKAGE}/relationships">'
                f'<Relationship Id="rId1" Type="{kind}worksheet" Target="{target}"/>'
                f'<Relationship Id="rId2" Type="{kind}styles" Target="styles.xml"/>'
                f'<Relationship Id="rId3" Type="{kind}sharedStrings" Target="sharedStrings.xml"/>'
                f'<Relationship Id="rId4" Type="{kind}externalLink" '
                'Target="externalLinks/externalLink1.xml"/>'
                "</Relationships>"
            ),
            "xl/workbook.xml": (
                f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
                '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>'
            ),
            "xl/styles.xml": (
                f'<styleSheet xmlns="{main}"><numFmts>{custom}</numFmts>'
                f'<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs>{formats}</cellXfs>'
                f'<dxfs><dxf><numFmt numFmtId="180" formatCode="0%"/></dxf></dxfs></styleSheet>'
            ),
            "xl/sharedStrings.xml": f'<sst xmlns="{main}"><si><t>文</t></si></sst>',
            "xl/worksheets/sheet1.xml": f"{root}><sheetData>{data}</sheetData>{end}",
            **(more or {}),
        }
    )
