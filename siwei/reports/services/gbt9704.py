"""The layout of official documents, GB/T 9704—2012, as styles and a page of Word.

A4; 37 mm above and 28 mm left of the text, which is 156 × 225 mm: 22 lines of 28 characters of
3号 (16 pt). The title is 2号小标宋, the text 3号仿宋, headings 黑体, 楷体 and 仿宋, page numbers
4号宋体 on the outer side. A machine without these fonts takes the ones of `FONTS`.
"""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Emu, Length, Mm, Pt
from docx.styles.style import ParagraphStyle

from siwei.reports.services.xml import add_to_paragraph_properties, element

TITLE_FONT, TEXT_FONT, HEAD_FONT = "方正小标宋简体", "仿宋_GB2312", "黑体"
SECOND_FONT, NUMBER_FONT, LATIN_FONT = "楷体_GB2312", "宋体", "Times New Roman"
# What a machine takes that has not the font itself, in this order.
FONTS = {
    TITLE_FONT: ("小标宋体", "华文中宋", "STZhongsong", "SimSun", "Noto Serif CJK SC"),
    TEXT_FONT: ("仿宋", "FangSong", "华文仿宋", "STFangsong", "Noto Serif CJK SC"),
    HEAD_FONT: ("SimHei", "Noto Sans CJK SC"),
    SECOND_FONT: ("楷体", "KaiTi", "华文楷体", "STKaiti", "Noto Serif CJK SC"),
    NUMBER_FONT: ("SimSun", "Noto Serif CJK SC"),
}
TITLE, BODY, NOTE, CAPTION = "公文标题", "公文正文", "公文注", "图表标题"
CELL, HEAD_CELL, SIGNATURE, ANNEX = "表格正文", "表格表头", "落款", "附件标识"

WIDTH, HEIGHT = Mm(210), Mm(297)
ABOVE, LEFT = Mm(37), Mm(28)
TEXT_WIDTH, TEXT_HEIGHT = Mm(156), Mm(225)
LINES, CHARACTERS = 22, 28
SIZE, TITLE_SIZE, NUMBER_SIZE, SMALL = Pt(16), Pt(22), Pt(14), Pt(10.5)
# The pitch of a line: 225 mm in 22 of them, in twentieths of a point as Word counts.
_TWENTIETHS = 12700 // 20
PITCH = int(TEXT_HEIGHT / LINES / _TWENTIETHS)
LINE = Emu(PITCH * _TWENTIETHS)
_SMALL_PITCH, _TITLE_PITCH = Pt(16), Pt(33)
# The grid counts by how much a character is wider than its size says, in 1/4096 of a point: 28 of
# 16 pt are a little wider than the text, so this is less than nothing.
_WIDER = round((TEXT_WIDTH / 12700 / CHARACTERS - SIZE.pt) * 4096)
# LibreOffice gives a character that is wider than its cell two of them. So the styles are off the
# grid that the page declares, and hold to it themselves: lines of its pitch, and characters closer
# by this, in twentieths of a point. That makes 22 lines of 28 whatever program and font there is.
_CLOSER = -6
_LANGUAGE = "zh-CN"
# What follows the spacing among the properties of a run.
_AFTER_SPACING = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:lang")


def lay_out(document: Document) -> None:
    """Give an empty document the page, the grid and the styles."""
    _page(document)
    _defaults(document)
    _styles(document)


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = WIDTH, HEIGHT
    section.top_margin, section.left_margin = ABOVE, LEFT
    section.right_margin = Emu(WIDTH - LEFT - TEXT_WIDTH)
    section.bottom_margin = Emu(HEIGHT - ABOVE - TEXT_HEIGHT)
    # The number stands 7 mm below the text.
    section.footer_distance = Mm(21)
    section.header_distance = Mm(15)
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(element("w:docGrid", type="linesAndChars", linePitch=PITCH, charSpace=_WIDER))
    document.settings.odd_and_even_pages_header_footer = True


def _defaults(document: Document) -> None:
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    _font(normal, TEXT_FONT, SIZE)
    _language(document)
    _spacing(normal, LINE)


def _styles(document: Document) -> None:
    title = _style(document, TITLE, TITLE_FONT, TITLE_SIZE, pitch=_TITLE_PITCH)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = LINE
    body = _style(document, BODY, TEXT_FONT, SIZE)
    body.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _indent(body)
    for level, font in enumerate((HEAD_FONT, SECOND_FONT, TEXT_FONT), start=1):
        _heading(document, level, font)
    note = _style(document, NOTE, TEXT_FONT, SMALL, pitch=_SMALL_PITCH)
    note.paragraph_format.space_after = Pt(6)
    caption = _style(document, CAPTION, HEAD_FONT, Pt(12), pitch=Pt(20))
    caption.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    caption.paragraph_format.space_before = Pt(6)
    _style(document, CELL, TEXT_FONT, SMALL, pitch=_SMALL_PITCH)
    head = _style(document, HEAD_CELL, HEAD_FONT, SMALL, pitch=_SMALL_PITCH)
    head.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    signature = _style(document, SIGNATURE, TEXT_FONT, SIZE)
    signature.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    signature.paragraph_format.right_indent = Pt(4 * SIZE.pt)
    annex = _style(document, ANNEX, HEAD_FONT, SIZE)
    annex.paragraph_format.page_break_before = True
    _outline(annex, 0)


def _heading(document: Document, level: int, font: str) -> None:
    """Word's own heading of that level, so that it stands in the navigation pane."""
    style = document.styles[f"Heading {level}"]
    assert isinstance(style, ParagraphStyle)
    style.base_style = None
    for name in ("w:rPr", "w:pPr"):
        for old in style.element.findall(qn(name)):
            style.element.remove(old)
    _font(style, font, SIZE)
    style.font.bold = False
    _spacing(style, LINE)
    _indent(style)
    style.paragraph_format.keep_with_next = True
    _outline(style, level - 1)
    following = document.styles[BODY]
    assert isinstance(following, ParagraphStyle)
    style.next_paragraph_style = following


def _style(
    document: Document, name: str, font: str, size: Pt, *, pitch: Length = LINE
) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    _font(style, font, size)
    _spacing(style, pitch)
    return style


def _font(style: ParagraphStyle, name: str, size: Pt) -> None:
    style.font.name, style.font.size = LATIN_FONT, size
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for old in list(fonts.attrib):
        del fonts.attrib[old]
    for script in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(script), LATIN_FONT)
    fonts.set(qn("w:eastAsia"), name)
    if size == SIZE:
        properties = style.element.get_or_add_rPr()
        properties.insert_element_before(element("w:spacing", val=_CLOSER), *_AFTER_SPACING)


def _spacing(style: ParagraphStyle, pitch: Length) -> None:
    """Lines of exactly this height."""
    form = style.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.widow_control = False
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, pitch
    add_to_paragraph_properties(style.element.get_or_add_pPr(), element("w:snapToGrid", val=0))


def _indent(style: ParagraphStyle) -> None:
    """Two characters, whatever their size."""
    form = style.paragraph_format
    form.first_line_indent = Emu(2 * SIZE)
    indent = style.element.get_or_add_pPr().find(qn("w:ind"))
    assert indent is not None
    indent.set(qn("w:firstLineChars"), "200")


def _outline(style: ParagraphStyle, level: int) -> None:
    properties = style.element.get_or_add_pPr()
    add_to_paragraph_properties(properties, element("w:outlineLvl", val=level))


def _language(document: Document) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    assert defaults is not None
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), _LANGUAGE)
    fonts = next(defaults.iter(qn("w:rFonts")), None)
    if fonts is not None:
        for old in list(fonts.attrib):
            del fonts.attrib[old]
        fonts.set(qn("w:ascii"), LATIN_FONT)
        fonts.set(qn("w:hAnsi"), LATIN_FONT)
        fonts.set(qn("w:eastAsia"), TEXT_FONT)
