"""Names the fonts of a report, and which another machine may take in place of each."""

from typing import Any

from docx.document import Document
from docx.opc.oxml import serialize_part_xml

from siwei.reports.services.gbt9704 import FONTS, LATIN_FONT
from siwei.reports.services.xml import element

_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"
_CHINESE, _WESTERN = "86", "00"


def name_fonts(document: Document) -> None:
    """Write the font table of the file."""
    fonts = element("w:fonts", *(_font(name, others) for name, others in FONTS.items()))
    fonts.append(_font(LATIN_FONT, (), charset=_WESTERN))
    for part in document.part.package.iter_parts():
        if part.content_type == _CONTENT:
            part._blob = serialize_part_xml(fonts)


def _font(name: str, others: tuple[str, ...], *, charset: str = _CHINESE) -> Any:
    alternatives = [element("w:altName", val=",".join(others))] if others else []
    return element(
        "w:font",
        *alternatives,
        element("w:charset", val=charset),
        element("w:family", val="auto" if others else "roman"),
        element("w:pitch", val="default" if others else "variable"),
        name=name,
    )
