"""What the streams of a PDF become, unpacked without being understood."""

import zlib
from collections.abc import Iterator

from pypdf.errors import PdfReadError
from pypdf.generic import DictionaryObject, NumberObject, StreamObject

from common.records.rules.files import MOST_PIXELS, MOST_UNPACKED, FileFault, NotAccepted
from common.records.services.inspection.budget import Budget

_FLATE = {"/FlateDecode", "/Fl"}
# Those that make much of little; two of them behind each other make a bomb.
_GROWING = {*_FLATE, "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL", "/BrotliDecode"}
_SIDES = ("/Width", "/Height")
_PIECE = 1024 * 1024
# A white page is scanned into a thousandth, so that a picture counts by its pixels: at most four
# colours of two bytes each. All of a file's are more than its other streams.
_PIXEL, _ROW_ENDS = 8, 64 * 1024
_MOST_PICTURES = 5 * MOST_UNPACKED


class Unpacked:
    """Counts the streams of one file."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._pictures = 0

    def add(self, stream: StreamObject) -> None:
        """Raises `NotAccepted` where a stream is a bomb, or all are together."""
        filters = _filters(stream)
        if sum(name in _GROWING for name in filters) > 1:
            raise NotAccepted(FileFault.BOMB)
        pixels = _pixels(stream)
        if pixels > MOST_PIXELS:
            raise NotAccepted(FileFault.PIXELS)
        if not _GROWING.intersection(filters):
            return
        room = pixels * _PIXEL + _ROW_ENDS if pixels else MOST_UNPACKED
        size = 0
        for length in _inflated(stream) if filters[0] in _FLATE else _decoded(stream):
            size += length
            if pixels:
                self._pictures += length
            else:
                self._budget.spend(length)
            if size > room or self._pictures > _MOST_PICTURES:
                raise NotAccepted(FileFault.BOMB)


def _filters(stream: DictionaryObject) -> list[str]:
    said = stream.get("/Filter")
    said = said.get_object() if said is not None else None
    many = said if isinstance(said, list) else [said] if said is not None else []
    return [str(one.get_object()) for one in many]


def _pixels(stream: DictionaryObject) -> int:
    if stream.get("/Subtype") != "/Image":
        return 0
    width, height = (stream.get(name, NumberObject(0)).get_object() for name in _SIDES)
    if isinstance(width, int) and isinstance(height, int):
        return max(width, 0) * max(height, 0)
    return 0


def _decoded(stream: StreamObject) -> Iterator[int]:
    """By pypdf, which has a limit of its own for each filter."""
    try:
        yield len(stream.get_data())
    except (PdfReadError, NotImplementedError, ValueError, zlib.error):
        return


def _inflated(stream: StreamObject) -> Iterator[int]:
    unpacker = zlib.decompressobj()
    rest = bytes(stream._data)
    while rest and not unpacker.eof:
        try:
            piece = unpacker.decompress(rest, _PIECE)
        except zlib.error:  # what nobody can unpack does no harm
            return
        yield len(piece)
        rest = unpacker.unconsumed_tail
