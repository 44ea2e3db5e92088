"""A Word document of one table across on A4, by python-docx, which takes long to load."""

from collections.abc import Iterable, Sequence

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Row

from common.signs import shown

_FONT = "仿宋"
_TEXT, _TITLE, _SMALL = Pt(10.5), Pt(16), Pt(8)


def table_document(
    *,
    title: str,
    paragraphs: Iterable[str],
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[int],
) -> DocumentObject:
    """`widths` of the columns are in millimetres. The heads stand on each page, no row breaks."""
    document = Document()
    _prepare(document)
    heading = document.add_paragraph().add_run(shown(title))
    heading.bold, heading.font.size = True, _TITLE
    for text in paragraphs:
        document.add_paragraph(shown(text))
    table = document.add_table(0, len(heads), "Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    _fill(_added(table), heads, widths, is_head=True)
    for row in rows:
        _fill(_added(table), row, widths)
    return document


def _prepare(document: DocumentObject) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(14)
    section.top_margin = section.bottom_margin = Mm(16)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", _TEXT
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)


def _added(table: Table) -> _Row:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx has half its types
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return row


def _fill(row: _Row, texts: Sequence[str], widths: Sequence[int], *, is_head: bool = False) -> None:
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.width = Mm(width)
        run = cell.paragraphs[0].add_run(shown(text))
        run.bold, run.font.size = is_head, _SMALL
    if is_head:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
