"""The pieces of a line as runs of Word; a published number in a content control of its own."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from siwei.reports.rules.blocks import Line, Text
from siwei.reports.rules.passports import alias_of
from siwei.reports.services.xml import element, words


class Controls:
    """Numbers the content controls of one file, each of which needs a number of its own."""

    def __init__(self) -> None:
        self._numbers: Iterator[int] = count(1)

    def around(self, run: Any, tag: str) -> Any:
        """A control that holds the run, with its passport as its tag."""
        properties = element(
            "w:sdtPr",
            element("w:alias", val=alias_of(tag)),
            element("w:tag", val=tag),
            element("w:id", val=next(self._numbers)),
            element("w:text"),
        )
        return element("w:sdt", properties, element("w:sdtContent", run))


def add_line(paragraph: Any, line: Line, controls: Controls) -> None:
    """Put the pieces of `line` at the end of a paragraph (`CT_P`)."""
    for piece in [Text(line)] if isinstance(line, str) else line:
        if piece.text:
            made = _run(piece)
            paragraph.append(controls.around(made, piece.tag) if piece.tag else made)


def _run(piece: Text) -> Any:
    properties = element("w:rPr")
    if piece.italic:
        properties.append(element("w:i"))
    if piece.struck:
        properties.append(element("w:strike"))
    made = element("w:r", *([properties] if len(properties) else []))
    made.append(words(piece.text))
    return made
