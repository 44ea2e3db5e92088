"""Small pieces of WordprocessingML that python-docx has no words for."""

import re
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

# What XML 1.0 can't hold, and the ends of lines, of which a line of a report has none.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile(r"[ \t\r\n\x0b\x0c\x85\u2028\u2029]*[\t\r\n\x0b\x0c\x85\u2028\u2029]\s*")
# The properties of a paragraph in the order of the schema.
_ORDER = [
    f"w:{name}"
    for name in (
        *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr"),
        *("widowControl", "numPr", "suppressLineNumbers", "pBdr", "shd"),
        *("tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct"),
        *("topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd"),
        *("snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents"),
        *("suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap"),
        *("outlineLvl", "divId", "cnfStyle", "rPr", "sectPr"),
        *("pPrChange",),
    )
]


def element(name: str, /, *children: Any, **attributes: object) -> Any:
    """`element("w:tag", val="x")` is `<w:tag w:val="x"/>`."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    made.extend(children)
    return made


def add_to_paragraph_properties(properties: Any, child: Any) -> None:
    """Put `child` where the schema wants it: Word refuses some files in another order."""
    name = next(one for one in _ORDER if qn(one) == child.tag)
    properties.insert_element_before(child, *_ORDER[_ORDER.index(name) + 1 :])


def clean(text: str) -> str:
    """The text in one line, without what no file can hold."""
    return _UNSEEN.sub("", _BREAKS.sub(" ", text))


def words(text: str) -> Any:
    """The text of a run; blanks at its ends stay."""
    made = OxmlElement("w:t")
    made.text = clean(text)
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made
