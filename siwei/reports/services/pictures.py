"""Charts as pictures: SVG turned into PNG, the same on every machine.

No font of the machine is used, which may have none: the one that Pillow carries with it (Aileron,
public domain) has digits and Latin letters, and a chart needs no more; its caption says the rest.
"""

import tempfile
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import ImageFont

from common import pictures

FONT = "Aileron"


def as_png(svg: str) -> bytes:
    """The picture, on white."""
    return pictures.as_png(
        svg,
        skip_system_fonts=True,
        font_files=[_font_file()],
        font_family=FONT,
        sans_serif_family=FONT,
        serif_family=FONT,
    )


@cache
def _font_file() -> str:
    """The font of Pillow as a file, since resvg reads nothing else; once in each process, and gone
    with it."""
    font = ImageFont.load_default(size=12)
    if not isinstance(font, ImageFont.FreeTypeFont) or not isinstance(font.path, BytesIO):
        raise RuntimeError("Pillow carries no font: it was built without FreeType")
    file = Path(_directory().name) / "digits.otf"
    file.write_bytes(font.path.getvalue())
    return str(file)


@cache
def _directory() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="siwei-font-")
