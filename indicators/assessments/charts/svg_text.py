"""Words in a picture: how wide they are, the little markup that figures use, and their elements."""

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from unicodedata import east_asian_width
from xml.sax.saxutils import escape, quoteattr

# What a letter of the Latin alphabet takes of the size of its font, about; a Chinese character
# takes all of it.
_LATIN, _BOLD_LATIN = 0.56, 0.6
LINE_HEIGHT = 1.35
# Where the line of a letter's foot is, below the middle of the letter.
MIDDLE = 0.35
# What XML has no place for, however it is written.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKUP = re.compile(r"<[^>]*>")


class UnknownPrimitiveError(ValueError):
    """A figure asks for what this renderer can't draw: it says so and leaves nothing out."""


@dataclass(frozen=True, slots=True)
class TextLine:
    text: str
    bold: bool
    struck: bool = False

    def width(self, size: float) -> float:
        """How wide it is, about, in a font of this size."""
        latin = _BOLD_LATIN if self.bold else _LATIN
        squares = 0 if self.text.isascii() else sum(map(_is_square, self.text))
        return size * (squares + latin * (len(self.text) - squares))


@lru_cache(8192)
def _is_square(sign: str) -> bool:
    """Whether a Chinese font gives it a whole square: ① too, of which Unicode leaves it open."""
    return east_asian_width(sign) in "WF" or "\u2460" <= sign <= "\u24ff"


def text_lines(markup: str) -> list[TextLine]:
    """The lines of a text of a figure, parted by `<br>`; a line in `<b>` is bold as a whole, one
    in `<s>` struck through.

    Raises `UnknownPrimitiveError` for other markup.
    """
    lines = []
    for part in markup.split("<br>"):
        inner = part.removeprefix("<b>").removesuffix("</b>")
        bold = inner != part
        bare = inner.removeprefix("<s>").removesuffix("</s>")
        struck, inner = bare != inner, bare
        if _MARKUP.search(inner):
            raise UnknownPrimitiveError(f"markup in a text: {part!r}")
        lines.append(TextLine(clean(unescape(inner)), bold, struck))
    return lines


def clean(text: str) -> str:
    """Words without the characters that no XML may have."""
    return _NO_XML.sub("", text)


def width(markup: str, size: float) -> float:
    """How wide a text of a figure is, about: its widest line."""
    return max(line.width(size) for line in text_lines(markup))


def attributes(**values: object) -> str:
    """Attributes of an element, in this order; None leaves one out. `font_size` is `font-size`."""
    return "".join(
        f" {_name(name)}={_quoted(value)}" for name, value in values.items() if value is not None
    )


def element(name: str, inner: str = "", **values: object) -> str:
    """An element; `inner` is markup already."""
    head = f"<{name}{attributes(**values)}"
    return f"{head}>{inner}</{name}>" if inner else f"{head}/>"


# Three marks of a city say the same.
@lru_cache(1024)
def title(hover: str) -> str:
    """What a mark says when it is pointed at, as plain text."""
    return element("title", escape("\n".join(line.text for line in text_lines(hover))))


def words(
    markup: str,
    x: float,
    y: float,
    *,
    size: float,
    fill: str,
    anchor: str = "start",
    **more: object,
) -> str:
    """The lines of a text, the foot of the first at `y`."""
    return "".join(
        element(
            "text",
            escape(line.text),
            x=x,
            y=y + number * size * LINE_HEIGHT,
            fill=fill,
            font_size=size,
            font_weight="600" if line.bold else None,
            text_decoration="line-through" if line.struck else None,
            text_anchor=None if anchor == "start" else anchor,
            **more,
        )
        for number, line in enumerate(text_lines(markup))
        if line.text
    )


def shortened(text: str, size: float, room: float) -> str:
    """A text of one line that fits into `room`, cut with … where it must be."""
    line = TextLine(text, bold=False)
    if line.width(size) <= room:
        return text
    while line.text and TextLine(f"{line.text}…", bold=False).width(size) > room:
        line = TextLine(line.text[:-1].rstrip(), bold=False)
    return f"{line.text}…"


@lru_cache(256)
def _name(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _quoted(value: object) -> str:
    """A value in quotes; numbers have nothing to escape."""
    if isinstance(value, float):
        return f'"{round(value, 1):g}"'
    return _quoted_text(value) if isinstance(value, str) else quoteattr(str(value))


# Most are colours and the like.
@lru_cache(1024)
def _quoted_text(text: str) -> str:
    return quoteattr(text)
