"""Pictures made on the server: SVG turned into PNG by resvg."""

import io
from functools import cache
from typing import Any
from xml.sax.saxutils import quoteattr

import resvg_py
from PIL import Image

PNG_TYPE = "image/png"
SVG_TYPE = "image/svg+xml; charset=utf-8"
# Twice as many dots as the picture is wide, so that paper shows no steps.
ZOOM = 2
_CANVAS = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32">'
    "<text x='4' y='26' font-size='24' font-family={}>{}</text></svg>"
)
# A character that every Chinese font has, and one that none has.
_COMMON, _NONE = "水", "\U0010fffd"


def as_png(svg: str, **fonts: Any) -> bytes:
    """The picture, on white; with the fonts of the machine unless `fonts` says others."""
    made: bytes = resvg_py.svg_to_bytes(svg_string=svg, zoom=ZOOM, background="#ffffff", **fonts)
    return bytes(made)


@cache
def draws_chinese(families: str) -> bool:
    """Whether this machine has one of these fonts, and it draws Chinese; without it nothing or a
    box would be there."""
    common, none = (_dots(sign, families) for sign in (_COMMON, _NONE))
    return min(common) < 128 and common != none


def _dots(sign: str, families: str) -> bytes:
    picture = as_png(_CANVAS.format(quoteattr(families), sign))
    return Image.open(io.BytesIO(picture)).convert("L").tobytes()
