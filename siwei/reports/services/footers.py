"""Page numbers as official documents have them: — 1 —, on the outer side of the page."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.section import Section, _Footer
from docx.shared import Pt

from siwei.reports.services.gbt9704 import NUMBER_FONT, NUMBER_SIZE
from siwei.reports.services.xml import element, words


def number_pages(section: Section) -> None:
    """Odd pages have their number at the right, even ones at the left, one character in."""
    _write(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _write(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)


def _write(footer: _Footer, side: WD_ALIGN_PARAGRAPH) -> None:
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.style = "Normal"
    form = paragraph.paragraph_format
    form.alignment = side
    form.right_indent = form.left_indent = Pt(NUMBER_SIZE.pt)
    for piece in (words("— "), *_field("PAGE"), words(" —")):
        run = paragraph.add_run()
        run.font.size = NUMBER_SIZE
        fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia"):
            fonts.set(qn(script), NUMBER_FONT)
        run._r.append(piece)


def _field(code: str) -> list[Any]:
    instruction = element("w:instrText")
    instruction.text = f" {code} "
    return [
        element("w:fldChar", fldCharType="begin"),
        instruction,
        element("w:fldChar", fldCharType="separate"),
        words("1"),
        element("w:fldChar", fldCharType="end"),
    ]
