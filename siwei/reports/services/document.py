"""Writes a report as a Word file, in the layout of official documents (`gbt9704`)."""

import io
from datetime import UTC, datetime
from typing import Any

import docx
from docx.document import Document
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from siwei.reports.rules.blocks import (
    Annex,
    Block,
    Heading,
    Line,
    Paragraph,
    Picture,
    Report,
    Signature,
    Table,
)
from siwei.reports.services import gbt9704 as layout
from siwei.reports.services.font_table import name_fonts
from siwei.reports.services.footers import number_pages
from siwei.reports.services.grids import grid
from siwei.reports.services.lines import Controls, add_line
from siwei.reports.services.pictures import as_png

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SIGNED, _DATED = "（单位署名、盖章）", "　　　　年　　月　　日"


def as_docx(report: Report, *, now: datetime) -> bytes:
    """The report as a file of Word. `now` is when it was made."""
    writer = _Writer(report, now)
    for block in report.blocks:
        writer.add(block)
    if report.blocks and isinstance(report.blocks[-1], Table):
        writer.end()
    stream = io.BytesIO()
    writer.document.save(stream)
    return stream.getvalue()


class _Writer:
    """Adds block by block to one document."""

    def __init__(self, report: Report, now: datetime) -> None:
        self.document: Document = docx.Document()
        self._controls = Controls()
        layout.lay_out(self.document)
        name_fonts(self.document)
        number_pages(self.document.sections[0])
        self._styles: dict[str, str] = {
            str(style.name): str(style.style_id) for style in self.document.styles
        }
        _describe(self.document, report, now)
        self._words(report.title, layout.TITLE)

    def add(self, block: Block) -> None:
        match block:
            case Heading():
                self._words(block.text, f"Heading {block.level}")
            case Paragraph():
                self._words(block.line, layout.NOTE if block.note else layout.BODY)
            case Table():
                self._table(block)
            case Picture():
                self._picture(block)
            case Signature():
                self._signature()
            case Annex():
                self._words(f"附件{block.number}", layout.ANNEX)
                self._words(block.title, layout.TITLE)

    def end(self) -> None:
        """Word wants a paragraph after the last table: one without height, since a table that fills
        its page would be followed by a page with nothing but its number."""
        form = self._words("", layout.NOTE).paragraph_format
        form.line_spacing, form.space_after = Pt(1), Pt(0)

    def _words(self, line: Line, style: str) -> WordParagraph:
        self._last = self._paragraph(style)
        add_line(self._last._p, line, self._controls)
        return self._last

    def _paragraph(self, style: str) -> WordParagraph:
        paragraph = self.document.add_paragraph()
        # By its id: python-docx would go through all styles of the file for each paragraph.
        paragraph._p.style = self._styles[style]
        return paragraph

    def _table(self, table: Table) -> None:
        caption = self._words(table.caption, layout.CAPTION)
        caption.paragraph_format.keep_with_next = True
        caption._p.addnext(grid(table, self._controls, self._styles))

    def _picture(self, picture: Picture) -> None:
        paragraph = self._paragraph(layout.CAPTION)
        form = paragraph.paragraph_format
        form.keep_with_next, form.line_spacing = True, 1
        shape = paragraph.add_run().add_picture(
            io.BytesIO(as_png(picture.svg)), width=Mm(picture.width)
        )
        properties: Any = shape._inline.docPr
        properties.set("descr", picture.description)
        properties.set("name", picture.caption)
        self._words(picture.caption, layout.CAPTION)

    def _signature(self) -> None:
        """A line free above it; the day four characters from the edge. It never stands on a page
        without any text."""
        self._last.paragraph_format.keep_with_next = True
        self._words("", layout.BODY).paragraph_format.keep_with_next = True
        for text in (_SIGNED, _DATED):
            self._words(text, layout.SIGNATURE).paragraph_format.keep_with_next = text is _SIGNED


def _describe(document: Document, report: Report, now: datetime) -> None:
    properties = document.core_properties
    properties.title, properties.subject = report.title, report.subject
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.language = "zh-CN"
    properties.created = properties.modified = now.astimezone(UTC).replace(tzinfo=None)
